"""The procedure's table, written down a second time and compared (architecture.md §5)."""

import typing

import pytest
from fixtures.desk import (
    APPROVER,
    CLOSED_DESK,
    DISPATCHER,
    EXAMINER,
    NUMBERS,
    REACHABLE,
    REASONS,
    REMARK,
    START,
    desk_at,
)

from domain.actors import APPLICANT, SYSTEM, Actor, Role
from domain.certificates import commands as c
from domain.certificates.decide import _RULES
from domain.certificates.status import ENDS, HoldStage, LapseReason, Status
from domain.certificates.terms import DeadlineKind
from domain.certificates.transitions import ALLOWED, ROLE_FOR, available_actions
from domain.errors import DomainError, ErrorCode
from domain.postal.letters import MailClass, ReturnReason

S = Status

# What each human may do, status by status. A change of this table is a change of the procedure.
HUMAN: dict[Status, dict[str, Role]] = {
    S.VERIFYING: {"withdraw": Role.CITIZEN},
    S.HELD: {
        "withdraw": Role.CITIZEN,
        "open_finding": Role.EXAMINER,  # so may the closed desk
        "release_hold": Role.EXAMINER,  # so may the closed desk
        "propose_rejection": Role.EXAMINER,
        "return_to_applicant": Role.EXAMINER,
    },
    S.AWAITING_PAYMENT: {"withdraw": Role.CITIZEN},
    S.UNDER_EXAMINATION: {
        "withdraw": Role.CITIZEN,
        "take": Role.EXAMINER,
        "propose_approval": Role.EXAMINER,
        "propose_rejection": Role.EXAMINER,
        "return_to_applicant": Role.EXAMINER,
    },
    S.RETURNED: {"withdraw": Role.CITIZEN, "correct": Role.CITIZEN},
    S.AWAITING_APPROVAL: {
        "withdraw": Role.CITIZEN,
        "approve": Role.APPROVER,
        "reject": Role.APPROVER,
        "remand": Role.APPROVER,
    },
    S.ISSUING: {"withdraw": Role.CITIZEN},
    S.READY_TO_DISPATCH: {"confirm_dispatch": Role.DISPATCHER},
    S.DISPATCHED: {"record_returned_mail": Role.DISPATCHER},
    S.MAIL_RETURNED: {"confirm_dispatch": Role.DISPATCHER, "destroy_returned_mail": Role.DISPATCHER},
    S.COMPLETED: {"record_returned_mail": Role.DISPATCHER},
    S.REJECTED: {},
    S.WITHDRAWN: {},
    S.LAPSED: {},
}
# What machines may tell, status by status.
AT_THE_HOLD = ("open_finding", "release_hold", "check_again")
# Only after opening the finding; which of them it leaves open: test_holds.py.
INFORMED = ("release_hold", "propose_rejection", "return_to_applicant")
MACHINE: dict[Status, set[str]] = {
    S.VERIFYING: {"record_identity"},  # record_eligibility once the identity is verified
    S.HELD: set(),
    S.AWAITING_PAYMENT: {"record_unprintable", "set_deadline", "request_payment", "record_payment", "lapse"},
    S.UNDER_EXAMINATION: set(),
    S.RETURNED: {"set_deadline"},  # lapse for its own reason
    S.AWAITING_APPROVAL: set(),
    S.ISSUING: set(),  # record_eligibility for its own stage, record_issuance after it
    S.READY_TO_DISPATCH: set(),  # hand-over once a number is given
    S.DISPATCHED: {"set_deadline", "record_delivery", "record_return"},
    S.MAIL_RETURNED: {"set_deadline"},
    S.COMPLETED: {"set_deadline", "record_return", "end_late_returns"},  # record_delivery of one taken as delivered
    S.REJECTED: {"record_payment"},
    S.WITHDRAWN: {"record_payment"},
    S.LAPSED: set(),  # paid here, so no second capture
}
HUMAN_COMMANDS = {
    "withdraw": c.Withdraw(),
    "correct": c.Correct(revision=2, resigned=False),
    "take": c.Take(),
    "propose_approval": c.ProposeApproval(),
    "propose_rejection": c.ProposeRejection(reasons=REASONS),
    "return_to_applicant": c.ReturnToApplicant(remarks=(REMARK,)),
    "open_finding": c.OpenFinding(),
    "release_hold": c.ReleaseHold(),
    "check_again": c.CheckAgain(),
    "approve": c.Approve(),
    "reject": c.Reject(reasons=REASONS),
    "remand": c.Remand(),
    "confirm_dispatch": c.ConfirmDispatch(tracking_number=NUMBERS[1]),
    "record_returned_mail": c.RecordReturnedMail(reason=ReturnReason.REFUSED),
    "destroy_returned_mail": c.DestroyReturnedMail(),
}
MACHINE_COMMANDS = {
    "record_identity": c.RecordIdentity(verified=True),
    "record_eligibility": c.RecordEligibility(stage=HoldStage.ELIGIBILITY, clear=True),
    "record_unprintable": c.RecordUnprintable(),
    "set_deadline": c.SetDeadline(deadline=DeadlineKind.PAYMENT, due_at=START),
    "request_payment": c.RequestPayment(payment_id="pay-1"),
    "record_payment": c.RecordPayment(
        payment_id="pay-1", charge_id="pay-1", amount=300, provider_reference="r", captured_at=START
    ),
    "record_issuance": c.RecordIssuance(
        certificate="c", cover_letter="l", sheets=1, weight_grams=20, mail_class=MailClass.ORDINARY
    ),
    "record_hand_over": c.RecordHandOver(letter_id="letter", accepted_at=START),
    "record_hand_over_refusal": c.RecordHandOverRefusal(letter_id="letter", code="x"),
    "record_delivery": c.RecordDelivery(),
    "record_return": c.RecordReturn(reason=ReturnReason.MOVED, event_id="scan"),
    "end_late_returns": c.EndLateReturns(),
    "lapse": c.Lapse(reason=LapseReason.UNPAID),
    "record_refund": c.RecordRefund(method="refund"),
}
ACTORS = {
    Role.CITIZEN: APPLICANT,
    Role.EXAMINER: EXAMINER,
    Role.APPROVER: APPROVER,
    Role.DISPATCHER: DISPATCHER,
    Role.CLOSED_DESK: CLOSED_DESK,
    Role.AUDITOR: Actor(id="auditor-1", roles=(Role.AUDITOR,)),
    Role.SYSTEM: SYSTEM,
}


def _roles(action: str) -> set[Role]:
    return {ROLE_FOR[action]} | ({Role.CLOSED_DESK} if action in AT_THE_HOLD else set())


@pytest.mark.parametrize("status", REACHABLE)
@pytest.mark.parametrize("action", HUMAN_COMMANDS)
@pytest.mark.parametrize("role", Role)
def test_a_decision_is_taken_exactly_where_the_table_says(status: Status, action: str, role: Role) -> None:
    """Every decision, in every status, by every role: taken or refused with the right code, and then without a trace."""
    desk = desk_at(status)
    before = list(desk.events)
    informed = status is Status.HELD and action in INFORMED
    if action in HUMAN[status] and role in _roles(action) and not informed:
        assert desk.decide(HUMAN_COMMANDS[action], ACTORS[role])
        return
    with pytest.raises(DomainError) as refused:
        desk.decide(HUMAN_COMMANDS[action], ACTORS[role])
    if role not in _roles(action):
        expected = ErrorCode.ROLE_MISSING
    elif informed:
        expected = ErrorCode.FINDING_NOT_OPENED
    else:
        expected = ErrorCode.REQUEST_CLOSED if status in ENDS else ErrorCode.NOT_ALLOWED_NOW
    assert refused.value.code is expected
    assert desk.events == before


@pytest.mark.parametrize("status", REACHABLE)
@pytest.mark.parametrize("action", MACHINE_COMMANDS)
def test_a_fact_is_recorded_exactly_where_the_table_says(status: Status, action: str) -> None:
    """Every machine fact, in every status; one that comes at the wrong moment is refused without a trace."""
    desk = desk_at(status)
    before = list(desk.events)
    if action in MACHINE[status]:
        assert desk.record(MACHINE_COMMANDS[action])
        return
    with pytest.raises(DomainError):
        desk.record(MACHINE_COMMANDS[action])
    assert desk.events == before


@pytest.mark.parametrize("status", REACHABLE)
@pytest.mark.parametrize("role", Role)
def test_what_is_offered_is_what_is_allowed(status: Status, role: Role) -> None:
    """Buttons and the API's actions are the table's, no more and no less."""
    if role is Role.SYSTEM:
        return
    expected = sorted(action for action in HUMAN[status] if role in _roles(action))
    assert list(available_actions(desk_at(status).state, (role,))) == expected


def test_every_command_has_a_rule_a_role_and_a_row() -> None:
    """Nothing is left out: each command is handled, belongs to a role, and is allowed somewhere."""
    commands = [kind for kind in vars(c).values() if isinstance(kind, type) and issubclass(kind, c.Command)]
    actions = {kind.model_fields["action"].default for kind in commands if kind is not c.Command}
    assert actions == set(ROLE_FOR) == set(HUMAN_COMMANDS) | set(MACHINE_COMMANDS)
    assert set(_RULES) == {kind for kind in commands if kind is not c.Command}
    assert actions == set().union(*ALLOWED.values())
    assert set(ALLOWED) == set(Status)


def test_only_people_decide() -> None:
    """What may arrive from outside is exactly the human commands; none of them is the system's."""
    union = typing.get_args(typing.get_args(c.HumanCommand)[0])
    human = {kind.model_fields["action"].default for kind in union}
    assert human == {action for action, role in ROLE_FOR.items() if role is not Role.SYSTEM}


def test_every_status_is_reached_but_the_counters() -> None:
    """RECEIVED is the counter's row before its workflow exists; every other status has a way that leads to it."""
    assert set(REACHABLE) == set(Status) - {Status.RECEIVED}
    assert [desk_at(status).status for status in REACHABLE] == list(REACHABLE)
