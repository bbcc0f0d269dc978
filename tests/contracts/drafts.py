"""What every keeper of drafts and opened cases does (domain.cases.ports: Drafts, OpenedCases).

A test class inherits it and gives `office`.
"""

# ruff: noqa: D102 - the names say it

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

from contracts.draft_office import (
    ANOTHER_CASE,
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
    BegunDraft,
    Office,
    outcome,
)

from domain.cases.citizen import Proof, Proven
from domain.cases.drafting import (
    COUNTED,
    KEPT,
    MOST_DRAFTS_BY_NETWORK,
    STAYS_OPENED,
    Draft,
)
from domain.errors import ErrorCode
from domain.municipality.texts import Language


class DraftsContract(BegunDraft):
    """Behaviour shared by all."""

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
