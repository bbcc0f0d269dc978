"""Receipt and status of a request: what was done, what comes next, by when, and the one thing that is due."""

from collections.abc import Iterator
from datetime import datetime

from fastapi import APIRouter, Response
from markupsafe import Markup

from domain.certificates.state import RequestState
from domain.certificates.status import IN_THE_OFFICE, Status
from domain.municipality.texts import Language
from web.certificates.citizen_view import Payment, RequestView
from web.certificates.front.cases import Case, TheCase
from web.certificates.front.check_rows import Row
from web.certificates.front.forecasts import days_left
from web.certificates.front.steps import way_of
from web.certificates.front.story import story_of
from web.certificates.front.watched import tag_of
from web.certificates.standing import Sources, standing
from web.front.paths import CASE

router = APIRouter(prefix=CASE, include_in_schema=False)

_KINDS = {
    Status.AWAITING_PAYMENT: "due",
    Status.RETURNED: "due",
    Status.MAIL_RETURNED: "due",
    Status.COMPLETED: "done",
    Status.REJECTED: "stopped",
    Status.WITHDRAWN: "stopped",
    Status.LAPSED: "stopped",
}


async def view_of(case: Case) -> RequestView:
    """Return what stands on the page, in the words of the API. Raises PortUnavailable."""
    desk = case.desk
    return await standing(case.about, Sources(desk.book, desk.reading, desk.mails), case.page.language, _amount_alone)


async def _amount_alone(state: RequestState) -> Payment:
    return Payment(amount=state.terms.amount)


@router.get("")
async def show(case: TheCase) -> Response:
    """Show where a request stands: to who has opened it all of it, to who has the number alone what is neutral."""
    view, state = await view_of(case), await case.state()
    opened, way = case.proof is not None, way_of(state)
    return case.page.show(
        "certificates/case.html",
        case=case,
        view=view,
        opened=opened,
        kind=_KINDS.get(view.status, "running"),
        days=case.days,
        steps=[case.page.say(f"case.step.{step}") for step in way.steps] if way.at else (),
        at=way.at,
        office_until=_office_until(case, state),
        left=await days_left(case.page, case.desk, state),
        rows=[*_rows(case, view, state, opened=opened)],
        also=_also(view, state),
        tag=await tag_of(case, state),
        fee=state.terms.amount if state is not None else 0,
        told=await story_of(case.desk, case.about.order, case.page) if opened else (),
    )


@router.post("/close")
async def close(case: TheCase) -> Response:
    """Shut a request in this browser, which others use, too; lead to drafts left in it, else to where no number stands."""
    await case.page.fields()
    visit = case.page.visit.key
    await case.desk.opened.close(visit, case.about.order.case_id)
    where = "/session/leave" if await case.desk.drafts.open_ones(visit) else ""
    return case.page.go(where, banner="banner.closed")


def _office_until(case: Case, state: RequestState | None) -> datetime | None:
    """Return the end of the 標準処理期間 while the office works on a request and it has not passed."""
    if state is None or state.status not in IN_THE_OFFICE:
        return None
    until = state.terms.processing_due_at
    return None if case.days.is_over(until) else until


def _also(view: RequestView, state: RequestState | None) -> list[str]:
    """Return what else the citizen may do, beside the one thing that is due."""
    again = ["again"] if state is not None and state.ended else []
    return [*(each for each in view.actions if each != "correct"), *again]


def _rows(case: Case, view: RequestView, state: RequestState | None, *, opened: bool) -> Iterator[Row]:
    say = case.page.say
    yield say("case.receipt_number"), view.receipt_number, None
    yield say("case.case_number"), view.case_number, None
    if not opened:
        return
    yield say("case.what"), say("case.copies", what=view.kind_text, copies=view.copies), None
    yield say("case.received_on"), case.days.day(view.received_at), None
    if state is not None and state.paid_at:
        yield say("case.paid_on"), case.days.day(state.paid_at), None
    if state is not None and state.post.accepted_at and view.tracking_number:
        yield say("case.sent_on"), case.days.day(state.post.accepted_at), None
    if view.tracking_number:
        yield say("case.tracking_number"), _tracked(case, view.tracking_number), None


def _tracked(case: Case, number: str) -> Markup:
    """Return a tracking number that leads to the carrier's page."""
    page = case.page.site.tracking_page(number, english=case.page.language is Language.EN)
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(page, number)
