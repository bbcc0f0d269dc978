"""交付 and 発送 in the procedure: print, hand to the post, follow the letter to its end."""

from contextlib import suppress
from datetime import datetime, timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.certificates.issuance import IssuanceActivities
    from activities.certificates.paper_orders import IssueCertificate
    from activities.certificates.post import HandOver, PostActivities, Track, Tracked
    from domain.certificates.identity_events import Held
    from domain.certificates.paper_events import CertificateIssued, Delivered, HandedOver, HandOverRefused, MailReturned
    from domain.certificates.status import HoldStage, Status
    from domain.certificates.terms import DeadlineKind
    from workflows.calling import StepFailed
    from workflows.cases.waiting import ask, decision, perform
    from workflows.certificates.case import RequestCase
    from workflows.certificates.checks import check_eligibility
    from workflows.certificates.waiting import carry_out, set_deadline
    from workflows.stamping import stamp

# Without word from the carrier it is asked after 1, 3, 9 … days; one that does not answer has nothing to tell.
_FIRST_CHECK = timedelta(days=1)
_CHECK_FACTOR = 3
_LONGEST_CHECK = timedelta(days=27)
TRACK_WITHIN = timedelta(hours=1)
_TRY_WITHIN = timedelta(days=2)  # a register that does not answer, as in `checks.py`


async def issue(case: RequestCase) -> None:
    """Check the register once more, then print."""
    if not case.state.identity.cleared_for_issue:
        await carry_out(case, check_eligibility(case, HoldStage.BEFORE_ISSUE))
    if case.state.status is Status.ISSUING:
        await carry_out(case, _print(case))


async def would_print(case: RequestCase) -> bool:
    """Try to print before the fee is asked for; an officer must look where it cannot be done.

    False too when a decision moved the request meanwhile.
    """
    status = case.state.status
    try:
        await ask(case, IssuanceActivities.try_print, _paper(case), within=_TRY_WITHIN)
    except StepFailed:
        case.note(Held(**stamp(), stage=HoldStage.PRINT))
    return case.state.status is status


def _paper(case: RequestCase) -> IssueCertificate:
    return IssueCertificate(
        case_id=case.order.case_id,
        revision=case.state.revision,
        look=max(case.state.identity.looks, 1),
        case_number=case.state.case_number,
        copies=case.state.copies,
        mail_class=case.state.terms.mail_class,
    )


async def _print(case: RequestCase) -> CertificateIssued | Held | None:
    try:
        made = await perform(case, IssuanceActivities.issue_certificate, _paper(case))
    except StepFailed:
        return Held(**stamp(), stage=HoldStage.BEFORE_ISSUE)  # an officer must look
    return None if made is None else CertificateIssued(**stamp(), **made.model_dump())


async def dispatch(case: RequestCase) -> None:
    """Wait for the dispatcher's tracking number, then hand the letter over."""
    if case.state.post.confirmed:
        await carry_out(case, _hand_over(case))
    else:
        await decision(case)


async def _hand_over(case: RequestCase) -> HandedOver | HandOverRefused | None:
    post = case.state.post
    order = HandOver(
        case_id=case.order.case_id,
        revision=case.state.revision,
        letter_id=post.letter_id or "",
        tracking_number=post.tracking_number or "",
        mail_class=case.state.terms.mail_class,
        weight_grams=post.weight_grams,
        look=case.state.identity.last_look if post.returned else None,
    )
    try:
        accepted = await perform(case, PostActivities.hand_over, order)
    except StepFailed as failed:
        return HandOverRefused(**stamp(), letter_id=order.letter_id, code=failed.detail)
    if accepted is None:
        return None
    return HandedOver(**stamp(), letter_id=order.letter_id, accepted_at=accepted.at)


async def watch_delivery(case: RequestCase) -> None:
    """Follow the letter until it is delivered or comes back; no word by the deadline is taken as delivered."""
    due_at = await set_deadline(case, DeadlineKind.DELIVERY)
    await case.recorded()
    pause = _FIRST_CHECK
    while due_at is not None and case.state.status is Status.DISPATCHED:
        hinted = await wait_for_word(case, min(pause, due_at - workflow.now()))
        if case.has_news:
            return  # the dispatcher was quicker
        await carry_out(case, _news_of(case, due_at))
        if not hinted:
            pause = min(pause * _CHECK_FACTOR, _LONGEST_CHECK)


async def wait_for_word(case: RequestCase, pause: timedelta) -> bool:
    """Wait for word of the carrier, a decision or the end of the pause; say whether there was word."""
    if pause.total_seconds() > 0:
        with suppress(TimeoutError):
            await workflow.wait_condition(lambda: case.watch.hinted or case.has_news, timeout=pause)
    return case.watch.heard()


async def _news_of(case: RequestCase, due_at: datetime) -> Delivered | MailReturned | None:
    post = case.state.post
    order = Track(tracking_number=post.tracking_number or "", since=post.accepted_at or workflow.now())
    try:
        tracked = await ask(case, PostActivities.track_letter, order, within=TRACK_WITHIN)
    except StepFailed:
        tracked = Tracked()
    return None if tracked is None else _end_of(tracked, over=workflow.now() >= due_at)


def _end_of(tracked: Tracked, *, over: bool) -> Delivered | MailReturned | None:
    if tracked.delivered:
        return Delivered(**stamp(), event_id=tracked.delivered)
    if tracked.returned and tracked.reason:
        return MailReturned(**stamp(), reason=tracked.reason, event_id=tracked.returned)
    return Delivered(**stamp()) if over else None
