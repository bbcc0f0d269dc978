"""Who may open what of a case."""

from typing import Any

import pytest
from fixtures.desk import CLOSED_DESK, DISPATCHER, EXAMINER, RESIDENT, desk_at

from domain.actors import Actor, Role
from domain.certificates.disclosure import Part, require_opening, sees_addresses
from domain.certificates.status import Status
from domain.errors import DomainError, ErrorCode


def refusal(status: Status, part: Part, actor: Actor) -> tuple[ErrorCode, Any]:
    """Return the code and the action of a refused opening."""
    with pytest.raises(DomainError) as refused:
        require_opening(desk_at(status).state, part, actor)
    return refused.value.code, refused.value.facts.get("action")


@pytest.mark.parametrize("role", [Role.EXAMINER, Role.APPROVER, Role.CLOSED_DESK])
def test_nobody_reads_their_own_case(role: Role):
    """An officer who is the applicant opens no form of theirs, in whatever role."""
    applicant = Actor(id="officer-1", roles=(role,), person=RESIDENT)
    assert refusal(Status.UNDER_EXAMINATION, Part.APPLICATION, applicant) == (
        ErrorCode.OWN_REQUEST,
        "open_application",
    )


@pytest.mark.parametrize(
    ("part", "actor", "action"),
    [
        (Part.APPLICATION, DISPATCHER, "open_application"),
        (Part.FINDING, EXAMINER, "open_finding"),
    ],
)
def test_a_refusal_says_what_was_to_be_opened(part: Part, actor: Actor, action: str):
    """Once a case has ended its finding is the closed desk's; the form is no dispatcher's."""
    assert refusal(Status.WITHDRAWN, part, actor) == (ErrorCode.ROLE_MISSING, action)


def test_the_closed_desk_opens_a_finding_after_the_end():
    """Between hold and end nobody opens it; after the end one role does."""
    require_opening(desk_at(Status.WITHDRAWN).state, Part.FINDING, CLOSED_DESK)
    assert refusal(Status.UNDER_EXAMINATION, Part.FINDING, CLOSED_DESK)[0] is ErrorCode.NOT_ALLOWED_NOW


def test_addresses_of_a_held_case_are_for_who_opened_its_finding():
    """Another examiner sees none, the closed desk all; a protected one is the closed desk's alone."""
    held = desk_at(Status.HELD)
    assert not sees_addresses(held.state, EXAMINER, protected=False)
    held.open_finding(EXAMINER)
    assert sees_addresses(held.state, EXAMINER, protected=False)
    assert not sees_addresses(held.state, EXAMINER, protected=True)
    assert sees_addresses(held.state, CLOSED_DESK, protected=True)
    assert sees_addresses(desk_at(Status.UNDER_EXAMINATION).state, EXAMINER, protected=False)
