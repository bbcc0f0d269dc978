"""The providers by name: each can be found, told what it needs, and nothing of ours bears its name."""

import pytest

from adapters.payment_providers import PROVIDERS, provider_faults, provider_kind
from adapters.settings import Section
from domain.municipality.payment import PaymentSettings


def collecting_by(provider: str) -> PaymentSettings:
    return PaymentSettings(provider=provider, accounting_officer="officer-kimura")


@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_a_provider_that_is_named_can_be_used(name: str) -> None:
    """It has a section of settings; its webhooks' address is not the carrier's."""
    assert provider_faults(collecting_by(name)) == ()
    assert issubclass(provider_kind(collecting_by(name)).settings, Section)
    assert name != "post"


def test_a_provider_nobody_speaks_to_is_a_fault_of_the_municipalitys_file() -> None:
    """`policy check` and every start say so, and which there are."""
    (fault,) = provider_faults(collecting_by("cowrie"))
    assert (fault.key, fault.fix) == ("provider", "name one of paypay")
