"""The procedure as a literal table: which actions each status allows, and to whom.

It drives the workflow's validators, the API, the pages' buttons and the tests (architecture.md §5).
"""

from domain.actors import Role
from domain.policy.terms import PaymentOrder
from domain.requests.state import RequestState
from domain.requests.status import RefundStatus, Status

ALLOWED: dict[Status, frozenset[str]] = {
    Status.RECEIVED: frozenset(),
    Status.VERIFYING: frozenset({"record_identity", "record_eligibility", "withdraw"}),
    Status.HELD: frozenset({"release_hold", "propose_rejection", "return_to_applicant", "withdraw"}),
    Status.AWAITING_PAYMENT: frozenset({"set_deadline", "request_payment", "record_payment", "lapse", "withdraw"}),
    Status.UNDER_EXAMINATION: frozenset(
        {"take", "propose_approval", "propose_rejection", "return_to_applicant", "withdraw"}
    ),
    Status.RETURNED: frozenset({"set_deadline", "correct", "lapse", "withdraw"}),
    Status.AWAITING_APPROVAL: frozenset({"approve", "reject", "remand", "withdraw"}),
    Status.ISSUING: frozenset({"record_eligibility", "record_issuance"}),
    Status.READY_TO_DISPATCH: frozenset({"confirm_dispatch", "record_hand_over", "record_hand_over_refusal"}),
    Status.DISPATCHED: frozenset({"set_deadline", "record_delivery", "record_return", "record_returned_mail"}),
    Status.MAIL_RETURNED: frozenset({"set_deadline", "confirm_dispatch", "destroy_returned_mail"}),
    Status.COMPLETED: frozenset(),
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
    "release_hold": Role.EXAMINER,
    "approve": Role.APPROVER,
    "reject": Role.APPROVER,
    "remand": Role.APPROVER,
    "confirm_dispatch": Role.DISPATCHER,
    "record_returned_mail": Role.DISPATCHER,
    "destroy_returned_mail": Role.DISPATCHER,
    "record_identity": Role.SYSTEM,
    "record_eligibility": Role.SYSTEM,
    "set_deadline": Role.SYSTEM,
    "request_payment": Role.SYSTEM,
    "record_payment": Role.SYSTEM,
    "record_issuance": Role.SYSTEM,
    "record_hand_over": Role.SYSTEM,
    "record_hand_over_refusal": Role.SYSTEM,
    "record_delivery": Role.SYSTEM,
    "record_return": Role.SYSTEM,
    "lapse": Role.SYSTEM,
    "record_refund": Role.SYSTEM,
}


# What a human action is recorded as: a decision id stands for one of them.
EVENT_OF: dict[str, str] = {
    "withdraw": "withdrawn",
    "correct": "corrected",
    "take": "case_taken",
    "propose_approval": "approval_proposed",
    "propose_rejection": "rejection_proposed",
    "return_to_applicant": "returned_to_applicant",
    "release_hold": "hold_released",
    "approve": "approved",
    "reject": "rejected",
    "remand": "remanded_to_examiner",
    "confirm_dispatch": "dispatch_confirmed",
    "record_returned_mail": "mail_returned",
    "destroy_returned_mail": "returned_mail_destroyed",
}


def is_open(state: RequestState, action: str) -> bool:
    """Say whether the status and the facts allow an action, whoever takes it."""
    if action not in ALLOWED[state.status]:
        return False
    if action == "confirm_dispatch":
        return not state.post.confirmed
    if action == "approve":
        return state.examination.proposal == "approve"
    if action == "record_refund":
        return state.money.refund is RefundStatus.DUE
    return True


def available_actions(state: RequestState, roles: tuple[Role, ...]) -> tuple[str, ...]:
    """Return what somebody in these roles may do now, sorted; the pages' buttons and the API's `actions`."""
    return tuple(
        sorted(action for action in ALLOWED[state.status] if ROLE_FOR[action] in roles and is_open(state, action))
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
    """Return who had the case in hand: examiner, proposer, whoever released a hold or returned it to the citizen."""
    examination = state.examination
    return frozenset(
        each for each in (examination.examiner, examination.proposer, *examination.handlers) if each is not None
    )


def may_leave(state: RequestState) -> bool:
    """Say whether paper may leave: verified identity, captured fee or exemption, and approval by a second person."""
    examination = state.examination
    approved = examination.approver is not None and examination.approver not in hands(state)
    return state.identity.verified and not must_pay(state) and approved
