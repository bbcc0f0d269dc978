"""Rules about officers."""

from datetime import date

from domain.actors import Role
from domain.municipality.officers import Officer, Officers, officer_faults


def officer(name: str, *roles: Role) -> Officer:
    return Officer(id=name, name=name, section="課", roles=roles)


def reasons(*officers: Officer) -> list[str]:
    return [fault.reason for fault in officer_faults(Officers(officer=officers))]


def test_one_person_is_one_officer():
    """Two pairs of eyes are two people: a resident who signs in as two officers is named."""
    twice = [officer("a", Role.EXAMINER, Role.DISPATCHER), officer("b", Role.CLOSED_DESK), officer("c", Role.APPROVER)]
    team = [each.model_copy(update={"resident": "r-1"}) for each in twice[:2]] + twice[2:]
    assert reasons(*team) == ["another officer is the same resident"]


def test_an_officer_whose_roles_changed_is_one_person_still():
    """Another row from the day of other roles on, of the same resident: no fault."""
    before = officer("a", Role.EXAMINER).model_copy(update={"resident": "r-1", "effective_until": date(2026, 3, 31)})
    after = officer("a", Role.APPROVER).model_copy(update={"resident": "r-1", "effective_from": date(2026, 4, 1)})
    others = officer("b", Role.EXAMINER, Role.DISPATCHER), officer("d", Role.CLOSED_DESK)
    assert reasons(before, after, *others) == []


def test_no_officer_has_the_name_of_the_citizen_or_the_system():
    """What an officer did must not read as if the applicant or the system had done it."""
    team = (officer("a", Role.EXAMINER, Role.DISPATCHER), officer("b", Role.APPROVER), officer("d", Role.CLOSED_DESK))
    assert (
        reasons(*team, officer("applicant"), officer("system"))
        == ["in every record this id stands for somebody else"] * 2
    )


def test_an_auditor_only_audits_and_ids_are_unique():
    """An auditor with another role and an id used twice are each named."""
    found = reasons(
        officer("a", Role.EXAMINER, Role.DISPATCHER),
        officer("a", Role.APPROVER),
        officer("c", Role.AUDITOR, Role.APPROVER),
        officer("d", Role.CLOSED_DESK),
    )
    assert found == ["two officers have this id", "an auditor takes part in no decision"]
