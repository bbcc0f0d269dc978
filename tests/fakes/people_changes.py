"""Changes of officers in memory: the rules are the domain's, and who is changed is changed for `FakePeople` too."""

# ruff: noqa: D102 - the methods are those of the port, described there

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from fakes.office_sessions import FakePeople

from domain.actors import Actor
from domain.municipality.calendar import local_date
from domain.municipality.officers import Officers
from domain.office import people_rules as rules
from domain.office.people import Changes, Details, KnownPeople, PeopleEvent, officers_at
from domain.office.people_rules import Proposal


@dataclass
class FakePeopleChanges:
    """Changes before `people`, whose officers of the first call are those of the file."""

    people: FakePeople
    clock: Callable[[], datetime]
    changes: Changes = field(default_factory=Changes)
    details: dict[str, Details] = field(default_factory=dict)
    seed: Officers | None = None

    async def known(self) -> KnownPeople:
        self.seed = self.seed or await self.people.officers()
        return KnownPeople(officers_at(self.seed, self.changes.confirmed, self.details), self.changes, self.details)

    async def propose(self, by: str, proposal: Proposal) -> None:
        event = rules.propose(await self.known(), by, proposal, self.clock())
        if event is not None:
            self.details[proposal.change_id] = proposal.details
            await self._take(event)

    async def confirm(self, by: str, change_id: str, seen: int) -> None:
        await self._take(rules.confirm(await self.known(), by, change_id, seen, self.clock()))

    async def drop(self, by: str, change_id: str) -> None:
        await self._take(rules.drop(await self.known(), by, change_id, self.clock()))

    async def _take(self, event: PeopleEvent) -> None:
        self.changes = self.changes.after(event)
        today = local_date(self.clock())
        for row in (await self.known()).officers.officer:
            if row.serves(today):
                self.people.actors[row.id] = Actor(id=row.id, roles=row.roles)
