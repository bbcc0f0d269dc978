"""Officers as they are now (domain.office.ports.People): the municipality's file, and the changes in the ledger since.

The ledger is asked at each call for what has been added: one look into an index, and a role withdrawn by whatever process is
gone with the next call of any other. What is personal of a changed row is opened once and kept in memory.
"""

from collections.abc import Mapping, Sequence

from adapters.postgres.cipher import VaultCipher, WrappedKey
from adapters.postgres.entries import PEOPLE_STREAM, decode_change
from adapters.postgres.session import Connection, Pool, connection
from domain.actors import Actor
from domain.cases.ports import Vault
from domain.cases.vault import VaultItem
from domain.municipality.book import PolicyBook
from domain.municipality.calendar import local_date
from domain.municipality.officers import Officer, Officers
from domain.office.people import Confirmed, Details, KnownPeople, officers_at
from domain.ports import Clock

DETAILS = VaultItem(kind="officer_details")
_ADDED = "SELECT entry FROM ledger.entries WHERE case_id = $1 AND place > $2 ORDER BY place"
_DETAILS = """
    SELECT change_id, key_id, wrapped, nonce, sealed
    FROM office.officer_details JOIN vault.data_keys ON case_id = change_id WHERE change_id = ANY($1::text[])
"""


class PostgresPeople:
    """Officers of one municipality. A method may raise PortUnavailable or PortRejected("postgres").

    `clock` gives aware UTC: it says which day's rows hold.
    """

    def __init__(
        self, pool: Pool, cipher: VaultCipher, vault: Vault, book: PolicyBook, city: str, clock: Clock
    ) -> None:
        self._pool = pool
        self._cipher = cipher
        self._vault = vault
        self._clock = clock
        self._seed = book.policy(city).officers
        self._stream = PEOPLE_STREAM + city
        self._known = KnownPeople(self._seed)

    async def actor(self, officer_id: str) -> Actor | None:
        """Return an officer in the roles of this moment; None when nobody has that id today."""
        officer = await self.officer(officer_id)
        if officer is None:
            return None
        person = None if officer.resident is None else self._vault.pseudonym("resident", officer.resident)
        return Actor(id=officer.id, roles=officer.roles, person=person)

    async def officer(self, officer_id: str) -> Officer | None:
        """Return an officer's row of today."""
        return (await self.known()).officers.find(officer_id, local_date(self._clock()))

    async def identified(self, issuer: str, subject: str) -> Officer | None:
        """Return who a provider means by a subject; None: nobody here."""
        return (await self.known()).officers.called(issuer, subject, local_date(self._clock()))

    async def officers(self) -> Officers:
        """Return all rows, those that are over and those to come too."""
        return (await self.known()).officers

    async def known(self) -> KnownPeople:
        """Return officers and changes as the ledger has them now."""
        async with connection(self._pool) as session:
            self._known = await self.known_by(session)
        return self._known

    async def known_by(self, session: Connection) -> KnownPeople:
        """Return officers and changes as a session sees them, which may see what is never committed."""
        known = self._known
        added = await session.fetch(_ADDED, self._stream, known.changes.place)
        if not added:
            return known
        changes = known.changes
        for row in added:
            changes = changes.after(decode_change(row["entry"]).change)
        unread = [change_id for change_id in changes.proposed if change_id not in known.details]
        details = {**known.details, **await self._read(session, unread)}
        confirmed = [_closed_without(details, each) for each in changes.confirmed]
        return KnownPeople(officers_at(self._seed, confirmed, details), changes, details)

    async def _read(self, session: Connection, change_ids: Sequence[str]) -> dict[str, Details]:
        """Return what is personal of changes. Raises DomainError PAYLOAD_FOREIGN, KEY_UNKNOWN."""
        found = {}
        for change_id, key_id, wrapped, nonce, sealed in await session.fetch(_DETAILS, change_ids):
            data_key = self._cipher.unwrap(change_id, WrappedKey(key_id, wrapped))
            content = self._cipher.open(data_key, change_id, DETAILS, nonce, sealed)
            found[change_id] = Details.model_validate_json(content)
        return found


def _closed_without(details: Mapping[str, Details], each: Confirmed) -> Confirmed:
    """Return a change that gives nothing while it is not known who the officer is: they might decide on their own request."""
    proposed = each.proposed
    if proposed.change_id in details:
        return each
    row = proposed.row.model_copy(update={"roles": ()})
    return Confirmed(proposed.model_copy(update={"row": row}), each.at)
