"""過誤納: what the provider shows may lag behind what it took; nobody pays twice, and what was paid twice goes back."""

from datetime import timedelta

import pytest
from fakes.book import PAY_FIRST
from fixtures.procedure import Procedure

from domain import ids
from domain.certificates.events import DeadlineSet
from domain.certificates.money_events import PaymentCaptured
from domain.certificates.status import RefundStatus, Status
from domain.errors import PortRejected
from domain.payments.charge import ChargeStatus
from domain.payments.overpayment import OverpaymentFound, OverpaymentHandedToOfficer, OverpaymentReturned
from workflows.fee_payment.messages import RenewCode

pytestmark = pytest.mark.engine


async def at_minute(procedure: Procedure, minute: int) -> None:
    """Bring a new request to that minute of its first code."""
    await procedure.submit()
    await procedure.city.board.until(lambda: procedure.payment_id in procedure.city.provider.charges)
    await procedure.skip(timedelta(minutes=minute))


async def renewed(procedure: Procedure) -> None:
    """The citizen opens the page again."""
    assert await procedure.payments.renew(procedure.payment_id, RenewCode(asked_at=procedure.city.clock()))


def held_by(procedure: Procedure) -> list[str]:
    """Return the charges whose money the provider still holds, by its own book."""
    charges = procedure.city.provider.charges.values()
    return [each.charge_id for each in charges if each.status is ChargeStatus.CAPTURED]


async def sent_back(procedure: Procedure, attempt: int) -> None:
    """Somebody finds that the charge of this attempt is captured."""
    charge = procedure.city.provider.charges[ids.charge_id(procedure.payment_id, attempt)]
    await procedure.overpayments.send_back(procedure.payment_id, charge)


@pytest.mark.parametrize("stale", [1, 2, 5])
async def test_a_code_that_is_paid_is_followed_by_no_other(procedure: Procedure, stale: int) -> None:
    """Paid at minute 59; the reads still say open; the code expires; the page is opened again: no second code."""
    await at_minute(procedure, 59)
    procedure.city.provider.stale_reads = stale
    await procedure.pay(hint=False)
    await procedure.skip(timedelta(minutes=2))
    await renewed(procedure)
    await procedure.skip(timedelta(minutes=10))
    captured = await procedure.seen(PaymentCaptured)
    assert captured.charge_id == procedure.payment_id
    assert list(procedure.city.provider.charges) == [procedure.payment_id]


async def test_a_withdrawal_waits_until_the_reads_agree(procedure: Procedure) -> None:
    """Who paid and withdraws at once gets the money back, though the provider shows the payment late."""
    await procedure.submit()
    procedure.city.provider.stale_reads = 4
    await procedure.pay(hint=False)
    await procedure.withdraw()
    outcome = await procedure.ended()
    assert (outcome.status, outcome.refund) == (Status.WITHDRAWN, RefundStatus.DONE)
    assert held_by(procedure) == []


async def test_the_deadline_waits_until_the_reads_agree(procedure: Procedure) -> None:
    """Paid in the last hour of the last day and shown late: it counts, the request does not lapse."""
    await procedure.submit()
    due = (await procedure.seen(DeadlineSet)).due_at
    charge = procedure.city.provider.charges
    await procedure.city.board.until(lambda: procedure.payment_id in charge)
    procedure.city.provider.stale_reads = 8
    await procedure.pay(hint=False)
    await procedure.skip(due - procedure.city.clock() + timedelta(hours=1))
    await procedure.seen(PaymentCaptured)
    assert (await procedure.state()).status is Status.UNDER_EXAMINATION


async def twice_paid(procedure: Procedure) -> None:
    """Closing lags behind too: two codes are paid, the second is recorded as the fee."""
    procedure.city.provider.forgets_payments = True
    await at_minute(procedure, 59)
    procedure.city.provider.stale_reads = 10_000
    await procedure.pay(hint=False)
    await procedure.skip(timedelta(minutes=2))
    await renewed(procedure)
    second = ids.charge_id(procedure.payment_id, 2)
    await procedure.city.board.until(lambda: second in procedure.city.provider.charges)
    await procedure.pay(attempt=2, hint=False)


async def test_the_earlier_payment_is_the_fee_when_it_is_seen_first(procedure: Procedure) -> None:
    """A notification of the first charge while the second can be paid: the first counts, the second is closed."""
    procedure.city.provider.forgets_payments = True
    await at_minute(procedure, 59)
    procedure.city.provider.stale_reads = 3
    await procedure.pay(hint=False)
    await procedure.skip(timedelta(minutes=2))
    await renewed(procedure)
    second = ids.charge_id(procedure.payment_id, 2)
    await procedure.city.board.until(lambda: second in procedure.city.provider.charges)
    procedure.city.provider.stale_reads = 0
    await procedure.hint(procedure.payment_id)
    assert (await procedure.seen(PaymentCaptured)).charge_id == procedure.payment_id
    assert not await procedure.city.provider.pay(procedure.city.provider.charges[second].url)
    assert "overpayment_found" not in procedure.story


async def test_two_payments_seen_at_once_are_one_fee_and_one_return(procedure: Procedure) -> None:
    """Both are captured when the provider shows it at last: one is kept, the other goes back and is on record."""
    await twice_paid(procedure)
    procedure.city.provider.stale_reads = 0
    await procedure.hint(procedure.payment_id)
    await procedure.seen(OverpaymentReturned)
    assert procedure.story.count("payment_captured") == 1
    assert len(procedure.city.provider.captures) == 2
    assert held_by(procedure) == [(await procedure.state()).money.charge_id]


async def test_a_second_capture_is_found_while_the_request_goes_on(procedure: Procedure) -> None:
    """Found after the fee is recorded: on record, given back under its own number; the certificate is made all the same."""
    await twice_paid(procedure)
    procedure.city.provider.stale_reads = 0
    await procedure.hint(ids.charge_id(procedure.payment_id, 2))
    for _ in range(3):
        await sent_back(procedure, 1)
    await procedure.seen(OverpaymentReturned)
    await procedure.approve()
    await procedure.send()
    await procedure.deliver()
    outcome = await procedure.ended()
    assert outcome.status is Status.COMPLETED
    assert procedure.story.count("overpayment_found") == procedure.story.count("overpayment_returned") == 1


async def test_a_capture_found_after_the_end_is_recorded_and_goes_back(procedure: Procedure) -> None:
    """The request lapsed unpaid; days later a capture turns up: an entry behind the end, and the money goes back."""
    procedure.city.provider.forgets_payments = True
    await procedure.submit()
    procedure.city.provider.stale_reads = 10_000
    await procedure.pay(hint=False)
    assert (await procedure.ended()).status is Status.LAPSED
    await procedure.tell_time()
    await sent_back(procedure, 1)
    await procedure.seen(OverpaymentReturned)
    assert procedure.story[-3:] == ["lapsed", "overpayment_found", "overpayment_returned"]
    assert held_by(procedure) == []


async def test_the_fee_itself_is_never_sent_back(procedure: Procedure) -> None:
    """Whoever asks for it, however often, under way or ended: the recorded fee stays."""
    await procedure.submit()
    await procedure.pay()
    await procedure.seen(PaymentCaptured)
    await sent_back(procedure, 1)
    handle = procedure.engine.get_workflow_handle(ids.overpayment_workflow_id(procedure.payment_id))
    assert await handle.result() is False
    assert held_by(procedure) == [procedure.payment_id]


async def test_an_overpayment_the_provider_keeps_goes_to_the_officer(procedure: Procedure) -> None:
    """Refused for three days: a named officer gives it back by hand, and that is on record."""
    await twice_paid(procedure)
    procedure.city.provider.stale_reads = 0
    await procedure.hint(ids.charge_id(procedure.payment_id, 2))
    await procedure.seen(PaymentCaptured)
    procedure.city.provider.faults.always_refuse("give_back", PortRejected("payments", "balance"))
    await sent_back(procedure, 1)
    await procedure.seen(OverpaymentFound)
    await procedure.skip(timedelta(days=4))
    handed = await procedure.seen(OverpaymentHandedToOfficer)
    assert handed.officer == procedure.city.book.policy(PAY_FIRST).payment.accounting_officer


async def test_a_flood_of_hints_leaves_the_history_bounded(procedure: Procedure) -> None:
    """Two thousand hints, of ours and of others: each is one line, few are followed, and the payment is found after."""
    await procedure.submit()
    await procedure.city.board.until(lambda: procedure.payment_id in procedure.city.provider.charges)
    for number in range(2_000):
        await procedure.hint(f"{procedure.payment_id}-9" if number % 2 else "pay-somebody-else")
    assert procedure.city.provider.faults.calls["read"] <= 70
    await procedure.pay(hint=False)
    await procedure.skip(timedelta(minutes=30))
    await procedure.seen(PaymentCaptured)
    kinds = [event.event_type for event in (await procedure.histories())["fee-payment"].events]
    assert len(kinds) < 3 * 2_000 + 300
