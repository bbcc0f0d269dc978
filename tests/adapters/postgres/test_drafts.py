"""Drafts, codes by mail and opened cases in Postgres: the contract, and what the tables hold."""

import asyncio
import statistics
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from contracts.drafts import (
    CASE,
    FOREIGN,
    HOME,
    MAIL,
    MINE,
    OTHER_MAIL,
    PHONE,
    RECEIPT,
    START,
    UNKNOWN,
    DraftsContract,
    Told,
    outcome,
    wrong,
)

from adapters.keys import KeyRing, Keys
from adapters.postgres.cipher import VaultCipher
from adapters.postgres.code_mails import PostgresCodeMails
from adapters.postgres.commitments import Commitments
from adapters.postgres.drafts import PostgresDrafts
from adapters.postgres.key_check import take_keys
from adapters.postgres.lost_keys import GivenUp, give_up
from adapters.postgres.mail_codes import PostgresMailCodes
from adapters.postgres.opened_cases import PostgresOpenedCases
from adapters.postgres.session import Pool
from adapters.postgres.vault import PostgresVault
from domain.cases.citizen import Proof, Proven
from domain.cases.drafting import CODE_VALID, KEPT, MOST_BY_ADDRESS
from domain.errors import DomainError, ErrorCode
from domain.municipality.texts import Language

pytestmark = pytest.mark.database


@dataclass
class PostgresOffice:
    """The adapters on one database, with a clock that the test moves."""

    pool: Pool
    keys: Keys
    now: datetime = START

    def __post_init__(self) -> None:
        self._made_with(self.keys)

    def _made_with(self, keys: Keys) -> None:
        cipher, commitments = VaultCipher(keys.vault), Commitments(keys.hash)

        def clock() -> datetime:
            return self.now

        self.drafts = PostgresDrafts(self.pool, cipher, commitments, clock=clock)
        self.codes = PostgresMailCodes(self.pool, cipher, commitments, clock=clock)
        self.mails = PostgresCodeMails(self.pool, cipher, commitments, clock=clock)
        self.opened = PostgresOpenedCases(self.pool, clock=clock)

    async def told(self, mail: str) -> Told:
        """Hand over the mails that wait and return what the one to this address tells."""
        waiting = await self.mails.claim(10, timedelta(minutes=1))
        for each in waiting:
            await self.mails.done(each)
        (found,) = (each for each in waiting if each.mail == mail)
        return Told(found.code, found.link)


@pytest.fixture
def office(pool: Pool, keys: Keys) -> PostgresOffice:
    """An office with an empty database."""
    return PostgresOffice(pool, keys)


class TestPostgresDrafts(DraftsContract):
    """The contract."""


async def _tables(pool: Pool) -> dict[str, str]:
    """Return what every table of the database holds, as text, bytes too."""
    names = await pool.fetch(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname !~ '^(pg_|info)'"
    )
    assert "drafts.drafts" in {name for (name,) in names}
    return {name: str([dict(row) for row in await pool.fetch(f"TABLE {name}")]) for (name,) in names}


async def _counts(pool: Pool) -> dict[str, int]:
    tables = ("vault.data_keys", *(f"drafts.{name}" for name in _OURS))
    return {name: await pool.fetchval(f"SELECT count(*) FROM {name}") for name in tables}  # noqa: S608 - our own names


_OURS = ("drafts", "browsers", "codes", "mails", "sendings", "opened_cases")


async def test_no_table_shows_what_somebody_wrote_their_address_a_code_a_link_or_a_number(office: PostgresOffice):
    """Nor where they called from: whoever reads the database learns that somebody is filling in a form."""
    draft = await office.drafts.begin(MINE, "certificates", "seal", b"canary-content")
    for attempt in range(2):
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        shown = str(await _tables(office.pool))
        told = await office.told(MAIL)
        if not attempt:
            secrets_ = ("canary", MAIL, "hanako", HOME, told.link, told.link[17:], f"'{told.code}'", RECEIPT)
            assert [each for each in secrets_ if each in shown] == []
    await office.codes.confirm(draft, MAIL, told.code)
    await office.drafts.sent(draft, CASE, RECEIPT)
    shown = str(await _tables(office.pool))
    assert [each for each in ("canary", MAIL, told.link[17:], RECEIPT, RECEIPT.replace("-", "")) if each in shown] == []


async def test_when_a_draft_is_over_everything_of_it_is_erased(office: PostgresOffice):
    """Its data key too; what another is still filling in stays."""
    draft = await office.drafts.begin(MINE, "certificates", "seal", b"1")
    await office.codes.send(draft, MAIL, HOME, Language.JA)
    await office.opened.open(MINE, Proven(case_id=CASE, proof=Proof.CODE))
    office.now += timedelta(hours=1)
    await office.drafts.begin(PHONE, "certificates", "seal", b"2")
    assert [await each.erase_expired() for each in (office.drafts, office.codes, office.opened)] == [0, 3, 1]
    office.now = START + KEPT
    assert await office.drafts.erase_expired() == 1
    assert await _counts(office.pool) == {
        "vault.data_keys": 1,
        "drafts.drafts": 1,
        "drafts.browsers": 1,
        "drafts.codes": 0,
        "drafts.mails": 0,
        "drafts.sendings": 0,
        "drafts.opened_cases": 0,
    }


async def test_a_dropped_draft_leaves_nothing(office: PostgresOffice):
    draft = await office.drafts.begin(MINE, "certificates", "seal", b"1")
    await office.codes.send(draft, MAIL, HOME, Language.JA)
    await office.drafts.drop(MINE, draft.draft_id)
    assert {name for name, count in (await _counts(office.pool)).items() if count} == {"drafts.sendings"}


async def test_of_parallel_erasers_each_erases_something_else(office: PostgresOffice):
    for number in range(20):
        await office.drafts.begin(f"{number:064x}", "certificates", "seal", b"")
    office.now += KEPT
    assert sum(await asyncio.gather(*(office.drafts.erase_expired() for _ in range(4)))) == 20


async def test_drafts_are_rewrapped_with_the_vault(office: PostgresOffice, pool: Pool, keys: Keys):
    """After a rotation the retired key can go: drafts that are open are found, changed and sent."""
    draft = await office.drafts.begin(MINE, "certificates", "seal", b"1")
    await office.codes.send(draft, MAIL, HOME, Language.JA)
    both = KeyRing(primary="k2", keys={**keys.vault.keys, "k2": b"2" * 32})
    vault = PostgresVault(pool, VaultCipher(both), Commitments(keys.hash))
    assert (await vault.retired(), await vault.rewrap(10), await vault.retired()) == (1, 1, 0)
    only_new = keys.model_copy(update={"vault": KeyRing(primary="k2", keys={"k2": b"2" * 32})})
    after = PostgresOffice(pool, only_new)
    await after.codes.confirm(draft, MAIL, (await after.told(MAIL)).code)
    kept = await after.drafts.keep(draft, b"2")
    assert (await after.drafts.sent(kept, CASE, RECEIPT)).receipt_number == RECEIPT


async def test_with_a_lost_key_its_drafts_go_and_a_browser_begins_anew(office: PostgresOffice, pool: Pool, keys: Keys):
    draft = await office.drafts.begin(MINE, "certificates", "seal", b"1")
    await take_keys(pool, keys)
    fresh = keys.model_copy(update={"vault": KeyRing(primary="k2", keys={"k2": b"2" * 32})})
    assert await give_up(pool, fresh, "vault", "k1", only_look=True) == GivenUp(cases=0)
    assert await give_up(pool, fresh, "vault", "k1", only_look=False) == GivenUp(done=True, cases=0)
    await take_keys(pool, fresh)
    after = PostgresOffice(pool, fresh)
    assert await after.drafts.find(MINE, draft.draft_id) is None
    assert (await after.drafts.begin(MINE, "certificates", "seal", b"2")).content == b"2"


async def test_a_mail_our_keys_do_not_open_is_in_nobodys_way(office: PostgresOffice, pool: Pool, keys: Keys):
    first = await office.drafts.begin(MINE, "certificates", "seal", b"")
    await office.codes.send(first, MAIL, HOME, Language.JA)
    await pool.execute("UPDATE drafts.mails SET sealed = 'altered'")
    second = await office.drafts.begin(PHONE, "certificates", "seal", b"")
    await office.codes.send(second, OTHER_MAIL, HOME, Language.JA)
    assert [each.mail for each in await office.mails.claim(10, timedelta(minutes=1))] == [OTHER_MAIL]


async def test_a_draft_moved_to_another_or_altered_does_not_open(office: PostgresOffice, pool: Pool):
    mine = await office.drafts.begin(MINE, "certificates", "seal", b"mine")
    await office.drafts.begin(FOREIGN, "certificates", "seal", b"foreign")
    await pool.execute(
        "UPDATE drafts.drafts SET (nonce, sealed) = (SELECT nonce, sealed FROM drafts.drafts WHERE draft_id = $1)",
        mine.draft_id,
    )
    with pytest.raises(DomainError) as refused:
        await office.drafts.open_ones(FOREIGN)
    assert refused.value.code is ErrorCode.PAYLOAD_FOREIGN
    await pool.execute("UPDATE drafts.drafts SET version = 2")
    with pytest.raises(DomainError) as refused:
        await office.drafts.find(MINE, mine.draft_id)
    assert refused.value.code is ErrorCode.PAYLOAD_FOREIGN


# mails
async def test_a_mail_is_claimed_by_one_sender_and_again_when_its_lease_has_run_out(office: PostgresOffice):
    draft = await office.drafts.begin(MINE, "certificates", "seal", b"")
    await office.codes.send(draft, MAIL, HOME, Language.EN)
    claimed = await asyncio.gather(*(office.mails.claim(3, timedelta(minutes=1)) for _ in range(4)))
    (mail,) = (mail for each in claimed for mail in each)
    assert (mail.mail, mail.language, mail.attempt) == (MAIL, "en", 1)
    office.now += timedelta(minutes=1)
    (again,) = await office.mails.claim(3, timedelta(minutes=1))
    assert (again.key, again.code, again.attempt) == (mail.key, mail.code, 2)


async def test_a_mail_that_failed_is_tried_later_and_later_until_its_code_is_over(office: PostgresOffice):
    draft = await office.drafts.begin(MINE, "certificates", "seal", b"")
    await office.codes.send(draft, MAIL, HOME, Language.JA)
    waits = []
    while office.now < START + CODE_VALID:
        for mail in await office.mails.claim(3, timedelta(minutes=1)):
            waits.append((office.now - START).total_seconds())
            await office.mails.later(mail)
        office.now += timedelta(seconds=1)
    assert waits[:7] == [0, 2, 6, 14, 30, 62, 122]
    assert waits[-1] > 500
    assert await office.mails.claim(3, timedelta(minutes=1)) == ()
    assert await office.codes.erase_expired() == 1


async def test_a_new_code_is_not_lost_with_the_mail_before_it(office: PostgresOffice):
    """The old mail is handed over while another code is asked for: the new one still goes out."""
    draft = await office.drafts.begin(MINE, "certificates", "seal", b"")
    await office.codes.send(draft, MAIL, HOME, Language.JA)
    (first,) = await office.mails.claim(3, timedelta(minutes=1))
    await office.codes.send(draft, MAIL, HOME, Language.JA)
    await office.mails.done(first)
    await office.mails.later(first)
    (second,) = await office.mails.claim(3, timedelta(minutes=1))
    assert (second.occasion, second.key != first.key) == (2, True)


async def test_a_web_process_that_starts_anew_finds_everything(office: PostgresOffice, pool: Pool, keys: Keys):
    """Nothing is kept in a process: drafts, codes and tries, links, limits, opened cases."""
    draft = await office.drafts.begin(MINE, "certificates", "seal", b"1")
    for _ in range(MOST_BY_ADDRESS):
        await office.codes.send(draft, MAIL, HOME, Language.JA)
    await office.opened.open(MINE, Proven(case_id=CASE, proof=Proof.CODE))
    after = PostgresOffice(pool, keys)
    told = await after.told(MAIL)
    assert await outcome(office.codes.confirm(draft, MAIL, wrong(told.code))) == ErrorCode.MAIL_CODE_REFUSED
    assert await outcome(after.codes.confirm(draft, MAIL, told.code)) == "done"
    assert await outcome(after.codes.send(draft, MAIL, HOME, Language.JA)) == ErrorCode.TOO_MANY_CODES
    assert await after.drafts.find(MINE, draft.draft_id) == draft
    assert await after.drafts.continue_by(PHONE, told.link) == draft
    assert await after.opened.opened(MINE, CASE) is not None


async def test_a_foreign_draft_takes_no_longer_than_an_unknown_one(office: PostgresOffice):
    """Asked in turn, so that what else this machine does meets both alike; medians in seconds."""
    draft = await office.drafts.begin(MINE, "certificates", "seal", b"x" * 4000)
    await office.codes.send(draft, MAIL, HOME, Language.JA)
    told = await office.told(MAIL)
    await office.codes.confirm(draft, MAIL, told.code)
    known, unknown = f"{draft.draft_id}-{'0' * 32}", f"{UNKNOWN}-{'0' * 32}"
    asked = {
        "foreign": lambda: office.drafts.find(FOREIGN, draft.draft_id),
        "unknown": lambda: office.drafts.find(FOREIGN, UNKNOWN),
        "wrong link": lambda: office.drafts.continue_by(FOREIGN, known),
        "no link": lambda: office.drafts.continue_by(FOREIGN, unknown),
    }
    times: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(200):
        for name, ask in asked.items():
            started = time.perf_counter()
            assert await ask() is None
            times[name].append(time.perf_counter() - started)
    median = {name: statistics.median(each) for name, each in times.items()}
    assert abs(median["foreign"] - median["unknown"]) < 0.002
    assert abs(median["wrong link"] - median["no link"]) < 0.002
