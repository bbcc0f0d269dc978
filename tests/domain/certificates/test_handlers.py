"""Who had a case in hand does not approve it, and a decision id stands for one decision."""

import pytest
from fixtures.desk import APPROVER, CLOSED_DESK, EVERYTHING, EXAMINER, REMARK, Desk

from domain.actors import APPLICANT
from domain.certificates import commands as c
from domain.certificates.status import Status
from domain.errors import DomainError, ErrorCode


def refusal(desk: Desk, command: c.Command, actor, decision_id: str = "") -> ErrorCode:
    with pytest.raises(DomainError) as refused:
        desk.decide(command, actor, decision_id)
    return refused.value.code


def test_who_released_the_hold_does_not_approve():
    """A released hold is half of an examination: somebody else approves."""
    desk = Desk().clear(clear=False)
    desk.release(EVERYTHING, CLOSED_DESK)
    desk.pay()
    desk.decide(c.ProposeApproval(), EXAMINER)

    assert refusal(desk, c.Approve(), EVERYTHING) is ErrorCode.FOUR_EYES
    assert desk.decide(c.Approve(), APPROVER)


def test_who_returned_the_case_does_not_approve():
    """Nor does whoever sent it back to the citizen, also after the correction."""
    desk = Desk().examine()
    desk.decide(c.ReturnToApplicant(remarks=(REMARK,)), EVERYTHING)
    desk.decide(c.Correct(revision=2, resigned=True), APPLICANT)
    desk.clear()
    desk.decide(c.ProposeApproval(), EXAMINER)

    assert refusal(desk, c.Approve(), EVERYTHING) is ErrorCode.FOUR_EYES


def test_who_approved_does_not_release_the_hold_before_issue():
    """What the register says after the approval is looked at by a second person, and paper may leave then."""
    desk = Desk().examine()
    desk.decide(c.ProposeApproval(), EXAMINER)
    desk.decide(c.Approve(), EVERYTHING)
    desk.hold_before_issue()

    assert desk.status is Status.HELD
    assert refusal(desk, c.OpenFinding(), EVERYTHING) is ErrorCode.FOUR_EYES
    assert refusal(desk, c.ReleaseHold(), EVERYTHING) is ErrorCode.FOUR_EYES
    assert desk.release(EXAMINER, CLOSED_DESK)
    assert desk.status is Status.ISSUING


def test_an_id_used_for_another_decision_is_a_conflict():
    """The same person, the same id, another command: refused aloud, not taken for the first."""
    desk = Desk().examine()
    desk.decide(c.Take(), EXAMINER, "morning-1")

    assert desk.decide(c.Take(), EXAMINER, "morning-1") == ()
    assert refusal(desk, c.ProposeApproval(), EXAMINER, "morning-1") is ErrorCode.IDEMPOTENCY_CONFLICT
