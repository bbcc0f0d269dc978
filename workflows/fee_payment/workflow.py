"""納付: one payment from the code the citizen scans to captured money, or to a closed code that nobody can pay.

The provider never reports an expired unpaid code, so the timers are ours; a notification is a hint, and before giving up
the provider is always asked once more. At most one code can be paid at any time: the next is made when the one before is
closed for certain, for what the provider shows of a charge may lag behind what it has taken.
"""

from contextlib import suppress
from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.payments import (
        Capture,
        ChargeMade,
        ChargeSeen,
        CloseCharge,
        CreateCharge,
        PaymentActivities,
        ReadCharge,
    )
    from domain import ids
    from workflows.calling import evident, quick
    from workflows.fee_payment.messages import FeeOrder, PaymentHint, PaymentOutcome, RenewCode, StopCollecting
    from workflows.overpayment.starting import send_back

# Without a hint the provider is asked after 1, 4, 16 … minutes, then once a day.
_FIRST_CHECK = timedelta(minutes=1)
_CHECK_FACTOR = 4
_LONGEST_CHECK = timedelta(days=1)
# So many hints of one code are followed; then the timers alone ask. Hints are checked before they come here.
_MOST_HINTS = 30
# After the second code in a row whose address was lost, and every later one: 1, 4, 16 … seconds.
_FIRST_PAUSE = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(hours=1)


@workflow.defn(name="fee-payment")
class FeePaymentWorkflow:
    """Collects one payment."""

    @workflow.init
    def __init__(self, order: FeeOrder) -> None:
        self._order = order
        self._attempt = 0
        self._hints_left = _MOST_HINTS
        self._asked: str | None = None  # the charge of the latest hint
        self._stopped = False
        self._renew = False

    @workflow.run
    async def run(self, order: FeeOrder) -> PaymentOutcome:
        """Make a code, wait for the money, close the code."""
        outcome = await self._collect(order)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return outcome

    async def _collect(self, order: FeeOrder) -> PaymentOutcome:
        lost = 0
        while True:
            charge = await self._next_code()
            seen = await self._paid_or_over(charge)
            if seen.captured:
                return PaymentOutcome(capture=Capture.of(order.payment_id, seen))
            lost = lost + 1 if charge.address_lost else 0
            await self._pause_after(lost)
            if self._stopped or workflow.now() >= order.due_at:
                return PaymentOutcome()

    async def _pause_after(self, lost: int) -> None:
        """Let a provider rest whose answers are lost again and again; the first loss costs no time."""
        left = self._order.due_at - workflow.now()
        if lost > 1 and left > timedelta():
            pause = min(_FIRST_PAUSE * _CHECK_FACTOR ** min(lost - 2, 9), _LONGEST_PAUSE)
            with suppress(TimeoutError):
                await workflow.wait_condition(lambda: self._stopped, timeout=min(pause, left))

    async def _next_code(self) -> ChargeMade:
        self._renew = False
        self._hints_left = _MOST_HINTS
        self._attempt += 1
        return await evident(
            PaymentActivities.create_charge,
            CreateCharge(
                payment_id=self._order.payment_id,
                attempt=self._attempt,
                amount=self._order.amount,
                purpose=self._order.purpose,
            ),
        )

    async def _paid_or_over(self, charge: ChargeMade) -> ChargeSeen:
        """Wait until the charge, or one before it, is captured; else return what stands after its code was closed."""
        pause = _FIRST_CHECK
        while not self._over(charge):
            left = self._order.due_at - workflow.now()
            hinted = await self._something_happened(min(pause, left))
            if self._over(charge):
                break
            seen = await self._look(charge)
            if seen.captured and seen.charge_id != charge.charge_id:
                return await self._instead(charge, seen)
            if seen.captured:
                return seen
            if not hinted:
                pause = min(pause * _CHECK_FACTOR, _LONGEST_CHECK)
        return await self._closed(charge)

    async def _look(self, charge: ChargeMade) -> ChargeSeen:
        """Ask of the charge that is to be paid, and first of the one hinted at or, without a hint, the one before."""
        before = ids.charge_id(self._order.payment_id, self._attempt - 1) if self._attempt > 1 else None
        other, self._asked = self._asked or before, None
        if other is not None and other != charge.charge_id:
            seen = await quick(PaymentActivities.read_charge, ReadCharge(charge_id=other))
            if seen.captured:
                return seen
        return await quick(PaymentActivities.read_charge, ReadCharge(charge_id=charge.charge_id))

    async def _instead(self, charge: ChargeMade, paid: ChargeSeen) -> ChargeSeen:
        """A charge before the present one is captured after all: that is the fee. What was paid besides goes back."""
        present = await self._closed(charge)
        if present.captured:
            await send_back(self._order.payment_id, present)
        return paid

    async def _closed(self, charge: ChargeMade) -> ChargeSeen:
        order = CloseCharge(payment_id=self._order.payment_id, charge_id=charge.charge_id, code_id=charge.code_id)
        return await evident(PaymentActivities.close_charge, order)

    async def _something_happened(self, within: timedelta) -> bool:
        try:
            await workflow.wait_condition(
                lambda: self._asked is not None or self._stopped or self._renew, timeout=within
            )
        except TimeoutError:
            return False
        return True

    def _over(self, charge: ChargeMade) -> bool:
        now = workflow.now()
        expired = charge.expires_at is not None and now >= charge.expires_at
        wanted_again = self._renew and expired
        self._renew = self._renew and expired
        return charge.address_lost or self._stopped or now >= self._order.due_at or wanted_again

    @workflow.signal(name="payment_hint")
    def payment_hint(self, hint: PaymentHint) -> None:
        """Take a hint as a reason to ask of a charge of this payment; too many are no reason any more."""
        ours = ids.payment_of_charge(hint.charge_id) == self._order.payment_id
        if ours and self._hints_left > 0:
            self._hints_left -= 1
            self._asked = hint.charge_id

    @workflow.signal(name="renew_code")
    def renew_code(self, _request: RenewCode) -> None:
        """Make a new code if the present one has expired."""
        self._renew = True

    @workflow.signal(name="stop_collecting")
    def stop_collecting(self, _request: StopCollecting) -> None:
        """Close the code; what was captured until then is reported."""
        self._stopped = True
