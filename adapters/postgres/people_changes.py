"""Changes of officers (domain.office.ports.PeopleChanges): each step an entry of the ledger, one after the other."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from adapters.postgres.cipher import VaultCipher
from adapters.postgres.entries import PEOPLE_STREAM, encode_change
from adapters.postgres.people import DETAILS, PostgresPeople
from adapters.postgres.session import Connection, Pool, transaction
from domain.office import people_rules as rules
from domain.office.people import Details, KnownPeople, PeopleEvent
from domain.office.people_rules import Proposal
from domain.ports import Clock

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended($1, 16))"
_APPEND = "SELECT ledger.append($1, $2, $3)"
_NEW_KEY = "INSERT INTO vault.data_keys (case_id, key_id, wrapped) VALUES ($1, $2, $3)"
_KEEP = "INSERT INTO office.officer_details (change_id, nonce, sealed) VALUES ($1, $2, $3)"


@dataclass(frozen=True)
class _Step:
    """One transaction: what is known in it, and when it is."""

    session: Connection
    known: KnownPeople
    now: datetime


class PostgresPeopleChanges:
    """Changes of the officers of one municipality. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool, cipher: VaultCipher, people: PostgresPeople, city: str, clock: Clock) -> None:
        self._pool = pool
        self._cipher = cipher
        self._people = people
        self._city = city
        self._clock = clock

    async def known(self) -> KnownPeople:
        """Return officers and changes as they are now."""
        return await self._people.known()

    async def propose(self, by: str, proposal: Proposal) -> None:
        """Propose a row; the same id twice is one proposal."""
        async with self._step() as step:
            event = rules.propose(step.known, by, proposal, step.now)
            if event is not None:
                await self._keep(step.session, proposal.change_id, proposal.details)
                await self._append(step, event)

    async def confirm(self, by: str, change_id: str, seen: int) -> None:
        """Let a change hold that another admin has proposed."""
        await self._take(lambda step: rules.confirm(step.known, by, change_id, seen, step.now))

    async def drop(self, by: str, change_id: str) -> None:
        """Take a change back, or decline another admin's."""
        await self._take(lambda step: rules.drop(step.known, by, change_id, step.now))

    async def _take(self, decide: Callable[[_Step], PeopleEvent]) -> None:
        async with self._step() as step:
            await self._append(step, decide(step))

    @asynccontextmanager
    async def _step(self) -> AsyncIterator[_Step]:
        async with transaction(self._pool) as session:
            await session.execute(_ONE_AT_A_TIME, PEOPLE_STREAM + self._city)
            yield _Step(session, await self._people.known_by(session), self._clock())

    async def _append(self, step: _Step, event: PeopleEvent) -> None:
        place = step.known.changes.place + 1
        await step.session.execute(
            _APPEND, PEOPLE_STREAM + self._city, place, [encode_change(self._city, place, event)]
        )

    async def _keep(self, session: Connection, change_id: str, details: Details) -> None:
        data_key, wrapping = self._cipher.new_data_key(change_id)
        nonce, sealed = self._cipher.seal(data_key, change_id, DETAILS, details.model_dump_json().encode())
        await session.execute(_NEW_KEY, change_id, wrapping.key_id, wrapping.wrapped)
        await session.execute(_KEEP, change_id, nonce, sealed)
