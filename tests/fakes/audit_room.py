"""The auditors' room in memory: stories are the real ones, proofs are what the test says."""

# ruff: noqa: D102 - the methods are those of web/office/ports.py, described there

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from audit.room import grounds, kinds, opened, story
from audit.words.registry import WORDS
from domain.cases.access import Opening
from domain.errors import DomainError, ErrorCode
from domain.office.stories import CaseStory, FoundEvent, ProofCheck, Search, SignedSize


@dataclass
class FakeAuditRoom:
    """Reads the city's events; `faults` are found in every case."""

    events: Callable[[str], Awaitable[Sequence]]
    signed: tuple[SignedSize, ...] = ()
    faults: tuple[str, ...] = ()
    searched: list[Search] = field(default_factory=list)
    found: tuple[FoundEvent, ...] = ()
    key: str = "madoguchi/999001+0123abcd+key"

    async def story(self, case_id: str) -> CaseStory:
        events = await self.events(case_id)
        if not events:
            raise DomainError(ErrorCode.REQUEST_UNKNOWN)
        return story(WORDS, case_id, events)

    async def prove(self, case_id: str) -> ProofCheck:
        count = len(await self.events(case_id))
        return ProofCheck(count, count - 1, (42,), self.faults, same_row=True)

    async def proof(self, case_id: str) -> str:
        return f'{{"case_id":"{case_id}"}}'

    async def search(self, wanted: Search) -> Sequence[FoundEvent]:
        self.searched.append(wanted)
        return self.found

    def kinds(self) -> Sequence[tuple[str, str]]:
        return kinds(WORDS)

    def grounds(self) -> Sequence[tuple[str, str]]:
        return grounds()

    def opened(self, opening: Opening) -> tuple[str, str]:
        return opened(WORDS, opening)

    async def checkpoints(self, limit: int, below: int | None = None) -> Sequence[SignedSize]:
        return [each for each in self.signed if below is None or each.size < below][:limit]
