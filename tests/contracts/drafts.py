"""What every keeper of drafts, codes by mail and opened cases does (domain.cases.ports: Drafts, MailCodes, OpenedCases).

A test class inherits it and gives `office`.
"""

# ruff: noqa: D102 - the names say it

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Protocol

import pytest

from domain.cases.citizen import Proof, Proven
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
from domain.cases.ports import Drafts, MailCodes, OpenedCases
from domain.errors import DomainError, ErrorCode
from domain.municipality.texts import Language

START = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
MINE, PHONE, FOREIGN = "a" * 64, "b" * 64, "c" * 64
MAIL, OTHER_MAIL = "hanako@example.org", "hanaka@example.org"
HOME = "192.0.2.1"
CASE, ANOTHER_CASE = (f"cert-0199a1b2-0000-7000-8000-00000000000{number}" for number in (1, 2))
RECEIPT = "K7QD-0R3M-XW5B-92TC"
UNKNOWN = "0" * 16


class Told(NamedTuple):
    """What the last mail of a draft tells."""

    code: str
    link: str


class Office(Protocol):
    """An office whose clock the test moves."""

    now: datetime
    drafts: Drafts
    codes: MailCodes
    opened: OpenedCases

    async def told(self, mail: str) -> Told:
        """Return what the latest mail to an address tells."""


async def outcome(attempt: Awaitable[object]) -> str:
    """Return "done", or the code of the refusal."""
    try:
        await attempt
    except DomainError as error:
        return error.code.value
    return "done"


def wrong(code: str) -> str:
    """Return another code than this."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


class DraftsContract:
    """Behaviour shared by all."""

    @pytest.fixture
    async def draft(self, office: Office) -> Draft:
        """Begin a draft."""
        return await office.drafts.begin(MINE, "certificates", "resident_record", b"one")

    async def test_a_draft_is_found_by_the_browser_it_was_begun_in(self, office: Office, draft: Draft):
        assert await office.drafts.find(MINE, draft.draft_id) == draft
        assert (draft.content, draft.version, draft.sent) == (b"one", 1, False)
        assert draft.expires_at == START + KEPT

    async def test_a_foreign_draft_an_unknown_one_and_what_is_no_id_are_answered_alike(
        self, office: Office, draft: Draft
    ):
        for draft_id in (draft.draft_id, UNKNOWN, "", "\x00", "\ud800", "x" * 5000, "../x"):
            assert await office.drafts.find(FOREIGN, draft_id) is None
            assert await office.drafts.extend(FOREIGN, draft_id) is None
            await office.drafts.drop(FOREIGN, draft_id)
        assert await office.drafts.find(MINE, draft.draft_id) == draft
        assert await office.drafts.open_ones(FOREIGN) == await office.drafts.open_ones(PHONE)

    async def test_a_browser_has_one_open_draft_for_one_thing(self, office: Office, draft: Draft):
        """Begun again, by a double press too, it is the one that stands; another thing, or another browser, has its own."""
        again = await asyncio.gather(
            *(office.drafts.begin(MINE, "certificates", "resident_record", b"two") for _ in range(8))
        )
        assert {each.draft_id for each in again} == {draft.draft_id}
        assert again[0].content == b"one"
        seal = await office.drafts.begin(MINE, "certificates", "seal", b"three")
        other = await office.drafts.begin(PHONE, "certificates", "resident_record", b"four")
        assert len({draft.draft_id, seal.draft_id, other.draft_id}) == 3
        assert {each.draft_id for each in await office.drafts.open_ones(MINE)} == {draft.draft_id, seal.draft_id}

    async def test_parallel_beginnings_make_one_draft(self, office: Office):
        begun = await asyncio.gather(
            *(office.drafts.begin(MINE, "certificates", "seal", b"%d" % number) for number in range(8))
        )
        assert len({each.draft_id for each in begun}) == 1
        assert len(await office.drafts.open_ones(MINE)) == 1

    async def test_a_network_begins_so_many_drafts_an_hour_and_no_more(self, office: Office):
        """Eight clients at once, each in ever new browsers until it is refused; one that has a draft goes on with it."""

        async def client(number: int) -> int:
            count = 0
            while await outcome(begin(f"{number:032x}{count:032x}")) == "done":
                count += 1
            return count

        def begin(visit: str, network: str | None = HOME) -> Awaitable[Draft]:
            return office.drafts.begin(visit, "certificates", "seal", b"", network=network)

        assert sum(await asyncio.gather(*(client(number) for number in range(8)))) == MOST_DRAFTS_BY_NETWORK
        assert await outcome(begin(MINE)) == ErrorCode.TOO_MANY_FROM_NETWORK
        assert await outcome(begin("0" * 64)) == "done"
        assert await outcome(begin(PHONE, "192.0.2.2")) == "done"
        assert await outcome(begin(FOREIGN, None)) == "done"
        office.now += COUNTED
        assert await outcome(begin(MINE)) == "done"

    async def test_the_newest_comes_first(self, office: Office, draft: Draft):
        office.now += timedelta(seconds=1)
        seal = await office.drafts.begin(MINE, "certificates", "seal", b"")
        assert [each.draft_id for each in await office.drafts.open_ones(MINE)] == [seal.draft_id, draft.draft_id]

    async def test_what_is_kept_stands_and_keeps_the_draft(self, office: Office, draft: Draft):
        office.now += timedelta(hours=71)
        kept = await office.drafts.keep(draft, b"two")
        assert (kept.version, kept.content, kept.expires_at) == (2, b"two", office.now + KEPT)
        assert (kept.draft_id, kept.idempotency_key) == (draft.draft_id, draft.idempotency_key)
        assert await office.drafts.find(MINE, draft.draft_id) == kept

    async def test_an_older_version_is_refused_and_the_same_change_twice_is_one(self, office: Office, draft: Draft):
        kept = await office.drafts.keep(draft, b"two")
        assert await office.drafts.keep(draft, b"two") == kept
        assert await outcome(office.drafts.keep(draft, b"three")) == ErrorCode.DRAFT_CHANGED
        assert await office.drafts.find(MINE, draft.draft_id) == kept

    async def test_of_parallel_changes_one_stands(self, office: Office, draft: Draft):
        told = await asyncio.gather(*(outcome(office.drafts.keep(draft, b"%d" % number)) for number in range(8)))
        assert sorted(told) == ["done"] + [ErrorCode.DRAFT_CHANGED] * 7

    async def test_after_72_hours_it_is_not_there(self, office: Office, draft: Draft):
        office.now += KEPT
        assert await office.drafts.find(MINE, draft.draft_id) is None
        assert not await office.drafts.open_ones(MINE)
        assert await office.drafts.extend(MINE, draft.draft_id) is None
        assert await outcome(office.drafts.keep(draft, b"two")) == ErrorCode.DRAFT_CHANGED
        again = await office.drafts.begin(MINE, "certificates", "resident_record", b"new")
        assert again.draft_id != draft.draft_id

    async def test_it_is_extended_as_often_as_somebody_asks(self, office: Office, draft: Draft):
        for _ in range(12):
            office.now += timedelta(hours=71)
            extended = await office.drafts.extend(MINE, draft.draft_id)
            assert extended is not None
            assert extended.expires_at == office.now + KEPT
            assert (extended.content, extended.version) == (b"one", 1)

    async def test_sent_it_has_a_receipt_and_no_content(self, office: Office, draft: Draft):
        sent = await office.drafts.sent(draft, CASE, RECEIPT)
        assert (sent.sent, sent.content, sent.case_id, sent.receipt_number) == (True, b"", CASE, RECEIPT)
        assert await office.drafts.find(MINE, draft.draft_id) == sent
        assert await office.drafts.sent(draft, CASE, RECEIPT) == sent
        assert await outcome(office.drafts.sent(draft, ANOTHER_CASE, RECEIPT)) == ErrorCode.DRAFT_CHANGED
        assert not await office.drafts.open_ones(MINE)

    async def test_sent_it_is_neither_changed_nor_dropped(self, office: Office, draft: Draft):
        sent = await office.drafts.sent(draft, CASE, RECEIPT)
        assert await outcome(office.drafts.keep(draft, b"two")) == ErrorCode.DRAFT_CHANGED
        assert await outcome(office.drafts.keep(sent, b"two")) == ErrorCode.DRAFT_CHANGED
        await office.drafts.drop(MINE, draft.draft_id)
        assert await office.drafts.find(MINE, draft.draft_id) == sent
        assert await outcome(office.codes.send(sent, MAIL, HOME, Language.JA)) == ErrorCode.DRAFT_UNKNOWN
        begun = await office.drafts.begin(MINE, "certificates", "resident_record", b"again")
        assert begun.draft_id != draft.draft_id

    async def test_what_was_sent_after_the_draft_was_erased_is_sent(self, office: Office, draft: Draft):
        """The case stands; nobody is told otherwise."""
        await office.drafts.drop(MINE, draft.draft_id)
        sent = await office.drafts.sent(draft, CASE, RECEIPT)
        assert (sent.case_id, sent.receipt_number, sent.content) == (CASE, RECEIPT, b"")

    async def test_dropped_it_is_gone(self, office: Office, draft: Draft):
        await office.drafts.drop(MINE, draft.draft_id)
        assert await office.drafts.find(MINE, draft.draft_id) is None
        assert await outcome(office.drafts.keep(draft, b"two")) == ErrorCode.DRAFT_CHANGED

    # codes
    async def test_the_code_of_the_mail_is_accepted_however_it_is_written_and_twice(self, office: Office, draft: Draft):
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        code = (await office.told(MAIL)).code
        for written in (code, f" {code[:3]}-{code[3:]}\n", code.translate({0x30 + n: 0xFF10 + n for n in range(10)})):
            assert await outcome(office.codes.confirm(draft, MAIL, written)) == "done"

    async def test_it_is_good_for_ten_minutes_and_its_address_alone(self, office: Office, draft: Draft):
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        code = (await office.told(MAIL)).code
        assert await outcome(office.codes.confirm(draft, OTHER_MAIL, code)) == ErrorCode.MAIL_CODE_OVER
        office.now += CODE_VALID
        assert await outcome(office.codes.confirm(draft, MAIL, code)) == ErrorCode.MAIL_CODE_OVER

    async def test_without_a_mail_there_is_no_code(self, office: Office, draft: Draft):
        assert await outcome(office.codes.confirm(draft, MAIL, "123456")) == ErrorCode.MAIL_CODE_OVER

    async def test_a_new_code_replaces_the_one_before(self, office: Office, draft: Draft):
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        first = (await office.told(MAIL)).code
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        second = (await office.told(MAIL)).code
        if first != second:
            assert await outcome(office.codes.confirm(draft, MAIL, first)) == ErrorCode.MAIL_CODE_REFUSED
        assert await outcome(office.codes.confirm(draft, MAIL, second)) == "done"

    async def test_the_fifth_wrong_code_ends_it(self, office: Office, draft: Draft):
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        code = (await office.told(MAIL)).code
        for left in range(CODE_TRIES - 1, 0, -1):
            with pytest.raises(DomainError) as refused:
                await office.codes.confirm(draft, MAIL, wrong(code))
            assert (refused.value.code, refused.value.facts) == (ErrorCode.MAIL_CODE_REFUSED, {"tries_left": left})
        for written in (wrong(code), code):
            assert await outcome(office.codes.confirm(draft, MAIL, written)) == ErrorCode.MAIL_CODE_OVER
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        assert await outcome(office.codes.confirm(draft, MAIL, (await office.told(MAIL)).code)) == "done"

    async def test_what_is_no_code_is_a_wrong_one(self, office: Office, draft: Draft):
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        code = (await office.told(MAIL)).code
        for written in ("", "\ud800\x00", code * 200, f"{code} "[:5]):
            assert await outcome(office.codes.confirm(draft, MAIL, written)) == ErrorCode.MAIL_CODE_REFUSED, written
        assert await outcome(office.codes.confirm(draft, MAIL, code)) == "done"

    async def test_parallel_guessers_have_not_one_try_more(self, office: Office, draft: Draft):
        """Of forty guesses at once five are compared."""
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        code = int((await office.told(MAIL)).code)
        guesses = [f"{(code + 1 + number) % 1_000_000:06d}" for number in range(40)]
        told = await asyncio.gather(*(outcome(office.codes.confirm(draft, MAIL, guess)) for guess in guesses))
        assert told.count(ErrorCode.MAIL_CODE_REFUSED) == CODE_TRIES - 1
        assert told.count(ErrorCode.MAIL_CODE_OVER) == 40 - CODE_TRIES + 1

    async def test_an_address_gets_five_codes_an_hour_whoever_asks(self, office: Office):
        """Asked for from eight browsers and networks at once, under any spelling of the address."""
        drafts = [await office.drafts.begin(f"{number:064x}", "certificates", "seal", b"") for number in range(8)]
        spellings = (MAIL, MAIL.upper())
        told = await asyncio.gather(
            *(
                outcome(office.codes.send(draft, spellings[number % 2], f"2001:db8:{number}::", Language.JA))
                for number, draft in enumerate(drafts)
            )
        )
        assert told.count("done") == MOST_BY_ADDRESS
        assert told.count(ErrorCode.TOO_MANY_CODES) == 8 - MOST_BY_ADDRESS

    async def test_a_network_gets_so_many_codes_an_hour_and_no_more(self, office: Office, draft: Draft):
        """Eight clients at once; each asks until it is refused."""

        async def client(number: int) -> int:
            count = 0
            while await outcome(office.codes.send(draft, f"{number}.{count}@example.org", HOME, Language.JA)) == "done":
                count += 1
            return count

        assert sum(await asyncio.gather(*(client(number) for number in range(8)))) == MOST_BY_NETWORK
        assert await outcome(office.codes.send(draft, MAIL, "192.0.2.2", Language.JA)) == "done"

    async def test_the_wait_is_told_and_is_enough(self, office: Office, draft: Draft):
        for _ in range(MOST_BY_ADDRESS):
            await office.codes.send(draft, MAIL, HOME, Language.JA)
            office.now += timedelta(minutes=1)
        with pytest.raises(DomainError) as refused:
            await office.codes.send(draft, MAIL, HOME, Language.JA)
        wait = COUNTED - timedelta(minutes=MOST_BY_ADDRESS)
        assert refused.value.facts == {"wait_seconds": int(wait.total_seconds()) + 1}
        office.now += wait - timedelta(seconds=1)
        assert await outcome(office.codes.send(draft, MAIL, HOME, Language.JA)) == ErrorCode.TOO_MANY_CODES
        office.now += timedelta(seconds=2)
        assert await outcome(office.codes.send(draft, MAIL, HOME, Language.JA)) == "done"
        assert await outcome(office.codes.send(draft, MAIL, HOME, Language.JA)) == ErrorCode.TOO_MANY_CODES

    async def test_of_two_limits_the_longer_wait_is_told(self, office: Office, draft: Draft):
        for number in range(MOST_BY_NETWORK - MOST_BY_ADDRESS):
            await office.codes.send(draft, f"{number}@example.org", HOME, Language.JA)
        office.now += timedelta(minutes=10)
        for _ in range(MOST_BY_ADDRESS):
            await office.codes.send(draft, MAIL, HOME, Language.JA)
        for mail, minutes in ((MAIL, 60), (OTHER_MAIL, 50)):
            with pytest.raises(DomainError) as refused:
                await office.codes.send(draft, mail, HOME, Language.JA)
            assert refused.value.facts == {"wait_seconds": minutes * 60 + 1}

    # links
    async def test_the_mailed_link_continues_a_draft_elsewhere_once_its_code_was_typed(
        self, office: Office, draft: Draft
    ):
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        told = await office.told(MAIL)
        assert await office.drafts.continue_by(PHONE, told.link) is None
        await office.codes.confirm(draft, MAIL, told.code)
        assert await office.drafts.continue_by(PHONE, told.link) == draft
        assert await office.drafts.find(PHONE, draft.draft_id) == draft
        assert await office.drafts.find(MINE, draft.draft_id) == draft
        assert await office.drafts.continue_by(PHONE, told.link) == draft

    async def test_a_link_mailed_to_a_mistyped_address_never_opens(self, office: Office, draft: Draft):
        await office.codes.send(draft, OTHER_MAIL, HOME, Language.JA)
        strangers = await office.told(OTHER_MAIL)
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        await office.codes.confirm(draft, MAIL, (await office.told(MAIL)).code)
        assert await office.drafts.continue_by(FOREIGN, strangers.link) is None
        assert await office.drafts.find(FOREIGN, draft.draft_id) is None

    async def test_any_other_secret_opens_nothing(self, office: Office, draft: Draft):
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        told = await office.told(MAIL)
        await office.codes.confirm(draft, MAIL, told.code)
        for secret in ("", draft.draft_id, told.link[:-1], told.link + "0", f"{UNKNOWN}{told.link[16:]}", "\x00", "あ"):
            assert await office.drafts.continue_by(FOREIGN, secret) is None
        office.now += KEPT
        assert await office.drafts.continue_by(FOREIGN, told.link) is None

    async def test_who_looks_at_a_link_is_told_whose_draft_it_is_and_let_in_nowhere(self, office: Office, draft: Draft):
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        told = await office.told(MAIL)
        assert await office.drafts.linked(told.link) is None
        await office.codes.confirm(draft, MAIL, told.code)
        assert await office.drafts.linked(told.link) == draft
        assert await office.drafts.linked(told.link + "0") is None
        assert await office.drafts.find(PHONE, draft.draft_id) is None

    # opened cases
    async def test_a_browser_acts_on_a_case_for_an_hour_since_it_last_did(self, office: Office):
        proof = Proven(case_id=CASE, proof=Proof.CODE)
        await office.opened.open(MINE, proof)
        for _ in range(3):
            office.now += STAYS_OPENED - timedelta(seconds=1)
            assert await office.opened.opened(MINE, CASE) == proof
        office.now += STAYS_OPENED
        assert await office.opened.opened(MINE, CASE) is None

    async def test_nobody_else_and_nothing_else_is_opened(self, office: Office):
        await office.opened.open(MINE, Proven(case_id=CASE, proof=Proof.CODE))
        assert await office.opened.opened(FOREIGN, CASE) is None
        assert await office.opened.opened(MINE, ANOTHER_CASE) is None

    async def test_it_can_be_shut(self, office: Office):
        for visit in (MINE, PHONE):
            await office.opened.open(visit, Proven(case_id=CASE, proof=Proof.CODE))
        await office.opened.close(MINE, CASE)
        assert await office.opened.opened(MINE, CASE) is None
        assert await office.opened.opened(PHONE, CASE) is not None
