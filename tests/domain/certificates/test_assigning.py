"""割り振り: a supervisor gives a case to another examiner, or back to whoever takes it."""

import pytest
from fixtures.desk import (
    APPROVER,
    CLOSED_DESK,
    EVERYTHING,
    EXAMINER,
    OTHER_EXAMINER,
    REASONS,
    RESIDENT,
    SUPERVISOR,
    Desk,
    desk_at,
)

from domain.actors import APPLICANT, Actor, Role
from domain.certificates import commands as c
from domain.certificates.status import AssignReason, RejectionReason, Status
from domain.errors import DomainError, ErrorCode


def _to(officer: Actor | None, reason: AssignReason = AssignReason.ABSENCE) -> c.Assign:
    return c.Assign(officer=officer.id if officer else None, reason=reason)


def _refusal(desk: Desk, command: object, actor: Actor, named: Actor | None = None) -> ErrorCode:
    before = list(desk.events)
    with pytest.raises(DomainError) as refused:
        desk.decide(command, actor, named=named)
    assert desk.events == before
    return refused.value.code


def test_a_case_goes_from_one_examiner_to_another() -> None:
    """Who is away no longer has it; the other may propose at once."""
    desk = Desk().examine()
    desk.decide(c.Take(), EXAMINER)
    desk.decide(_to(OTHER_EXAMINER), SUPERVISOR)
    assert desk.state.assignee == OTHER_EXAMINER.id
    assert _refusal(desk, c.ProposeApproval(), EXAMINER) is ErrorCode.TAKEN_BY_ANOTHER
    assert desk.decide(c.ProposeApproval(), OTHER_EXAMINER)


def test_a_case_put_back_is_for_whoever_takes_it() -> None:
    """A release: nobody has it in hand, and the first who takes it does."""
    desk = Desk().examine()
    desk.decide(c.Take(), EXAMINER)
    desk.decide(_to(None), SUPERVISOR)
    assert desk.state.assignee is None
    assert desk.decide(c.Take(), OTHER_EXAMINER)


def test_whoever_had_it_in_hand_does_not_approve_it() -> None:
    """Handing over washes nobody's eyes: neither who had it before nor who has it now is the second person."""
    desk = Desk().examine()
    desk.decide(c.Take(), EVERYTHING)
    desk.decide(_to(EXAMINER), SUPERVISOR)
    desk.decide(c.ProposeApproval(), EXAMINER)
    assert _refusal(desk, c.Approve(), EVERYTHING) is ErrorCode.FOUR_EYES
    both = Actor(id="officer-8", roles=(Role.EXAMINER, Role.APPROVER))
    desk.decide(_to(both), SUPERVISOR)
    assert _refusal(desk, c.Approve(), both) is ErrorCode.FOUR_EYES
    assert desk.decide(c.Approve(), APPROVER)


def test_a_remand_goes_to_who_has_it_now() -> None:
    """The examiner went away while the approver had the case."""
    desk = Desk().propose()
    desk.decide(_to(OTHER_EXAMINER), SUPERVISOR)
    desk.decide(c.Remand(), APPROVER)
    assert _refusal(desk, c.Take(), EXAMINER) is ErrorCode.TAKEN_BY_ANOTHER
    assert desk.decide(c.ProposeApproval(), OTHER_EXAMINER)


def test_a_corrected_request_comes_back_to_who_has_it_now() -> None:
    """The examiner went away while the citizen corrected."""
    desk = desk_at(Status.RETURNED)
    desk.decide(_to(OTHER_EXAMINER), SUPERVISOR)
    desk.decide(c.Correct(revision=2, resigned=True), APPLICANT)
    assert desk.state.assignee == OTHER_EXAMINER.id


@pytest.mark.parametrize("named", [None, APPROVER, OTHER_EXAMINER.model_copy(update={"person": RESIDENT})])
def test_only_who_may_examine_it_gets_it(named: Actor | None) -> None:
    """Not somebody unknown, not somebody of another role, not the applicant; the supervisor is not told which."""
    desk = Desk().examine()
    officer = named.id if named else "nobody-9"
    command = c.Assign(officer=officer, reason=AssignReason.WORKLOAD)
    stranger = named or Actor(id="examiner-9", roles=(Role.EXAMINER,))  # vouched for, but not the one who is named
    assert _refusal(desk, command, SUPERVISOR, stranger) is ErrorCode.ASSIGNEE_UNFIT


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISOR])
def test_nobody_but_a_supervisor_shares_out_work(role: Role) -> None:
    """Not even the examiner whose case it is: a way to choose who examines would be one to choose the outcome."""
    assert _refusal(Desk().examine(), _to(EXAMINER), Actor(id="officer-7", roles=(role,))) is ErrorCode.ROLE_MISSING


def test_a_supervisor_does_not_choose_their_own_examiner() -> None:
    """A supervisor who is the applicant stays away from the case."""
    myself = SUPERVISOR.model_copy(update={"person": RESIDENT})
    assert _refusal(Desk().examine(), _to(EXAMINER), myself) is ErrorCode.OWN_REQUEST


def test_a_held_case_is_shared_out_by_nobody() -> None:
    """It is the closed desk's, also while its rejection waits for the approver."""
    desk = desk_at(Status.HELD).open_finding(EXAMINER, CLOSED_DESK)
    assert _refusal(desk, _to(OTHER_EXAMINER), SUPERVISOR) is ErrorCode.NOT_ALLOWED_NOW
    desk.decide(c.ProposeRejection(reasons=(RejectionReason.COUNTER_ONLY,)), EXAMINER)
    assert desk.status is Status.AWAITING_APPROVAL
    assert _refusal(desk, _to(OTHER_EXAMINER), SUPERVISOR) is ErrorCode.NOT_ALLOWED_NOW


def test_the_same_hand_over_twice_is_one() -> None:
    """By its id, and by its outcome: who has the case already is given it without a trace."""
    desk = Desk().examine()
    assert desk.decide(_to(EXAMINER), SUPERVISOR, "assign-0001")
    assert desk.decide(_to(EXAMINER), SUPERVISOR, "assign-0001") == ()
    assert desk.decide(_to(EXAMINER), SUPERVISOR, "assign-0002") == ()


def test_a_hand_over_changes_nothing_else() -> None:
    """Status, proposal, deadlines and reasons stay."""
    desk = Desk().propose(c.ProposeRejection(reasons=REASONS))
    before = desk.state
    desk.decide(_to(OTHER_EXAMINER), SUPERVISOR)
    after = desk.state
    assert (after.status, after.due, after.examination.reasons) == (before.status, before.due, REASONS)
    assert after.examination.proposer == EXAMINER.id
