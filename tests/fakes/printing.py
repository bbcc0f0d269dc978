"""Batches of letters over a small city, and a press that sets nothing."""

# ruff: noqa: D102 - the methods are those of the ports, described there

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.cases.row import CaseRow
from domain.certificates.print_batches import (
    MOST_LETTERS,
    ManifestOrder,
    PostedLetter,
    PrintBatch,
    PrintOrder,
    ReprintReason,
)
from domain.certificates.state import RequestState
from domain.certificates.status import Status
from domain.documents import Document
from domain.japan import JAPAN


@dataclass
class FakeLetterPress:
    """Keeps what it is told to set."""

    batches: list[PrintOrder] = field(default_factory=list)
    manifests: list[ManifestOrder] = field(default_factory=list)

    def batch(self, order: PrintOrder) -> bytes:
        self.batches.append(order)
        return b"%PDF letters"

    def manifest(self, order: ManifestOrder) -> Document:
        self.manifests.append(order)
        return Document(content=b"%PDF manifest", sheets=1)


@dataclass
class FakePrintBatches:
    """Batches by the id of their act, over the city's rows."""

    rows: Callable[[], Awaitable[Sequence[CaseRow]]]
    state: Callable[[str], Awaitable[RequestState | None]]
    confirmed_at: Callable[[str], datetime | None]
    made: dict[str, PrintBatch] = field(default_factory=dict)

    async def waiting(self, most: int, person: str | None) -> int:
        return min(len(await self._unprinted(person)), most)

    async def print_ready(self, batch_id: str, officer: str, at: datetime, person: str | None) -> PrintBatch | None:
        waiting = await self._unprinted(person)
        if batch_id not in self.made and not waiting:
            return None
        return self._make(batch_id, officer, at, waiting[:MOST_LETTERS], None)

    async def print_again(
        self, batch_id: str, officer: str, at: datetime, case_ids: Sequence[str], reason: ReprintReason
    ) -> PrintBatch:
        return self._make(batch_id, officer, at, case_ids, reason)

    async def batch(self, number: int) -> PrintBatch | None:
        return next((each for each in self.made.values() if each.number == number), None)

    async def newest(self, limit: int) -> Sequence[PrintBatch]:
        return list(self.made.values())[::-1][:limit]

    async def posted(self, day: date) -> Sequence[PostedLetter]:
        found = list[PostedLetter]()
        for row in await self.rows():
            state, at = await self.state(row.case_id), self.confirmed_at(row.case_id)
            if state and at and at.astimezone(JAPAN).date() == day and state.post.tracking_number:
                about = (state.terms.mail_class, state.post.weight_grams, at)
                found.append(PostedLetter(row.case_number, state.post.tracking_number, *about))
        return found

    def _make(
        self, batch_id: str, officer: str, at: datetime, case_ids: Sequence[str], reason: ReprintReason | None
    ) -> PrintBatch:
        number = len(self.made) + 1
        about = {"batch_id": batch_id, "number": number, "officer": officer, "printed_at": at, "reason": reason}
        return self.made.setdefault(batch_id, PrintBatch.model_validate({**about, "case_ids": tuple(case_ids)}))

    async def _unprinted(self, person: str | None) -> list[str]:
        printed = {case_id for each in self.made.values() for case_id in each.case_ids}
        rows = [row for row in await self.rows() if row.status == Status.READY_TO_DISPATCH]
        states = [(row.case_id, await self.state(row.case_id)) for row in rows if row.case_id not in printed]
        return [
            case_id
            for case_id, state in states
            if state and not state.post.confirmed and (person is None or state.identity.applicant != person)
        ]
