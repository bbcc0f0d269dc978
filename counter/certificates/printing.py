"""印刷: letters printed in batches, each once, and once more for a reason; every letter shown is recorded first (ADR 38)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from counter.certificates.case_files import CaseFiles
from domain.actors import Actor
from domain.cases.access import AccessGround
from domain.cases.submission import StartOrder
from domain.certificates.disclosure import Part, require_opening
from domain.certificates.ports import LetterPress, PrintBatches
from domain.certificates.print_batches import (
    LetterToPrint,
    ManifestOrder,
    PostedLetter,
    PrintBatch,
    PrintOrder,
    ReprintReason,
)
from domain.certificates.rules import texts_of
from domain.certificates.state import RequestState
from domain.certificates.submission import Subject
from domain.documents import Document
from domain.errors import DomainError, ErrorCode
from domain.ids import decision_key
from domain.municipality.book import PolicyBook
from domain.municipality.policy import MunicipalityPolicy
from domain.municipality.texts import Language
from domain.ports import Clock

_AT_ONCE = 1
"""Batches set at the same time: each takes a processor for seconds."""
_LEFT_OUT = frozenset(
    {
        ErrorCode.NOT_ALLOWED_NOW,
        ErrorCode.REQUEST_CLOSED,
        ErrorCode.OWN_REQUEST,
        ErrorCode.VAULT_KEY_DESTROYED,
        ErrorCode.VAULT_ITEM_MISSING,
    }
)


class Orders(Protocol):
    """The counter's rows of cases."""

    async def get(self, case_id: str, /) -> StartOrder | None:
        """Return the row of a case id."""


class States(Protocol):
    """Cases as last recorded."""

    async def state(self, case_id: str, /) -> RequestState | None:
        """Return a request's state."""


@dataclass(frozen=True)
class Printing:
    """The dispatchers' printer. What it does raises PortUnavailable too."""

    municipality: str
    files: CaseFiles
    orders: Orders
    states: States
    batches: PrintBatches
    press: LetterPress
    book: PolicyBook
    clock: Clock
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    async def waiting(self, actor: Actor, most: int) -> int:
        """Return how many letters are ready and were never printed, counted up to `most`; none of the officer's own."""
        return await self.batches.waiting(most, actor.person)

    async def print_ready(self, act: str, actor: Actor) -> PrintBatch | None:
        """Make a batch of what waits; None when nothing does. The same act twice is one batch."""
        return await self.batches.print_ready(decision_key(actor.id, act), actor.id, self.clock(), actor.person)

    async def print_again(
        self, act: str, actor: Actor, case_ids: Sequence[str], reason: ReprintReason
    ) -> PrintBatch | None:
        """Make a batch of those of the cases that may still be printed, for a reason; None when none may.

        The same act twice is one batch.
        """
        held = [(each, await self.states.state(each)) for each in case_ids]
        possible = [each for each, state in held if state is not None and _may_open(state, actor)]
        if not possible:
            return None
        return await self.batches.print_again(decision_key(actor.id, act), actor.id, self.clock(), possible, reason)

    async def batch(self, number: int) -> PrintBatch | None:
        """Return a batch."""
        return await self.batches.batch(number)

    async def newest(self, limit: int) -> Sequence[PrintBatch]:
        """Return batches, newest first."""
        return await self.batches.newest(limit)

    async def file(self, batch: PrintBatch, actor: Actor) -> bytes:
        """Return the letters of a batch as one PDF, for who made it a moment ago: each of them is an opening.

        A letter that has left, or whose case has ended, is left out and named. Raises DomainError(NOT_ALLOWED_NOW) for
        anybody else and later, FONT_MISSING.
        """
        if not batch.is_open_to(actor.id, self.clock()):
            raise DomainError(ErrorCode.NOT_ALLOWED_NOW, action="open_batch")
        policy = self.book.policy(self.municipality)
        letters, left_out = list[LetterToPrint](), list[str]()
        for case_id in batch.case_ids:
            order, state = await self.orders.get(case_id), await self.states.state(case_id)
            if order is None or state is None:
                raise DomainError(ErrorCode.VAULT_ITEM_MISSING, case_id=case_id)
            try:
                letters.append(await self._letter(order, state, actor, policy))
            except DomainError as error:
                if error.code not in _LEFT_OUT:
                    raise
                left_out.append(order.case_number)
        printed = PrintOrder(batch=batch, letters=tuple(letters), left_out=tuple(left_out), office=_office(policy))
        async with self._turns:
            return await asyncio.to_thread(self.press.batch, printed)

    async def _letter(
        self, order: StartOrder, state: RequestState, actor: Actor, policy: MunicipalityPolicy
    ) -> LetterToPrint:
        opened, wanted = await self.files.letter(order.case_id, state, actor, AccessGround.DISPATCH), Subject.of(order)
        kind = texts_of(policy, Language.JA).certificate[wanted.kind]
        return LetterToPrint(
            case_number=order.case_number,
            contents=f"{kind} {wanted.copies}通",
            copies=wanted.copies,
            mail_class=state.terms.mail_class,
            weight_grams=state.post.weight_grams,
            **opened._asdict(),
        )

    async def posted(self, day: date) -> Sequence[PostedLetter]:
        """Return the letters whose number was confirmed on a day of Japan, in that order."""
        return await self.batches.posted(day)

    async def manifest(self, day: date) -> Document:
        """Return the 差出票 of a day as PDF. Raises DomainError(FONT_MISSING)."""
        letters, office = tuple(await self.posted(day)), _office(self.book.policy(self.municipality))
        order = ManifestOrder(day, letters, office, self.clock())
        async with self._turns:
            return await asyncio.to_thread(self.press.manifest, order)


def _may_open(state: RequestState, actor: Actor) -> bool:
    try:
        require_opening(state, Part.LETTER, actor)
    except DomainError:
        return False
    return True


def _office(policy: MunicipalityPolicy) -> str:
    return f"{policy.municipality.name} {policy.municipality.office.name}"
