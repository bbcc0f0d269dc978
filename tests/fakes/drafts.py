"""Drafts, codes by mail and opened cases in memory: the ports of `domain/cases/ports.py`, as the contract suite asks."""

# ruff: noqa: D102 - the methods are those of the ports, described there

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from domain.cases.citizen import Proven
from domain.cases.drafting import (
    CODE_TRIES,
    CODE_VALID,
    COUNTED,
    KEPT,
    MOST_BY_ADDRESS,
    MOST_BY_NETWORK,
    MOST_DRAFTS_BY_NETWORK,
    STAYS_OPENED,
    Draft,
)
from domain.errors import DomainError, ErrorCode
from domain.municipality.texts import Language
from domain.written import folded


@dataclass
class _Code:
    digits: str
    mail: str
    until: datetime
    tries: int = 0


@dataclass
class FakeDrafts:
    """Drafts by browser, their codes and links; `mailed` are the codes that went out, newest last."""

    clock: Callable[[], datetime]
    rows: dict[str, Draft] = field(default_factory=dict)
    visits: dict[str, set[str]] = field(default_factory=dict)
    codes: dict[str, _Code] = field(default_factory=dict)
    confirmed: dict[str, str] = field(default_factory=dict)
    mailed: list[tuple[str, str]] = field(default_factory=list)
    counted: list[tuple[str, datetime]] = field(default_factory=list)
    _numbers: count = field(default_factory=lambda: count(1))

    async def begin(
        self, visit: str, procedure: str, about: str, content: bytes, *, network: str | None = None
    ) -> Draft:
        for draft in await self.open_ones(visit):
            if (draft.procedure, draft.about) == (procedure, about):
                return draft
        if network is not None:
            self._count({f"drafts {network}": MOST_DRAFTS_BY_NETWORK}, ErrorCode.TOO_MANY_FROM_NETWORK)
        name = f"draft{next(self._numbers):08d}"
        draft = Draft(
            draft_id=name,
            procedure=procedure,
            about=about,
            version=1,
            expires_at=self.clock() + KEPT,
            idempotency_key=f"{name}-key",
            content=content,
        )
        self.rows[name] = draft
        self.visits[name] = {visit}
        return draft

    async def find(self, visit: str, draft_id: str) -> Draft | None:
        draft = self._standing(draft_id)
        return draft if draft is not None and visit in self.visits[draft_id] else None

    async def open_ones(self, visit: str) -> Sequence[Draft]:
        found = [await self.find(visit, name) for name in reversed(self.rows)]
        return [draft for draft in found if draft is not None and not draft.sent]

    async def keep(self, draft: Draft, content: bytes) -> Draft:
        standing = self._standing(draft.draft_id)
        if standing is None or standing.sent:
            raise DomainError(ErrorCode.DRAFT_CHANGED)
        if (standing.version, standing.content) == (draft.version + 1, content):
            return standing
        if standing.version != draft.version:
            raise DomainError(ErrorCode.DRAFT_CHANGED)
        return self._put(standing, version=draft.version + 1, content=content, expires_at=self.clock() + KEPT)

    async def extend(self, visit: str, draft_id: str) -> Draft | None:
        draft = await self.find(visit, draft_id)
        return draft and self._put(draft, expires_at=self.clock() + KEPT)

    async def sent(self, draft: Draft, case_id: str, receipt_number: str) -> Draft:
        standing = self.rows.get(draft.draft_id, draft)
        if standing.case_id not in {None, case_id}:
            raise DomainError(ErrorCode.DRAFT_CHANGED)
        if standing.sent:
            return standing
        known = {"content": b"", "case_id": case_id, "receipt_number": receipt_number}
        if draft.draft_id not in self.rows:
            return draft.model_copy(update=known)
        return self._put(standing, version=standing.version + 1, expires_at=self.clock() + KEPT, **known)

    async def drop(self, visit: str, draft_id: str) -> None:
        draft = await self.find(visit, draft_id)
        if draft is not None and not draft.sent:
            del self.rows[draft_id]

    async def continue_by(self, visit: str, secret: str) -> Draft | None:
        draft = await self.linked(secret)
        if draft is not None:
            self.visits[draft.draft_id].add(visit)
        return draft

    async def linked(self, secret: str) -> Draft | None:
        for name, mail in self.confirmed.items():
            if secret == self.link(name, mail) and self._standing(name) is not None:
                return self.rows[name]
        return None

    def link(self, draft_id: str, mail: str) -> str:
        """Return the secret of a draft's link as it stands in a mail to an address."""
        return f"secret-of-{draft_id}-{sum(map(ord, mail))}"

    async def send(self, draft: Draft, mail: str, network: str, language: Language) -> None:
        now = self.clock()
        self._count({mail.lower(): MOST_BY_ADDRESS, network: MOST_BY_NETWORK}, ErrorCode.TOO_MANY_CODES)
        standing = self._standing(draft.draft_id)
        if standing is None or standing.sent:
            raise DomainError(ErrorCode.DRAFT_UNKNOWN)
        digits = f"{len(self.mailed) + 100_001:06d}"
        self.codes[draft.draft_id] = _Code(digits, mail, now + CODE_VALID)
        self.mailed.append((mail, digits))

    def _count(self, limits: dict[str, int], full: ErrorCode) -> None:
        now = self.clock()
        waits = list[timedelta]()
        for counted, most in limits.items():
            latest = [at for name, at in self.counted if name == counted and at > now - COUNTED][-most:]
            if len(latest) == most:
                waits.append(latest[0] + COUNTED - now)
        if waits:
            raise DomainError(full, wait_seconds=int(max(waits).total_seconds()) + 1)
        self.counted += [(counted, now) for counted in limits]

    async def confirm(self, draft: Draft, mail: str, code: str) -> None:
        standing = self.codes.get(draft.draft_id)
        if standing is None or standing.mail != mail or standing.until <= self.clock() or standing.tries >= CODE_TRIES:
            raise DomainError(ErrorCode.MAIL_CODE_OVER)
        if standing.digits == folded(code):
            self.confirmed[draft.draft_id] = mail
            return
        standing.tries += 1
        if standing.tries == CODE_TRIES:
            raise DomainError(ErrorCode.MAIL_CODE_OVER)
        raise DomainError(ErrorCode.MAIL_CODE_REFUSED, tries_left=CODE_TRIES - standing.tries)

    def _standing(self, draft_id: str) -> Draft | None:
        draft = self.rows.get(draft_id)
        return draft if draft is not None and draft.expires_at > self.clock() else None

    def _put(self, draft: Draft, **changes: object) -> Draft:
        self.rows[draft.draft_id] = draft.model_copy(update=changes)
        return self.rows[draft.draft_id]


@dataclass
class FakeOpenedCases:
    """Which cases a browser has opened."""

    clock: Callable[[], datetime]
    rows: dict[tuple[str, str], tuple[Proven, datetime]] = field(default_factory=dict)

    async def open(self, visit: str, whose: Proven) -> None:
        self.rows[visit, whose.case_id] = (whose, self.clock() + STAYS_OPENED)

    async def opened(self, visit: str, case_id: str) -> Proven | None:
        proof, until = self.rows.get((visit, case_id), (None, self.clock()))
        if proof is None or until <= self.clock():
            return None
        await self.open(visit, proof)
        return proof

    async def close(self, visit: str, case_id: str) -> None:
        self.rows.pop((visit, case_id), None)
