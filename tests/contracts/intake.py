"""What every counter does (domain.ports.Intake). A test class inherits it and gives `intake` and `vault`."""

import asyncio

import pytest
from contracts.submissions import signed, submission

from domain import ids
from domain.cases.ports import Intake, Vault
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.application import Application
from domain.certificates.submission import Subject
from domain.errors import DomainError, ErrorCode

UNKNOWN = "cert-0190b5b4-0000-7000-8000-00000000ffff"


class IntakeContract:
    """Behaviour shared by all counters."""

    async def test_an_accepted_submission_is_a_row_and_two_vault_items(self, intake: Intake, vault: Vault):
        """The receipt finds the order; application and signature are in the vault as revision 1."""
        sent = signed(1)
        receipt = (await intake.accept(sent.submission(sent.form))).receipt
        order = await intake.find(receipt.receipt_number)

        assert order is not None
        assert order == await intake.get(receipt.case_id) == await intake.numbered(receipt.case_number)
        assert order.case_number == receipt.case_number == ids.normalise_case_number(receipt.case_number)
        assert receipt.receipt_number not in order.model_dump_json()
        assert (order.case_id, order.procedure) == (receipt.case_id, "certificates")
        assert Subject.of(order).copies == 2
        assert order.received_at == receipt.received_at
        assert ids.is_case_id(receipt.case_id)
        stored = await vault.get(receipt.case_id, VaultItem(kind=VaultKind.APPLICATION))
        assert Application.model_validate_json(stored) == sent.form
        assert await vault.get(receipt.case_id, VaultItem(kind=VaultKind.SIGNATURE)) == sent.signature

    async def test_the_same_key_and_body_give_the_same_receipt(self, intake: Intake):
        """A repeated submission is answered as the first was, and says so."""
        first = await intake.accept(submission(1))
        again = await intake.accept(submission(1))

        assert again == first.model_copy(update={"repeated": True}) == await intake.standing(submission(1))
        assert not first.repeated

    async def test_the_same_key_with_another_body_is_refused(self, intake: Intake):
        """A key stands for one body."""
        await intake.accept(submission(1, key="the-same-key"))

        await refused_with(ErrorCode.IDEMPOTENCY_CONFLICT, intake.accept(submission(2, key="the-same-key")))
        assert len(await intake.waiting(10)) == 1

    async def test_a_statement_is_good_for_one_request(self, intake: Intake):
        """The same signed statement under another key is refused and leaves nothing behind."""
        await intake.accept(submission(1, key="first-key"))

        await refused_with(ErrorCode.STATEMENT_USED, intake.accept(submission(1, key="second-key")))
        assert len(await intake.waiting(10)) == 1
        await intake.accept(submission(2, key="second-key"))

    async def test_twenty_identical_submissions_at_once_are_one_request(self, intake: Intake):
        """Whoever wins, all get one receipt."""
        receipts = await asyncio.gather(*(intake.accept(submission(1)) for _ in range(20)))

        assert len({each.order.case_id for each in receipts}) == 1
        assert [each.repeated for each in receipts].count(False) == 1
        assert len(await intake.waiting(10)) == 1

    async def test_one_statement_under_ten_keys_at_once_is_one_request(self, intake: Intake):
        """Racing uses of one statement: one is accepted, the others are refused."""
        attempts = (intake.accept(submission(1, key=f"racing-key-{number}")) for number in range(10))
        outcomes = await asyncio.gather(*attempts, return_exceptions=True)

        refusals = [outcome for outcome in outcomes if isinstance(outcome, DomainError)]
        assert {refusal.code for refusal in refusals} == {ErrorCode.STATEMENT_USED}
        assert len(refusals) == 9

    async def test_waiting_gives_the_oldest_without_a_workflow(self, intake: Intake):
        """Started requests are not listed, the limit holds, the order is that of arrival."""
        receipts = [(await intake.accept(submission(number))).receipt for number in range(1, 5)]
        await intake.started(receipts[1].case_id)
        await intake.started(receipts[1].case_id)

        waiting = [order.case_id for order in await intake.waiting(2)]

        assert waiting == [receipts[0].case_id, receipts[2].case_id]
        started = await intake.standing(submission(2))
        assert started is not None
        assert started.has_workflow

    async def test_only_what_is_asked_for_is_given_to_be_started(self, intake: Intake):
        """Cases of procedures that somebody does not serve take nobody's place in the queue."""
        accepted = await intake.accept(submission(1))

        assert [each.case_id for each in await intake.waiting(10, {"certificates"})] == [accepted.order.case_id]
        assert await intake.waiting(10, {"dog_registrations"}) == ()

    async def test_unknown_numbers_find_nothing(self, intake: Intake):
        """Neither a receipt number, a case number nor a request id is made up."""
        assert await intake.find("0000-0000-0000-0000") is None
        assert await intake.numbered(ids.case_number(2026, 1)) is None
        assert await intake.get(UNKNOWN) is None

    async def test_a_correction_is_the_next_revision_once(self, intake: Intake, vault: Vault):
        """Corrections count from 2; the same key and body return the same revision."""
        receipt = (await intake.accept(submission(1))).receipt
        corrected = signed(2, address="青葉一丁目2番4号")

        first = await intake.correct(receipt.case_id, corrected.submission(corrected.form))
        assert first.revision == 2
        assert first.received_at >= receipt.received_at
        assert await intake.correct(receipt.case_id, corrected.submission(corrected.form)) == first
        assert (await intake.correct(receipt.case_id, submission(3))).revision == 3
        stored = await vault.get(receipt.case_id, VaultItem(kind=VaultKind.APPLICATION, revision=2))
        assert Application.model_validate_json(stored) == corrected.form

    async def test_a_correction_may_come_with_the_statement_already_signed(self, intake: Intake):
        """What is not part of the statement can be corrected without signing again."""
        receipt = (await intake.accept(submission(1))).receipt

        again = submission(1, key="correction-key", address="別の所")
        assert (await intake.correct(receipt.case_id, again)).revision == 2

    async def test_wrong_corrections_are_refused(self, intake: Intake):
        """Unknown request, another request's statement, a used key with another body: nothing is stored."""
        first, second = [(await intake.accept(submission(number))).receipt for number in (1, 2)]

        await refused_with(ErrorCode.REQUEST_UNKNOWN, intake.correct(UNKNOWN, submission(3)))
        await refused_with(ErrorCode.STATEMENT_USED, intake.correct(first.case_id, submission(2, key="other-key")))
        await refused_with(ErrorCode.IDEMPOTENCY_CONFLICT, intake.correct(first.case_id, submission(2)))
        taken = submission(4, key="key-000002")
        await refused_with(ErrorCode.IDEMPOTENCY_CONFLICT, intake.correct(second.case_id, taken))
        assert (await intake.correct(second.case_id, submission(5))).revision == 2

    async def test_corrections_at_once_get_revisions_of_their_own(self, intake: Intake):
        """Five different corrections become revisions 2 to 6."""
        receipt = (await intake.accept(submission(1))).receipt
        places = await asyncio.gather(*(intake.correct(receipt.case_id, submission(n)) for n in range(2, 7)))

        assert sorted(place.revision for place in places) == [2, 3, 4, 5, 6]


async def refused_with(code: ErrorCode, attempt):
    """Assert that the attempt is refused with this code."""
    with pytest.raises(DomainError) as refused:
        await attempt
    assert refused.value.code is code
