"""Sessions, people and queues of the office in memory: the ports of `domain/office/ports.py` and `domain/cases/ports.py`."""

# ruff: noqa: D102 - the methods are those of the ports, described there

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from fakes.desk_stories import STAFF

from domain.actors import Actor
from domain.cases.queues import NOBODY, CasePage, CaseQuery, Neighbours
from domain.cases.row import CaseRow
from domain.errors import DomainError, ErrorCode
from domain.municipality.officers import Officer, Officers
from domain.office.absences import Absence
from domain.office.sign_in import IDLE, LONGEST, SignedIn, StaffSession

ISSUER = "https://sign-in.example"


@dataclass
class FakePeople:
    """Officers by id; `actors` may be changed, as an admin does."""

    actors: dict[str, Actor] = field(default_factory=lambda: {each.id: each for each in STAFF.values()})

    async def actor(self, officer_id: str) -> Actor | None:
        return self.actors.get(officer_id)

    async def officer(self, officer_id: str) -> Officer | None:
        actor = self.actors.get(officer_id)
        if actor is None:
            return None
        about = {"id": actor.id, "name": f"職員 {actor.id}", "section": "市民生活課", "subject": actor.id}
        return Officer.model_validate({**about, "roles": actor.roles})

    async def identified(self, issuer: str, subject: str) -> Officer | None:
        return await self.officer(subject) if issuer == ISSUER else None

    async def officers(self) -> Officers:
        found = [await self.officer(each) for each in self.actors]
        return Officers(officer=tuple(each for each in found if each is not None))


@dataclass
class FakeAbsences:
    """Absences by id."""

    noted: dict[str, Absence] = field(default_factory=dict)
    by: list[tuple[str, str]] = field(default_factory=list)

    async def standing(self, municipality: str, today: date) -> Sequence[Absence]:
        found = [each for each in self.noted.values() if each.last >= today]
        return sorted(found, key=lambda each: (each.first, each.officer))

    async def note(self, municipality: str, absence: Absence, by: str) -> None:
        if self.noted.setdefault(absence.absence_id, absence) != absence:
            raise DomainError(ErrorCode.IDEMPOTENCY_CONFLICT)
        self.by.append(("note", by))

    async def drop(self, municipality: str, absence_id: str, by: str) -> None:
        if self.noted.pop(absence_id, None) is not None:
            self.by.append(("drop", by))


@dataclass
class FakeSessions:
    """Sessions by key."""

    clock: Callable[[], datetime]
    rows: dict[str, StaffSession] = field(default_factory=dict)

    async def begin(self, key: str, signed_in: SignedIn, officer: str) -> StaffSession:
        now = self.clock()
        self.rows[key] = StaffSession(
            officer=officer, signed_in=signed_in, idle_until=now + IDLE, ends_at=now + LONGEST
        )
        return self.rows[key]

    async def find(self, key: str) -> StaffSession | None:
        now, found = self.clock(), self.rows.get(key)
        if found is None or now >= min(found.idle_until, found.ends_at):
            return None
        self.rows[key] = found.model_copy(update={"idle_until": now + IDLE})
        return found

    async def end(self, key: str) -> None:
        self.rows.pop(key, None)

    async def end_of(self, issuer: str, *, subject: str | None = None, provider_session: str | None = None) -> int:
        over = [
            key
            for key, each in self.rows.items()
            if each.signed_in.issuer == issuer
            and subject in (None, each.signed_in.subject)
            and provider_session in (None, each.signed_in.provider_session)
        ]
        for key in over:
            del self.rows[key]
        return len(over)


@dataclass
class FakeQueries:
    """Queries over the city's rows; `fact` says what stands at a path of a case's state, as Postgres writes it."""

    rows: Callable[[], Awaitable[Sequence[CaseRow]]]
    fact: Callable[[str, str], str | None]

    async def page(self, query: CaseQuery, limit: int, after: str | None = None) -> CasePage:
        found = await self._found(query)
        begin = next((place + 1 for place, row in enumerate(found) if row.case_id == after), 0)
        shown = found[begin : begin + limit]
        return CasePage(tuple(shown), shown[-1].case_id if len(found) > begin + limit else None)

    async def counts(self, queries: Sequence[CaseQuery], most: int) -> Sequence[int]:
        return [min(len(await self._found(query)), most) for query in queries]

    async def recent(self, officer: str, limit: int) -> Sequence[CaseRow]:
        rows = [row for row in await self.rows() if row.assignee == officer and not row.secluded]
        return sorted(rows, key=lambda row: row.updated_at, reverse=True)[:limit]

    async def neighbours(self, query: CaseQuery, case_id: str) -> Neighbours:
        left = [row for row in await self.rows() if row.case_id == case_id]
        there = [row for row in await self._found(query) if row.case_id != case_id]
        order = [row.case_id for row in self._in_order([*there, *left])]
        if not left:
            return Neighbours(None, None)
        place = order.index(case_id)
        return Neighbours(order[place - 1] if place else None, order[place + 1] if place + 1 < len(order) else None)

    async def _found(self, query: CaseQuery) -> list[CaseRow]:
        def is_meant(row: CaseRow) -> bool:
            return (
                row.procedure == query.procedure
                and row.status in query.statuses
                and all(str(row.subject.get(name)) == value for name, value in query.about)
                and (not query.assignees or (row.assignee or NOBODY) in query.assignees)
                and (not query.numbers or row.case_number in query.numbers)
                and (query.due_by is None or (row.act_by is not None and row.act_by <= query.due_by))
                and query.secluded in (None, row.secluded)
                and all(self.fact(row.case_id, path) == value for path, value in query.facts)
            )

        return self._in_order([row for row in await self.rows() if is_meant(row)])

    @staticmethod
    def _in_order(found: list[CaseRow]) -> list[CaseRow]:
        latest = max((row.received_at for row in found), default=None)
        return sorted(found, key=lambda row: (row.act_by is None, row.act_by or latest, row.received_at, row.case_id))
