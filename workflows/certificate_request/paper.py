"""交付 and 発送 in the procedure: print, hand to the post, follow the letter to its end."""

from contextlib import suppress
from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.issuance import CertificateMade, IssuanceActivities, IssueCertificate
    from activities.post import HandOver, PostActivities, Track, Tracked
    from domain.policy.terms import DeadlineKind
    from domain.requests.commands import (
        RecordDelivery,
        RecordEligibility,
        RecordHandOver,
        RecordHandOverRefusal,
        RecordIssuance,
        RecordReturn,
    )
    from domain.requests.status import HoldStage, Status
    from workflows.calling import evident, is_refusal, quick, refusal_detail
    from workflows.certificate_request.case import Case
    from workflows.certificate_request.checks import check_eligibility
    from workflows.certificate_request.waiting import deadline, decision

# Without word from the carrier it is asked after 1, 3, 9 … days.
_FIRST_CHECK = timedelta(days=1)
_CHECK_FACTOR = 3


async def issue(case: Case) -> None:
    """Check the register once more, then print."""
    if not case.state.identity.issue_released:
        await check_eligibility(case, HoldStage.BEFORE_ISSUE)
    if case.state.status is not Status.ISSUING:
        return
    try:
        made = await _made(case)
    except ActivityError as error:
        if not is_refusal(error):
            raise
        case.note(RecordEligibility(stage=HoldStage.BEFORE_ISSUE, clear=False))
        return
    case.note(RecordIssuance(**made.model_dump()))


async def _made(case: Case) -> CertificateMade:
    order = IssueCertificate(
        request_id=case.order.request_id,
        revision=case.state.revision,
        receipt_number=case.state.receipt_number,
        copies=case.state.copies,
        mail_class=case.state.terms.mail_class,
    )
    return await evident(IssuanceActivities.issue_certificate, order)


async def dispatch(case: Case) -> None:
    """Wait for the dispatcher's tracking number, then hand the letter over."""
    post = case.state.post
    if not post.confirmed:
        await decision(case)
        return
    order = HandOver(
        request_id=case.order.request_id,
        revision=case.state.revision,
        letter_id=post.letter_id or "",
        tracking_number=post.tracking_number or "",
        mail_class=case.state.terms.mail_class,
        weight_grams=post.weight_grams,
    )
    try:
        accepted = await evident(PostActivities.hand_over, order)
    except ActivityError as error:
        if not is_refusal(error):
            raise
        case.note(RecordHandOverRefusal(letter_id=order.letter_id, code=refusal_detail(error)))
        return
    case.note(RecordHandOver(letter_id=order.letter_id, accepted_at=accepted.at))


async def watch_delivery(case: Case) -> None:
    """Follow the letter until it is delivered or comes back; no word by the deadline is taken as delivered."""
    due_at = await deadline(case, DeadlineKind.DELIVERY)
    await case.recorded()
    pause = _FIRST_CHECK
    while not case.has_news:
        await _word_within(case, min(pause, due_at - workflow.now()))
        if case.has_news:
            return  # the dispatcher was quicker
        _note(case, await _tracked(case), over=workflow.now() >= due_at)
        pause *= _CHECK_FACTOR


async def _word_within(case: Case, pause: timedelta) -> None:
    if pause.total_seconds() > 0:
        with suppress(TimeoutError):
            await workflow.wait_condition(lambda: case.watch.hinted or case.has_news, timeout=pause)
    case.watch.hinted = False


async def _tracked(case: Case) -> Tracked:
    post = case.state.post
    since = post.accepted_at or workflow.now()
    return await quick(PostActivities.track_letter, Track(tracking_number=post.tracking_number or "", since=since))


def _note(case: Case, tracked: Tracked, *, over: bool) -> None:
    if case.has_news:
        return  # decided while the carrier was asked
    if tracked.delivered:
        case.note(RecordDelivery(event_id=tracked.delivered))
    elif tracked.returned and tracked.reason:
        case.note(RecordReturn(reason=tracked.reason, event_id=tracked.returned))
    elif over:
        case.note(RecordDelivery())
