"""The procedure as a literal table: which decisions each status allows.

It drives the workflow's validators, the API, the pages' buttons and the tests. Who takes a decision stands on its
command; what machines may tell, and when, in `record.py`.
"""

from collections.abc import Callable

from domain.actors import Role
from domain.cases.decision import Command
from domain.certificates import commands as c
from domain.certificates.state import RequestState
from domain.certificates.status import Proposal, Status
from domain.certificates.terms import PaymentOrder

ALLOWED: dict[Status, frozenset[type[Command]]] = {
    Status.RECEIVED: frozenset(),
    Status.VERIFYING: frozenset({c.Withdraw}),
    Status.HELD: frozenset(
        {c.OpenFinding, c.ReleaseHold, c.CheckAgain, c.ProposeRejection, c.ReturnToApplicant, c.Withdraw}
    ),
    Status.AWAITING_PAYMENT: frozenset({c.Withdraw}),
    Status.UNDER_EXAMINATION: frozenset(
        {c.Take, c.Assign, c.ProposeApproval, c.ProposeRejection, c.ReturnToApplicant, c.Withdraw}
    ),
    Status.RETURNED: frozenset({c.Correct, c.Assign, c.Withdraw}),
    Status.AWAITING_APPROVAL: frozenset({c.Approve, c.Reject, c.Remand, c.Assign, c.Withdraw}),
    Status.ISSUING: frozenset({c.Withdraw}),
    Status.READY_TO_DISPATCH: frozenset({c.ConfirmDispatch, c.DestroyReturnedMail}),
    Status.DISPATCHED: frozenset({c.RecordReturnedMail}),
    Status.MAIL_RETURNED: frozenset({c.ConfirmDispatch, c.DestroyReturnedMail}),
    Status.COMPLETED: frozenset({c.RecordReturnedMail}),
    Status.REJECTED: frozenset(),
    Status.WITHDRAWN: frozenset(),
    Status.LAPSED: frozenset(),
}

# What must be so, beside the status.
_OPEN_WHEN: dict[type[Command], Callable[[RequestState], bool]] = {
    # A held case is the closed desk's, also while its rejection waits for the approver: it is shared out by nobody.
    c.Assign: lambda state: not state.identity.hold_has_finding,
    c.OpenFinding: lambda state: state.identity.hold_has_finding,
    c.ReleaseHold: lambda state: state.identity.hold_has_finding,
    c.CheckAgain: lambda state: not state.identity.hold_has_finding,
    c.Approve: lambda state: state.examination.proposal is Proposal.APPROVE,
    c.ConfirmDispatch: lambda state: not state.post.confirmed,
    c.DestroyReturnedMail: lambda state: bool(state.post.returned) and not state.post.confirmed,
}


def is_open(state: RequestState, command: type[Command]) -> bool:
    """Say whether the status and the facts allow a decision, whoever takes it."""
    condition = _OPEN_WHEN.get(command)
    possible = command in ALLOWED[state.status] and not state.post.settled
    return possible and (condition is None or condition(state))


def open_to(state: RequestState, roles: tuple[Role, ...]) -> tuple[type[Command], ...]:
    """Return what somebody in these roles may decide now, by verb; the pages' buttons and the API's `actions`."""
    possible = (each for each in ALLOWED[state.status] if each.is_for(roles) and is_open(state, each))
    return tuple(sorted(possible, key=lambda each: each.verb()))


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
    return state.terms.amount > 0 and not state.money.is_captured


def handlers_of(state: RequestState) -> frozenset[str]:
    """Return who had the case in hand: examiner, proposer, who opened a hold's finding or sent it back."""
    examination = state.examination
    return frozenset(
        each for each in (examination.examiner, examination.proposer, *examination.also_handled_by) if each is not None
    )


def may_leave(state: RequestState) -> bool:
    """Say whether paper may leave: verified identity, captured fee or exemption, and approval by a second person."""
    examination = state.examination
    approved = examination.approver is not None and examination.approver not in handlers_of(state)
    return state.identity.verified and not must_pay(state) and approved
