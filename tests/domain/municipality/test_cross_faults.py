"""Checks between files."""

from datetime import date

from domain.municipality.cross_faults import cross_faults
from domain.municipality.policy import MunicipalityPolicy


def test_a_sound_policy_has_no_fault(policy: MunicipalityPolicy):
    """The sample used by these tests passes."""
    assert cross_faults(policy) == ()


def test_every_kind_offered_has_a_fee_from_the_first_day_online(policy: MunicipalityPolicy):
    """A fee that begins after the counter opens is refused before a citizen finds out."""
    early = policy.municipality.model_copy(update={"online_from": date(2019, 9, 30)})
    found = cross_faults(policy.model_copy(update={"municipality": early}))
    assert [part for part, _ in found] == ["fees", "postage", "refunds"]


def test_the_accounting_officer_exists(policy: MunicipalityPolicy):
    """Money that cannot go back needs somebody who is there."""
    payment = policy.payment.model_copy(update={"accounting_officer": "officer-x"})
    ((part, fault),) = cross_faults(policy.model_copy(update={"payment": payment}))
    assert (part, fault.key) == ("payment", "accounting_officer")


def test_the_heaviest_letter_a_citizen_can_ask_for_has_a_rate(policy: MunicipalityPolicy):
    """Ten copies of the longest certificate must be within the tariff in use; an older one does not matter."""
    tables = tuple(table.model_copy(update={"rate": table.rate[:1]}) for table in policy.postage.table)
    found = cross_faults(policy.model_copy(update={"postage": policy.postage.model_copy(update={"table": tables})}))
    assert [(part, fault.key) for part, fault in found] == [("postage", "table[1].rate")]
