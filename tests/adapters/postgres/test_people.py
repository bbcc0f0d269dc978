"""Officers in the ledger: the file's until they change, then the changes', with the next call of anybody."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fakes.vault import FakeVault

from adapters.keys import Keys
from adapters.policy.files import PolicyFiles
from adapters.postgres.cipher import VaultCipher
from adapters.postgres.entries import encode_change
from adapters.postgres.people import DETAILS, PostgresPeople
from adapters.postgres.people_changes import PostgresPeopleChanges
from adapters.postgres.session import Pool
from domain.actors import Role
from domain.office.people import ChangeConfirmed, ChangeGround, ChangeProposed, Details, NewRow
from domain.office.people_rules import Proposal, RowRefused

pytestmark = pytest.mark.database
NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # noon in Japan
TODAY = date(2026, 11, 24)
CITY = "999001"
BOOK = PolicyFiles(Path(__file__).parents[3] / "municipalities")
ISSUER = "https://sign-in.example"


@pytest.fixture
def people(pool: Pool, keys: Keys) -> PostgresPeople:
    """The city's officers."""
    return PostgresPeople(pool, VaultCipher(keys.vault), FakeVault(), BOOK, CITY, lambda: NOON)


async def append(pool: Pool, place: int, change: Any) -> None:
    await pool.execute(
        "SELECT ledger.append($1, $2, $3)", f"people/{CITY}", place, [encode_change(CITY, place, change)]
    )


async def keep(pool: Pool, keys: Keys, change_id: str, details: Details) -> None:
    cipher = VaultCipher(keys.vault)
    data_key, wrapping = cipher.new_data_key(change_id)
    nonce, sealed = cipher.seal(data_key, change_id, DETAILS, details.model_dump_json().encode())
    await pool.execute("INSERT INTO vault.data_keys VALUES ($1, $2, $3)", change_id, wrapping.key_id, wrapping.wrapped)
    await pool.execute("INSERT INTO office.officer_details VALUES ($1, $2, $3)", change_id, nonce, sealed)


def proposed(change_id: str, officer: str, *roles: Role, **more: Any) -> ChangeProposed:
    row = NewRow(officer=officer, section="市民生活課", roles=roles, **{"effective_from": TODAY, **more})
    return ChangeProposed(change_id=change_id, by="admin-kobayashi", at=NOON, ground=ChangeGround.TRANSFER, row=row)


def confirmed(change_id: str, by: str = "admin-kato", at: datetime = NOON) -> ChangeConfirmed:
    return ChangeConfirmed(change_id=change_id, by=by, at=at)


async def test_without_a_change_officers_are_those_of_the_file(people: PostgresPeople) -> None:
    """Every officer, in their roles; one who lives here is known by the same hash as an applicant."""
    for officer in BOOK.policy(CITY).officers.officer:
        actor = await people.actor(officer.id)
        assert actor is not None
        person = None if officer.resident is None else FakeVault().pseudonym("resident", officer.resident)
        assert (actor.id, actor.roles, actor.person) == (officer.id, officer.roles, person)
        assert await people.identified(ISSUER, officer.subject or officer.id) == officer


@pytest.mark.parametrize("name", ["officer-nobody", "", "OFFICER-SATO"])
async def test_who_is_in_no_row_is_nobody(people: PostgresPeople, name: str) -> None:
    """Neither an actor nor somebody who signs in."""
    assert await people.actor(name) is await people.officer(name) is await people.identified(ISSUER, name) is None


async def test_a_confirmed_change_holds_with_the_next_call(pool: Pool, keys: Keys, people: PostgresPeople) -> None:
    """A proposal alone changes nothing; once another admin has confirmed it, roles given and taken hold at once."""
    await keep(pool, keys, "change-0001", Details(name="佐藤 一郎", resident="r-1009"))
    await append(pool, 1, proposed("change-0001", "officer-sato", Role.APPROVER, subject="sato@city"))
    before = await people.actor("officer-sato")
    assert before is not None
    assert before.roles == (Role.EXAMINER,)

    await append(pool, 2, confirmed("change-0001"))

    after = await people.actor("officer-sato")
    assert after is not None
    assert (after.roles, after.person) == ((Role.APPROVER,), FakeVault().pseudonym("resident", "r-1009"))
    named = await people.identified(ISSUER, "sato@city")
    assert named is not None
    assert (named.id, named.name) == ("officer-sato", "佐藤 一郎")
    assert await people.identified(ISSUER, "officer-sato") is None


async def test_nobody_confirms_their_own_change(pool: Pool, people: PostgresPeople) -> None:
    """Whoever wrote it into the ledger."""
    await append(pool, 1, proposed("change-0001", "officer-kimura", Role.APPROVER))
    await append(pool, 2, confirmed("change-0001", by="admin-kobayashi"))
    actor = await people.actor("officer-kimura")
    assert actor is not None
    assert actor.roles == ()


async def test_a_change_to_come_holds_from_its_day(pool: Pool, keys: Keys) -> None:
    """Until then the row before does; one confirmed late holds from the day of the confirmation."""
    clock = [NOON]
    people = PostgresPeople(pool, VaultCipher(keys.vault), FakeVault(), BOOK, CITY, lambda: clock[0])
    await keep(pool, keys, "change-0001", Details(name="佐藤 一郎"))
    tomorrow = TODAY + timedelta(days=1)
    await append(pool, 1, proposed("change-0001", "officer-sato", Role.DISPATCHER, effective_from=tomorrow))
    await append(pool, 2, confirmed("change-0001"))
    roles = []
    for _ in range(2):
        officer = await people.officer("officer-sato")
        roles.append(officer and officer.roles)
        clock[0] += timedelta(days=1)
    assert roles == [(Role.EXAMINER,), (Role.DISPATCHER,)]


async def test_without_what_is_personal_a_change_gives_no_role(pool: Pool, people: PostgresPeople) -> None:
    """Who cannot be told from an applicant decides nothing."""
    await append(pool, 1, proposed("change-0001", "officer-kimura", Role.APPROVER))
    await append(pool, 2, confirmed("change-0001"))
    actor = await people.actor("officer-kimura")
    assert actor is not None
    assert actor.roles == ()


async def test_two_admins_change_an_officer(pool: Pool, keys: Keys, people: PostgresPeople) -> None:
    """Another process sees it with its next call; names and who lives here are in no entry."""
    changes = PostgresPeopleChanges(pool, VaultCipher(keys.vault), people, CITY, lambda: NOON)
    other = PostgresPeople(pool, VaultCipher(keys.vault), FakeVault(), BOOK, CITY, lambda: NOON)
    row = NewRow(officer="officer-sato", section="市民生活課", roles=(), effective_from=TODAY)
    proposal = Proposal("change-0001", ChangeGround.PROTECTION, row, Details(name="佐藤 一郎", resident="r-1009"))
    await changes.propose("admin-kobayashi", proposal)
    await changes.propose("admin-kobayashi", proposal)
    assert (await changes.known()).details["change-0001"].name == "佐藤 一郎"

    await changes.confirm("admin-kato", "change-0001", 1)

    actor = await other.actor("officer-sato")
    assert actor is not None
    assert actor.roles == ()
    entries = [row["entry"].decode() for row in await pool.fetch("SELECT entry FROM ledger.entries")]
    assert len(entries) == 2
    assert not any("佐藤" in each or "r-1009" in each for each in entries)


async def test_what_is_refused_leaves_nothing(pool: Pool, keys: Keys, people: PostgresPeople) -> None:
    """No entry, no name; and the next proposal is the first."""
    changes = PostgresPeopleChanges(pool, VaultCipher(keys.vault), people, CITY, lambda: NOON)
    row = NewRow(officer="officer-sato", section="市民生活課", roles=(Role.ADMIN, Role.APPROVER), effective_from=TODAY)
    proposal = Proposal("change-0001", ChangeGround.TRANSFER, row, Details(name="佐藤 一郎"))
    with pytest.raises(RowRefused):
        await changes.propose("admin-kobayashi", proposal)
    assert await pool.fetchval("SELECT count(*) FROM vault.data_keys") == 0
    assert (await changes.known()).changes.place == 0


async def test_of_many_confirmations_at_once_one_counts(pool: Pool, keys: Keys, people: PostgresPeople) -> None:
    """Whoever presses twice, or two admins at one moment."""
    changes = PostgresPeopleChanges(pool, VaultCipher(keys.vault), people, CITY, lambda: NOON)
    row = NewRow(officer="officer-sato", section="市民生活課", roles=(), effective_from=TODAY)
    await changes.propose(
        "admin-kobayashi", Proposal("change-0001", ChangeGround.TRANSFER, row, Details(name="佐藤 一郎"))
    )
    confirming = [changes.confirm("admin-kato", "change-0001", 1) for _ in range(6)]
    results = await asyncio.gather(*confirming, return_exceptions=True)
    assert sum(each is None for each in results) == 1
    assert await pool.fetchval("SELECT count(*) FROM ledger.entries") == 2
