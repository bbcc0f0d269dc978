"""What the payment provider says now of the charges and refunds in our journal. Only reads."""

from collections.abc import Sequence
from datetime import datetime

import httpx2
from pydantic import BaseModel, ConfigDict

from adapters.payment_providers import provider_kind
from adapters.postgres.effects import EffectRow
from adapters.settings import SettingsError
from domain import ids
from domain.errors import PortRejected, PortUnavailable
from domain.municipality.payment import PaymentSettings
from domain.payments.charge import Charge
from domain.payments.refund import Refund
from domain.ports import Clock, PaymentProvider

_WITHIN = 10.0  # seconds: nothing moves by reading, and somebody waits
_WENT = {"cancellation": "cancelled", "refund": "refunded"}


class ProviderEntry(BaseModel):
    """One key in our journal and what the provider knows under it; `status` is None when it knows nothing."""

    model_config = ConfigDict(frozen=True)

    key: str
    kind: str
    status: str | None
    amount: int | None = None
    provider_reference: str = ""
    at: datetime | None = None


class ProviderBooks(BaseModel):
    """The provider's answer. `answer`: known, unreachable, refused (with its code), or not_configured here."""

    model_config = ConfigDict(frozen=True)

    answer: str
    refusal: str = ""
    entries: tuple[ProviderEntry, ...] = ()


async def ask_provider(payment: PaymentSettings, effects: Sequence[EffectRow], clock: Clock) -> ProviderBooks:
    """Ask for every charge and refund. Never raises for the provider's sake: our own books stand without it."""
    kind = provider_kind(payment)
    try:
        settings = kind.settings.from_environment()
    except SettingsError:
        return ProviderBooks(answer="not_configured")
    try:
        async with httpx2.AsyncClient() as client:
            provider = kind.opened(settings, client, clock, _WITHIN)
            entries = [await _entry(provider, each) for each in effects if each.kind in ("charge", "refund")]
    except PortUnavailable:
        return ProviderBooks(answer="unreachable")
    except PortRejected as error:
        return ProviderBooks(answer="refused", refusal=error.provider_code)
    return ProviderBooks(answer="known", entries=tuple(entries))


async def _entry(provider: PaymentProvider, effect: EffectRow) -> ProviderEntry:
    if effect.kind == "charge":
        return _of_charge(effect.key, await provider.read(effect.key))
    return _of_refund(effect.key, await provider.read_refund(effect.key, ids.charge_of_refund(effect.key)))


def _of_charge(key: str, charge: Charge | None) -> ProviderEntry:
    if charge is None:
        return ProviderEntry(key=key, kind="charge", status=None)
    return ProviderEntry(
        key=key,
        kind="charge",
        status=charge.status.value,
        amount=charge.amount,
        provider_reference=charge.provider_reference,
        at=charge.captured_at,
    )


def _of_refund(key: str, refund: Refund | None) -> ProviderEntry:
    if refund is None:
        return ProviderEntry(key=key, kind="refund", status=None)
    status = _WENT[refund.way] if refund.is_settled else "pending"
    return ProviderEntry(key=key, kind="refund", status=status, amount=refund.amount, at=refund.accepted_at)
