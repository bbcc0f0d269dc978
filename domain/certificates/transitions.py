"""The procedure as a literal table: which actions each status allows, and to whom.

It drives the workflow's validators, the API, the pages' buttons and the tests (architecture.md §5).
"""

from collections.abc import Callable

from domain.actors import Role
from domain.certificates.state import Delivery, RequestState
from domain.certificates.status import Proposal, RefundStatus, Status
from domain.certificates.terms import PaymentOrder

ALLOWED: dict[Status, frozenset[str]] = {
    Status.RECEIVED: frozenset(),
    Status.VERIFYING: frozenset({"record_identity", "record_eligibility", "withdraw"}),
    Status.HELD: frozenset(
        {"open_finding", "release_hold", "check_again", "propose_rejection", "return_to_applicant", "withdraw"}
    ),
    Status.AWAITING_PAYMENT: frozenset(
        {"record_unprintable", "set_deadline", "request_payment", "record_payment", "lapse", "withdraw"}
    ),
    Status.UNDER_EXAMINATION: frozenset(
        {"take", "propose_approval", "propose_rejection", "return_to_applicant", "withdraw"}
    ),
    Status.RETURNED: frozenset({"set_deadline", "correct", "lapse", "withdraw"}),
    Status.AWAITING_APPROVAL: frozenset({"approve", "reject", "remand", "withdraw"}),
    Status.ISSUING: frozenset({"record_eligibility", "record_issuance", "withdraw"}),
    Status.READY_TO_DISPATCH: frozenset(
        {"confirm_dispatch", "record_hand_over", "record_hand_over_refusal", "destroy_returned_mail"}
    ),
    Status.DISPATCHED: frozenset({"set_deadline", "record_delivery", "record_return", "record_returned_mail"}),
    Status.MAIL_RETURNED: frozenset({"set_deadline", "confirm_dispatch", "destroy_returned_mail"}),
    Status.COMPLETED: frozenset(
        {"set_deadline", "record_delivery", "record_return", "record_returned_mail", "end_late_returns"}
    ),
    Status.REJECTED: frozenset({"record_payment", "record_refund"}),
    Status.WITHDRAWN: frozenset({"record_payment", "record_refund"}),
    Status.LAPSED: frozenset({"record_payment", "record_refund"}),
}

ROLE_FOR: dict[str, Role] = {
    "withdraw": Role.CITIZEN,
    "correct": Role.CITIZEN,
    "take": Role.EXAMINER,
    "propose_approval": Role.EXAMINER,
    "propose_rejection": Role.EXAMINER,
    "return_to_applicant": Role.EXAMINER,
    "open_finding": Role.EXAMINER,
    "release_hold": Role.EXAMINER,
    "check_again": Role.EXAMINER,
    "approve": Role.APPROVER,
    "reject": Role.APPROVER,
    "remand": Role.APPROVER,
    "confirm_dispatch": Role.DISPATCHER,
    "record_returned_mail": Role.DISPATCHER,
    "destroy_returned_mail": Role.DISPATCHER,
    "record_identity": Role.SYSTEM,
    "record_eligibility": Role.SYSTEM,
    "record_unprintable": Role.SYSTEM,
    "set_deadline": Role.SYSTEM,
    "request_payment": Role.SYSTEM,
    "record_payment": Role.SYSTEM,
    "record_issuance": Role.SYSTEM,
    "record_hand_over": Role.SYSTEM,
    "record_hand_over_refusal": Role.SYSTEM,
    "record_delivery": Role.SYSTEM,
    "record_return": Role.SYSTEM,
    "end_late_returns": Role.SYSTEM,
    "lapse": Role.SYSTEM,
    "record_refund": Role.SYSTEM,
}

# At a hold the closed desk does what an examiner does.
AT_THE_HOLD = frozenset({"open_finding", "release_hold", "check_again"})

# What a human action is recorded as: a decision id stands for one of them.
EVENTS_OF: dict[str, frozenset[str]] = {
    "withdraw": frozenset({"withdrawn"}),
    "correct": frozenset({"corrected"}),
    "take": frozenset({"case_taken"}),
    "propose_approval": frozenset({"approval_proposed"}),
    "propose_rejection": frozenset({"rejection_proposed"}),
    "return_to_applicant": frozenset({"returned_to_applicant"}),
    "open_finding": frozenset({"finding_opened"}),
    "release_hold": frozenset({"release_proposed", "hold_released"}),
    "check_again": frozenset({"check_repeated"}),
    "approve": frozenset({"approved"}),
    "reject": frozenset({"rejected", "rejection_wanted"}),
    "remand": frozenset({"remanded_to_examiner"}),
    "confirm_dispatch": frozenset({"dispatch_confirmed"}),
    "record_returned_mail": frozenset({"mail_returned"}),
    "destroy_returned_mail": frozenset({"returned_mail_destroyed"}),
}

# What must be so, beside the status.
_OPEN_WHEN: dict[str, Callable[[RequestState], bool]] = {
    "open_finding": lambda state: state.identity.hold_has_finding,
    "release_hold": lambda state: state.identity.hold_has_finding,
    "check_again": lambda state: not state.identity.hold_has_finding,
    "approve": lambda state: state.examination.proposal is Proposal.APPROVE,
    "confirm_dispatch": lambda state: not state.post.confirmed,
    "destroy_returned_mail": lambda state: bool(state.post.returned) and not state.post.confirmed,
    "record_delivery": lambda state: state.post.delivery is not Delivery.REPORTED,
    "record_refund": lambda state: state.money.refund is RefundStatus.DUE,
}


def roles_for(action: str) -> frozenset[Role]:
    """Return the roles of which one is needed for an action."""
    role = ROLE_FOR[action]
    return frozenset({role, Role.CLOSED_DESK}) if action in AT_THE_HOLD else frozenset({role})


def is_open(state: RequestState, action: str) -> bool:
    """Say whether the status and the facts allow an action, whoever takes it."""
    condition = _OPEN_WHEN.get(action)
    possible = action in ALLOWED[state.status] and not state.post.settled
    return possible and (condition is None or condition(state))


def available_actions(state: RequestState, roles: tuple[Role, ...]) -> tuple[str, ...]:
    """Return what somebody in these roles may do now, sorted; the pages' buttons and the API's `actions`."""
    return tuple(
        sorted(action for action in ALLOWED[state.status] if roles_for(action) & set(roles) and is_open(state, action))
    )


def after_verification(state: RequestState) -> Status:
    """Return where a cleared request goes."""
    if state.terms.payment_order is PaymentOrder.FIRST and must_pay(state):
        return Status.AWAITING_PAYMENT
    return Status.UNDER_EXAMINATION


def after_approval(state: RequestState) -> Status:
    """Return where an approved request goes."""
    return Status.AWAITING_PAYMENT if must_pay(state) else Status.ISSUING


def after_payment(state: RequestState) -> Status:
    """Return where a paid request goes: approved ones are issued, the others examined."""
    return Status.ISSUING if state.examination.approver else Status.UNDER_EXAMINATION


def must_pay(state: RequestState) -> bool:
    """Say whether a fee is owed and not yet captured."""
    return state.terms.amount > 0 and not state.money.captured


def hands(state: RequestState) -> frozenset[str]:
    """Return who had the case in hand: examiner, proposer, who opened a hold's finding or sent it back."""
    examination = state.examination
    return frozenset(
        each for each in (examination.examiner, examination.proposer, *examination.handlers) if each is not None
    )


def may_leave(state: RequestState) -> bool:
    """Say whether paper may leave: verified identity, captured fee or exemption, and approval by a second person."""
    examination = state.examination
    approved = examination.approver is not None and examination.approver not in hands(state)
    return state.identity.verified and not must_pay(state) and approved
