"""The procedure as a literal table: what is done or awaited in each status."""

from collections.abc import Awaitable, Callable

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.certificates.events import Lapsed
    from domain.certificates.status import LapseReason, Status
    from domain.certificates.terms import DeadlineKind
    from workflows.cases.waiting import decision, decision_until
    from workflows.certificates.case import RequestCase
    from workflows.certificates.checks import verify
    from workflows.certificates.fee import collect_fee, give_back
    from workflows.certificates.late_return import await_late_return
    from workflows.certificates.paper import dispatch, issue, watch_delivery
    from workflows.certificates.waiting import set_deadline
    from workflows.stamping import stamp


async def await_correction(case: RequestCase) -> None:
    """補正: the citizen corrects in time, or the request lapses."""
    due_at = await set_deadline(case, DeadlineKind.CORRECTION)
    await case.recorded()
    if due_at is None or case.state.status is not Status.RETURNED:
        return
    if not await decision_until(case, due_at):
        case.note(Lapsed(**stamp(), reason=LapseReason.NOT_CORRECTED))


async def await_desk(case: RequestCase) -> None:
    """返戻: the dispatcher sends again or destroys; how long the letter is kept is recorded."""
    await set_deadline(case, DeadlineKind.RETURNED_MAIL)
    await case.recorded()
    if case.state.status is Status.MAIL_RETURNED:
        await decision(case)


STEPS: dict[Status, Callable[[RequestCase], Awaitable[None]]] = {
    Status.VERIFYING: verify,
    Status.HELD: decision,
    Status.AWAITING_PAYMENT: collect_fee,
    Status.UNDER_EXAMINATION: decision,
    Status.RETURNED: await_correction,
    Status.AWAITING_APPROVAL: decision,
    Status.ISSUING: issue,
    Status.READY_TO_DISPATCH: dispatch,
    Status.DISPATCHED: watch_delivery,
    Status.MAIL_RETURNED: await_desk,
    Status.COMPLETED: await_late_return,
    # An end with money that must go back: the request closes when it has gone back or is with a named officer.
    Status.REJECTED: give_back,
    Status.WITHDRAWN: give_back,
    Status.LAPSED: give_back,
}
