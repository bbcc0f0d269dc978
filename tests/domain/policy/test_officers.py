"""Rules about officers."""

from domain.actors import Role
from domain.policy.officers import Officer, Officers, officer_faults


def officer(name: str, *roles: Role) -> Officer:
    return Officer(id=name, name=name, section="課", roles=roles)


def reasons(*officers: Officer) -> list[str]:
    return [fault.reason for fault in officer_faults(Officers(officer=officers))]


def test_one_person_may_hold_both_roles_of_a_decision():
    """Examiner and approver in one person is allowed: the four-eyes rule is of the case, not of the person."""
    both = officer("a", Role.EXAMINER, Role.APPROVER)
    assert reasons(both, officer("b", Role.APPROVER, Role.DISPATCHER)) == []


def test_one_person_alone_cannot_decide_anything():
    """With a single examiner and approver no case could ever be approved."""
    assert reasons(officer("a", Role.EXAMINER, Role.APPROVER, Role.DISPATCHER)) == [
        "examiner and approver must be two people"
    ]


def test_every_role_of_the_procedure_is_taken():
    """A missing role is named."""
    assert reasons(officer("a", Role.EXAMINER), officer("b", Role.APPROVER)) == ["nobody holds the role dispatcher"]


def test_no_officer_has_the_name_of_the_citizen_or_the_system():
    """What an officer did must not read as if the applicant or the system had done it."""
    team = (officer("a", Role.EXAMINER, Role.DISPATCHER), officer("b", Role.APPROVER))
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
    )
    assert found == ["two officers have this id", "an auditor takes part in no decision"]
