"""The procedure's table, written down a second time and compared."""

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
    SUPERVISOR,
    desk_at,
)
from pydantic import TypeAdapter

from domain.actors import APPLICANT, SYSTEM, Actor, Role
from domain.cases.event import DecisionRefused, Event
from domain.certificates import commands as c
from domain.certificates.decide import _RULES
from domain.certificates.events import AnyEvent, DeadlineSet, Lapsed, RequestReceived
from domain.certificates.identity_events import EligibilityConfirmed, Held, IdentityRefused, IdentityVerified
from domain.certificates.money_events import (
    PaymentCaptured,
    PaymentRequested,
    RefundDue,
    Refunded,
    RefundHandedToOfficer,
)
from domain.certificates.paper_events import (
    CertificateIssued,
    Delivered,
    DeliveryConfirmed,
    HandedOver,
    HandOverRefused,
    LateReturnsOver,
    MailReturned,
)
from domain.certificates.record import _RULES as _FACT_RULES
from domain.certificates.record import MachineFact
from domain.certificates.status import ENDS, AssignReason, HoldStage, LapseReason, Status
from domain.certificates.terms import DeadlineKind
from domain.certificates.transitions import ALLOWED, open_to
from domain.errors import DomainError, ErrorCode
from domain.payments.overpayment import OverpaymentFact
from domain.postal.letters import MailClass, ReturnReason

S = Status
EVENTS = set(typing.get_args(typing.get_args(AnyEvent)[0]))

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
        "assign": Role.SUPERVISOR,
        "propose_approval": Role.EXAMINER,
        "propose_rejection": Role.EXAMINER,
        "return_to_applicant": Role.EXAMINER,
    },
    S.RETURNED: {"withdraw": Role.CITIZEN, "correct": Role.CITIZEN, "assign": Role.SUPERVISOR},
    S.AWAITING_APPROVAL: {
        "withdraw": Role.CITIZEN,
        "approve": Role.APPROVER,
        "reject": Role.APPROVER,
        "remand": Role.APPROVER,
        "assign": Role.SUPERVISOR,
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
    S.VERIFYING: {"identity_verified", "identity_refused", "held"},  # eligibility_confirmed once that is verified
    S.HELD: set(),
    S.AWAITING_PAYMENT: {"deadline_set", "payment_requested", "payment_captured", "lapsed"},
    S.UNDER_EXAMINATION: set(),
    S.RETURNED: {"deadline_set"},  # lapsed for its own reason
    S.AWAITING_APPROVAL: set(),
    S.ISSUING: set(),  # eligibility_confirmed for its own stage, certificate_issued after it
    S.READY_TO_DISPATCH: set(),  # hand-over once a number is given
    S.DISPATCHED: {"deadline_set", "delivered", "mail_returned"},
    S.MAIL_RETURNED: {"deadline_set"},
    S.COMPLETED: {"deadline_set", "mail_returned", "late_returns_over"},  # delivery_confirmed of one taken as delivered
    S.REJECTED: {"payment_captured"},
    S.WITHDRAWN: {"payment_captured"},
    S.LAPSED: set(),  # paid here, so no second capture
}
HUMAN_COMMANDS = {
    "withdraw": c.Withdraw(),
    "correct": c.Correct(revision=2, resigned=False),
    "take": c.Take(),
    "assign": c.Assign(officer="examiner-9", reason=AssignReason.ABSENCE),
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
MACHINE_FACTS: dict[type[Event], dict[str, typing.Any]] = {
    IdentityVerified: {"evidence": "e", "revocation_source": "crl"},
    IdentityRefused: {"evidence": "e", "reasons": ("expired",)},
    EligibilityConfirmed: {"stage": HoldStage.ELIGIBILITY, "evidence": "e"},
    Held: {"stage": HoldStage.IDENTITY},
    DeadlineSet: {"deadline": DeadlineKind.PAYMENT, "due_at": START},
    PaymentRequested: {"payment_id": "pay-1", "amount": 300},
    PaymentCaptured: {
        "payment_id": "pay-1",
        "charge_id": "pay-1",
        "amount": 300,
        "provider_reference": "r",
        "captured_at": START,
    },
    Refunded: {"payment_id": "pay-1", "method": "refund"},
    RefundHandedToOfficer: {"payment_id": "pay-1", "officer": "officer-kimura"},
    CertificateIssued: {
        "certificate": "c",
        "cover_letter": "l",
        "sheets": 1,
        "weight_grams": 20,
        "mail_class": MailClass.ORDINARY,
    },
    HandedOver: {"letter_id": "letter", "accepted_at": START},
    HandOverRefused: {"letter_id": "letter", "code": "x"},
    Delivered: {},
    DeliveryConfirmed: {"event_id": "scan"},
    LateReturnsOver: {},
    MailReturned: {"reason": ReturnReason.MOVED, "event_id": "scan"},
    Lapsed: {"reason": LapseReason.UNPAID},
}
ACTORS = {
    Role.CITIZEN: APPLICANT,
    Role.EXAMINER: EXAMINER,
    Role.APPROVER: APPROVER,
    Role.DISPATCHER: DISPATCHER,
    Role.CLOSED_DESK: CLOSED_DESK,
    Role.AUDITOR: Actor(id="auditor-1", roles=(Role.AUDITOR,)),
    Role.SUPERVISOR: SUPERVISOR,
    Role.ADMIN: Actor(id="admin-1", roles=(Role.ADMIN,)),
    Role.SYSTEM: SYSTEM,
}


def _roles(action: str) -> set[Role]:
    """Return who may take a decision, by the table above."""
    role = {role for row in HUMAN.values() for named, role in row.items() if named == action} or {Role.EXAMINER}
    return role | ({Role.CLOSED_DESK} if action in AT_THE_HOLD else set())


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
@pytest.mark.parametrize("kind", MACHINE_FACTS)
def test_a_fact_is_recorded_exactly_where_the_table_says(status: Status, kind: type[Event]) -> None:
    """Every machine fact, in every status; one that comes at the wrong moment is refused without a trace."""
    desk = desk_at(status)
    before = list(desk.events)
    if kind.name() in MACHINE[status]:
        assert desk.record(kind, **MACHINE_FACTS[kind])
        return
    with pytest.raises(DomainError):
        desk.record(kind, **MACHINE_FACTS[kind])
    assert desk.events == before


@pytest.mark.parametrize("status", REACHABLE)
@pytest.mark.parametrize("role", Role)
def test_what_is_offered_is_what_is_allowed(status: Status, role: Role) -> None:
    """Buttons and the API's actions are the table's, no more and no less."""
    if role is Role.SYSTEM:
        return
    expected = sorted(action for action in HUMAN[status] if role in _roles(action))
    assert [each.verb() for each in open_to(desk_at(status).state, (role,))] == expected


def test_every_command_has_a_rule_a_role_an_event_and_a_row() -> None:
    """Nothing is left out: each command may be sent, is handled, belongs to a role, is told by an event, and allowed."""
    kinds = {kind for kind in vars(c).values() if isinstance(kind, type) and issubclass(kind, c.Command)} - {c.Command}
    assert set(c.COMMANDS) == kinds == set(_RULES) == set().union(*ALLOWED.values())
    assert {kind.verb() for kind in kinds} == set(HUMAN_COMMANDS)
    assert set(ALLOWED) == set(Status)
    told = [event for kind in kinds for event in kind.recorded_as]
    assert len(told) == len(set(told))
    assert set(told) <= EVENTS
    for kind in kinds:
        TypeAdapter(c.HumanCommand).validate_python({"action": kind.verb()} | HUMAN_COMMANDS[kind.verb()].model_dump())


@pytest.mark.parametrize("command", HUMAN_COMMANDS.values(), ids=HUMAN_COMMANDS)
def test_a_command_is_recorded_as_its_class_says(command: c.Command) -> None:
    """Or the same decision sent twice would be a conflict, or two."""
    for status in REACHABLE:
        desk = desk_at(status)
        if type(command) not in [kind for role in command.roles for kind in open_to(desk.state, (role,))]:
            continue
        if status is Status.HELD and command.verb() in INFORMED:
            desk.open_finding(EXAMINER)
        first, *_ = desk.decide(command, ACTORS[command.roles[0]])
        assert type(first) in command.recorded_as


def test_every_event_is_somebodys() -> None:
    """An event is the receipt, a decision's, a machine's, caused by one of them, or money beside the fee; no other is."""
    decided = {event for kind in c.COMMANDS for event in kind.recorded_as}
    money = set(typing.get_args(typing.get_args(OverpaymentFact)[0]))
    assert set(typing.get_args(MachineFact)) == set(MACHINE_FACTS) == set(_FACT_RULES)
    assert decided | set(MACHINE_FACTS) | money | {RequestReceived, RefundDue, DecisionRefused} == EVENTS


def test_every_status_is_reached_but_the_counters() -> None:
    """RECEIVED is the counter's row before its workflow exists; every other status has a way that leads to it."""
    assert set(REACHABLE) == set(Status) - {Status.RECEIVED}
    assert [desk_at(status).status for status in REACHABLE] == list(REACHABLE)
