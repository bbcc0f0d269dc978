"""納付 and 還付: charges and their way back at the payment provider.

Every effect is: intent row by business key → call with that key → on doubt ask by key → outcome row.
"""

from datetime import datetime, timedelta
from typing import Self

import structlog
from pydantic import BaseModel, ConfigDict, JsonValue
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.failures import translated
from domain import ids
from domain.errors import ErrorCode, PortUnavailable
from domain.money import Yen
from domain.payments.charge import Charge, ChargeOrder, ChargeStatus, Closing
from domain.payments.refund import RefundOrder, WayBack
from domain.ports import Clock, Effects, PaymentProvider

_REFUND_CHECK = timedelta(minutes=1)


_log = structlog.get_logger()


class CreateCharge(BaseModel):
    """The `attempt`-th code of a payment; `purpose` is words for the provider's page, nothing personal."""

    model_config = ConfigDict(frozen=True)

    payment_id: str
    attempt: int
    amount: Yen
    purpose: str


class ChargeMade(BaseModel):
    """A code that can be paid; `address_lost` when it exists but nobody can be shown it (make the next)."""

    model_config = ConfigDict(frozen=True)

    charge_id: str
    code_id: str
    expires_at: datetime | None
    address_lost: bool = False


class ReadCharge(BaseModel):
    """Which charge."""

    model_config = ConfigDict(frozen=True)

    charge_id: str


class CloseCharge(BaseModel):
    """Which charge's code to close; `code_id` is empty when it is not known."""

    model_config = ConfigDict(frozen=True)

    payment_id: str
    charge_id: str
    code_id: str


class ChargeSeen(BaseModel):
    """What the provider says now."""

    model_config = ConfigDict(frozen=True)

    charge_id: str
    captured: bool
    amount: int = 0
    provider_reference: str = ""
    captured_at: datetime | None = None


class Capture(BaseModel):
    """A captured charge of a payment, as the provider said."""

    model_config = ConfigDict(frozen=True)

    payment_id: str
    charge_id: str
    amount: Yen
    provider_reference: str
    captured_at: datetime

    @classmethod
    def of(cls, payment_id: str, charge: Charge | ChargeSeen) -> Self:
        """Return what a charge has captured. Raises ValueError when that is nothing."""
        if charge.captured_at is None:
            raise ValueError("only captured money goes back")
        return cls(
            payment_id=payment_id,
            charge_id=charge.charge_id,
            amount=charge.amount,
            provider_reference=charge.provider_reference,
            captured_at=charge.captured_at,
        )


class PaymentReturned(BaseModel):
    """How the money went back."""

    model_config = ConfigDict(frozen=True)

    method: WayBack


class PaymentActivities:
    """Charges at one provider; it knows nothing of certificates."""

    def __init__(self, provider: PaymentProvider, effects: Effects, clock: Clock) -> None:
        self._provider = provider
        self._effects = effects
        self._clock = clock

    @activity.defn(name="create_charge")
    async def create_charge(self, order: CreateCharge) -> ChargeMade:
        """Make a code to pay. A provider that refuses is asked again later: the citizen can still pay then."""
        charge_id = ids.charge_id(order.payment_id, order.attempt)
        with translated(rejection_is_final=False):
            intent: JsonValue = {"payment_id": order.payment_id, "amount": order.amount}
            done = await self._effects.begin(charge_id, "charge", order.payment_id, intent)
            charge = Charge.model_validate(done) if done else await self._charge(charge_id, order)
            return ChargeMade(
                charge_id=charge_id,
                code_id=charge.code_id,
                expires_at=charge.expires_at,
                address_lost=charge.status is ChargeStatus.OPEN and not charge.url,
            )

    async def _charge(self, charge_id: str, order: CreateCharge) -> Charge:
        charge = await self._provider.create(
            ChargeOrder(charge_id=charge_id, amount=order.amount, description=order.purpose, ordered_at=self._clock())
        )
        await self._effects.finish(charge_id, charge.model_dump(mode="json"))
        return charge

    @activity.defn(name="read_charge")
    async def read_charge(self, order: ReadCharge) -> ChargeSeen:
        """Ask the provider how a charge stands; a webhook is only the reason to ask."""
        with translated(rejection_is_final=False):
            return _seen(order.charge_id, await self._provider.read(order.charge_id))

    @activity.defn(name="close_charge")
    async def close_charge(self, order: CloseCharge) -> ChargeSeen:
        """Make sure that nobody can pay any more, and say whether somebody has.

        What closing said for certain stands in the journal: no later answer overrules it. Of a code that is paid the
        details are asked for until the provider shows them; until then there is no outcome, so no other code either.
        """
        with translated(rejection_is_final=False):
            paid = await self._closed(order) is Closing.PAID
            charge = await self._provider.read(order.charge_id)
            if paid and (charge is None or charge.status is ChargeStatus.OPEN):
                _log.warning("a paid charge is still shown unpaid", charge_id=order.charge_id)
                raise PortUnavailable("payment provider")
            return _seen(order.charge_id, charge)

    async def _closed(self, order: CloseCharge) -> Closing:
        key = ids.closing_id(order.charge_id)
        done = await self._effects.begin(key, "close", order.payment_id, {"payment_id": order.payment_id})
        if done:
            return Closing(str(done))
        closing = await self._provider.close(order.charge_id, order.code_id)
        await self._effects.finish(key, closing.value)
        return closing

    @activity.defn(name="return_payment")
    async def return_payment(self, capture: Capture) -> PaymentReturned:
        """Give it back by the provider's rules; a refund that is not settled yet is asked about again.

        A provider that refuses is asked again later: a merchant account may be empty today.
        """
        with translated(rejection_is_final=False):
            key = ids.refund_id(capture.charge_id)
            intent: JsonValue = {"payment_id": capture.payment_id, "amount": capture.amount}
            done = await self._effects.begin(key, "refund", capture.payment_id, intent)
            if done:
                return PaymentReturned.model_validate(done)
            refund = await self._provider.give_back(self._refund_of(key, capture))
            if not refund.is_settled:
                raise ApplicationError(
                    "refund pending", type=ErrorCode.SYSTEM_UNAVAILABLE.value, next_retry_delay=_REFUND_CHECK
                )
            outcome = PaymentReturned(method=refund.way)
            await self._effects.finish(key, outcome.model_dump(mode="json"))
            return outcome

    def _refund_of(self, refund_id: str, capture: Capture) -> RefundOrder:
        return RefundOrder(
            refund_id=refund_id,
            charge_id=capture.charge_id,
            provider_reference=capture.provider_reference,
            amount=capture.amount,
            captured_at=capture.captured_at,
            reason="還付",
            ordered_at=self._clock(),
        )


def _seen(charge_id: str, charge: Charge | None) -> ChargeSeen:
    if charge is None or charge.status is not ChargeStatus.CAPTURED:
        return ChargeSeen(charge_id=charge_id, captured=False)
    return ChargeSeen(
        charge_id=charge_id,
        captured=True,
        amount=charge.amount,
        provider_reference=charge.provider_reference,
        captured_at=charge.captured_at,
    )
