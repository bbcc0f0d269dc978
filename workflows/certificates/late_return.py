"""完了, and what may come after it: letters come back that were delivered, or taken as delivered (ADR 16)."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.certificates.post import PostActivities, Track
    from domain.certificates.paper_events import DeliveryConfirmed, LateReturnsOver, MailReturned
    from domain.certificates.state import Delivery
    from domain.certificates.status import Status
    from domain.certificates.terms import DeadlineKind
    from workflows.calling import StepFailed
    from workflows.cases.waiting import ask
    from workflows.certificates.case import RequestCase
    from workflows.certificates.paper import TRACK_WITHIN, wait_for_word
    from workflows.certificates.waiting import carry_out, set_deadline
    from workflows.stamping import stamp


async def await_late_return(case: RequestCase) -> None:
    """Take the dispatcher's and the post's word until the municipality's days are over; then the request is closed."""
    due_at = await set_deadline(case, DeadlineKind.LATE_RETURN)
    await case.recorded()
    while due_at is not None and case.state.status is Status.COMPLETED:
        await wait_for_word(case, due_at - workflow.now())
        if case.has_news:
            return
        if workflow.now() >= due_at:
            case.note(LateReturnsOver(**stamp()))
            return
        await carry_out(case, _late_word(case))
        await case.recorded()


async def _late_word(case: RequestCase) -> DeliveryConfirmed | MailReturned | None:
    """Ask the post, which hinted; nothing new when it says what is known."""
    post = case.state.post
    order = Track(tracking_number=post.tracking_number or "", since=post.accepted_at or workflow.now())
    try:
        tracked = await ask(case, PostActivities.track_letter, order, within=TRACK_WITHIN)
    except StepFailed:
        return None
    if tracked is None:
        return None
    if tracked.returned and tracked.reason:
        return MailReturned(**stamp(), reason=tracked.reason, event_id=tracked.returned)
    if tracked.delivered and post.delivery is Delivery.ASSUMED:
        return DeliveryConfirmed(**stamp(), event_id=tracked.delivered)
    return None
