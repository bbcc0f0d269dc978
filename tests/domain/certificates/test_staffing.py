"""Enough officers for requests to be decided."""

import pytest

from domain.actors import Role
from domain.certificates.staffing import staffing_faults
from domain.municipality.officers import Officer, Officers


def officer(name: str, *roles: Role) -> Officer:
    return Officer(id=name, name=name, section="課", roles=roles)


def reasons(*officers: Officer) -> list[str]:
    return [fault.reason for fault in staffing_faults(Officers(officer=officers))]


def test_one_person_may_hold_both_roles_of_a_decision():
    """Examiner and approver in one person is allowed: the four-eyes rule is of the case, not of the person."""
    both = officer("a", Role.EXAMINER, Role.APPROVER)
    assert reasons(both, officer("b", Role.APPROVER, Role.DISPATCHER), officer("d", Role.CLOSED_DESK)) == []


def test_one_person_alone_cannot_decide_anything():
    """With a single examiner and approver no case could ever be approved."""
    assert reasons(officer("a", Role.EXAMINER, Role.APPROVER, Role.DISPATCHER, Role.CLOSED_DESK)) == [
        "examiner and approver must be two people"
    ]


def test_every_role_of_the_procedure_is_taken():
    """A missing role is named."""
    assert reasons(officer("a", Role.EXAMINER), officer("b", Role.APPROVER)) == [
        "nobody holds the role dispatcher",
        "nobody holds the role closed_desk",
    ]


@pytest.mark.parametrize(
    ("officers", "possible"),
    [
        ({"a": "examiner", "b": "approver", "d": "closed_desk"}, True),
        ({"a": "examiner closed_desk", "b": "approver"}, False),  # nobody releases beside a
        ({"a": "examiner", "b": "approver closed_desk"}, False),  # both release, nobody is left to approve
        ({"a": "examiner", "b": "approver closed_desk", "c": "approver"}, True),
        ({"a": "examiner approver", "b": "approver", "d": "closed_desk"}, True),
        ({"b": "approver", "d": "closed_desk examiner", "f": "closed_desk"}, True),
    ],
)
def test_a_hold_has_a_way_out_in_every_office(officers: dict[str, str], possible: bool):
    """Two who release, one of them of the closed desk, and a third who approves."""
    team = [officer(name, *map(Role, roles.split())) for name, roles in officers.items()]
    found = reasons(*team, officer("z", Role.DISPATCHER))
    assert (found == []) is possible, found
