"""The payment providers (決済事業者) this house can work with, by the name that a municipality's payment.toml gives.

A new one is a package beside `paypay`, a section in `settings.py` and one line in PROVIDERS; all else asks the port. Its
package is imported only where that provider is used: the municipality's files are read by every short command.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.municipality.faults import Fault

if TYPE_CHECKING:
    import httpx2

    from adapters.settings import Section
    from domain.municipality.payment import PaymentSettings
    from domain.ports import Clock, PaymentProvider


class ProviderKind(NamedTuple):
    """One provider: what it must be told, how it is opened, how its notifications are read.

    `opened`: its section, the client for its calls, the clock, and the seconds a call may take; None: as the provider
    asks. `charge_named`: a notification's body and headers (names in small letters) → the charge it names, None when it
    concerns none. Raises DomainError SUBMISSION_INVALID (with the `field` at fault), SIGNATURE_REFUSED.
    """

    settings: "type[Section]"
    opened: "Callable[[Any, httpx2.AsyncClient, Clock, float | None], PaymentProvider]"
    charge_named: Callable[[bytes, Mapping[str, str]], str | None]


def _paypay() -> ProviderKind:
    from adapters.paypay.provider import opened
    from adapters.paypay.webhook import charge_named
    from adapters.settings import PayPaySettings

    return ProviderKind(PayPaySettings, opened, charge_named)


PROVIDERS: Mapping[str, Callable[[], ProviderKind]] = {"paypay": _paypay}


def provider_kind(payment: "PaymentSettings") -> ProviderKind:
    """Return the provider that a municipality collects by; its files were read with `provider_faults`."""
    return PROVIDERS[payment.provider]()


def provider_faults(payment: "PaymentSettings") -> tuple[Fault, ...]:
    """Return what is wrong with a municipality's choice: a provider that no adapter here speaks to."""
    if payment.provider in PROVIDERS:
        return ()
    return (Fault("provider", f"no adapter here speaks to {payment.provider}", f"name one of {', '.join(PROVIDERS)}"),)
