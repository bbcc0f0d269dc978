"""Checks between the general files."""

from datetime import date

from domain.municipality.cross_faults import cross_faults
from domain.municipality.policy import MunicipalityPolicy


def test_a_sound_policy_has_no_fault(policy: MunicipalityPolicy):
    """The sample used by these tests passes, with the rules of a procedure or without any."""
    assert cross_faults(policy) == ()
    assert cross_faults(policy.model_copy(update={"procedures": {}})) == ()


def test_the_tariff_is_in_force_on_the_first_day_online(policy: MunicipalityPolicy):
    """A tariff that begins after the counter opens is refused before a citizen finds out."""
    early = policy.municipality.model_copy(update={"online_from": date(2019, 9, 30)})
    found = cross_faults(policy.model_copy(update={"municipality": early}))
    assert [part for part, _ in found] == ["postage"]


def test_the_accounting_officer_exists(policy: MunicipalityPolicy):
    """Money that cannot go back needs somebody who is there."""
    payment = policy.payment.model_copy(update={"accounting_officer": "officer-x"})
    ((part, fault),) = cross_faults(policy.model_copy(update={"payment": payment}))
    assert (part, fault.key) == ("payment", "accounting_officer")
