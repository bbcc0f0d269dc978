"""Checks between the files of certificates, and with the general ones."""

from datetime import date

from domain.certificates.rule_files import misfits
from domain.certificates.rules import rules_of
from domain.municipality.policy import MunicipalityPolicy


def test_sound_rules_fit_together(policy: MunicipalityPolicy):
    """The sample used by these tests passes."""
    assert [*misfits(policy, rules_of(policy))] == []


def test_every_kind_offered_has_a_fee_from_the_first_day_online(policy: MunicipalityPolicy):
    """A fee that begins after the counter opens is refused before a citizen finds out."""
    early = policy.municipality.model_copy(update={"online_from": date(2019, 9, 30)})
    found = misfits(policy.model_copy(update={"municipality": early}), rules_of(policy))
    assert [part for part, _ in found] == ["certificates/fees", "certificates/refunds"]


def test_the_heaviest_letter_a_citizen_can_ask_for_has_a_rate(policy: MunicipalityPolicy):
    """Ten copies of the longest certificate must be within the tariff in use; an older one does not matter."""
    tables = tuple(table.model_copy(update={"rate": table.rate[:1]}) for table in policy.postage.table)
    light = policy.model_copy(update={"postage": policy.postage.model_copy(update={"table": tables})})
    found = misfits(light, rules_of(light))
    assert [(part, fault.key) for part, fault in found] == [("postage", "table[1].rate")]
