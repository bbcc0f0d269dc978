"""Who may decide: four eyes, never in one's own case, one examiner's desk."""

import pytest
from fixtures.desk import (
    APPROVER,
    DISPATCHER,
    EVERYTHING,
    EXAMINER,
    NUMBERS,
    OTHER_EXAMINER,
    REASONS,
    REMARK,
    RESIDENT,
    Desk,
    desk_at,
)

from domain.actors import APPLICANT, Actor, Role
from domain.certificates import commands as c
from domain.certificates.status import AssignReason, Status
from domain.errors import DomainError, ErrorCode
from domain.postal.letters import ReturnReason

APPROVALS = [c.Approve(), c.Reject(reasons=REASONS), c.Remand()]
EXAMINATIONS = [
    c.Take(),
    c.ProposeApproval(),
    c.ProposeRejection(reasons=REASONS),
    c.ReturnToApplicant(remarks=(REMARK,)),
]
OFFICE = [
    *((Status.UNDER_EXAMINATION, Role.EXAMINER, command) for command in EXAMINATIONS),
    (Status.HELD, Role.EXAMINER, c.OpenFinding()),
    (Status.HELD, Role.CLOSED_DESK, c.OpenFinding()),
    (Status.UNDER_EXAMINATION, Role.SUPERVISOR, c.Assign(officer="examiner-9", reason=AssignReason.WORKLOAD)),
    *((Status.AWAITING_APPROVAL, Role.APPROVER, command) for command in APPROVALS),
    (Status.READY_TO_DISPATCH, Role.DISPATCHER, c.ConfirmDispatch(tracking_number=NUMBERS[0])),
    (Status.DISPATCHED, Role.DISPATCHER, c.RecordReturnedMail(reason=ReturnReason.MOVED)),
    (Status.MAIL_RETURNED, Role.DISPATCHER, c.DestroyReturnedMail()),
]


def _refusal(desk: Desk, command: object, actor: Actor) -> ErrorCode:
    with pytest.raises(DomainError) as refused:
        desk.decide(command, actor)
    return refused.value.code


@pytest.mark.parametrize(("status", "role", "command"), OFFICE, ids=lambda each: getattr(each, "action", str(each)))
def test_nobody_decides_in_their_own_case(status: Status, role: Role, command: c.Command) -> None:
    """An officer who is the applicant, known by the keyed hash of the resident, is refused every decision."""
    myself = Actor(id="officer-1", roles=(role,), person=RESIDENT)
    assert _refusal(desk_at(status), command, myself) is ErrorCode.OWN_REQUEST
    assert desk_at(status).decide(command, myself.model_copy(update={"person": "0" * 32}))


@pytest.mark.parametrize("command", APPROVALS, ids=lambda each: each.action)
def test_four_eyes(command: c.Command) -> None:
    """Who proposed cannot approve, reject or remand, whatever other roles they hold."""
    desk = Desk().examine()
    desk.decide(c.ProposeApproval(), EVERYTHING)
    assert _refusal(desk, command, EVERYTHING) is ErrorCode.FOUR_EYES
    assert desk.decide(command, APPROVER)


def test_who_took_the_case_cannot_approve_either() -> None:
    """The examiner is not the second pair of eyes, also when they only took the case and somebody else proposed."""
    desk = Desk().examine()
    desk.decide(c.Take(), EVERYTHING)
    assert _refusal(desk, c.ProposeApproval(), EXAMINER) is ErrorCode.TAKEN_BY_ANOTHER
    desk.decide(c.ProposeApproval(), EVERYTHING)
    assert _refusal(desk, c.Approve(), EVERYTHING) is ErrorCode.FOUR_EYES


def test_a_remand_does_not_make_an_examiner_an_approver() -> None:
    """差戻し clears the proposal, not who examines."""
    desk = Desk().examine()
    desk.decide(c.ProposeApproval(), EVERYTHING)
    desk.decide(c.Remand(), APPROVER)
    assert desk.state.examination.proposal is None
    desk.decide(c.ProposeApproval(), EVERYTHING)
    assert _refusal(desk, c.Approve(), EVERYTHING) is ErrorCode.FOUR_EYES


@pytest.mark.parametrize("command", EXAMINATIONS, ids=lambda each: each.action)
def test_one_desk(command: c.Command) -> None:
    """A case that was taken is its examiner's."""
    desk = Desk().examine()
    desk.decide(c.Take(), EXAMINER)
    assert _refusal(desk, command, OTHER_EXAMINER) is ErrorCode.TAKEN_BY_ANOTHER


def test_a_citizen_is_no_officer() -> None:
    """The applicant decides nothing of the office, and no officer withdraws for the applicant."""
    desk = desk_at(Status.AWAITING_APPROVAL)
    assert _refusal(desk, c.Approve(), APPLICANT) is ErrorCode.ROLE_MISSING
    assert _refusal(desk, c.Withdraw(), APPROVER) is ErrorCode.ROLE_MISSING


@pytest.mark.parametrize(
    ("status", "command", "actor", "code"),
    [
        (Status.UNDER_EXAMINATION, c.ProposeRejection(), EXAMINER, ErrorCode.REASON_MISSING),
        (Status.UNDER_EXAMINATION, c.ReturnToApplicant(), EXAMINER, ErrorCode.REMARK_MISSING),
        (Status.AWAITING_APPROVAL, c.Reject(), APPROVER, ErrorCode.REASON_MISSING),
        (
            Status.READY_TO_DISPATCH,
            c.ConfirmDispatch(tracking_number="12345678901"),
            DISPATCHER,
            ErrorCode.TRACKING_NUMBER_INVALID,
        ),
        (Status.RETURNED, c.Correct(revision=2, resigned=True), EXAMINER, ErrorCode.ROLE_MISSING),
    ],
)
def test_what_a_decision_must_say(status: Status, command: c.Command, actor: Actor, code: ErrorCode) -> None:
    """行政手続法8条: no rejection without reasons; no return without remarks; no letter without a right number."""
    assert _refusal(desk_at(status), command, actor) is code
