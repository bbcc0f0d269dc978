"""返戻 of one letter: recorded with the slip's reason, kept until its day, sent again or destroyed."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from domain.certificates.commands import ConfirmDispatch, DestroyReturnedMail, RecordReturnedMail
from domain.certificates.paper_events import MailReturned
from domain.certificates.terms import DeadlineKind
from domain.postal.letters import ReturnReason
from web.certificates.case_view import actions_of
from web.certificates.office.cases import OfficeCase, TheCase
from web.front.days import Days
from web.front.mistakes import Mistakes
from web.office.acts import new_decision_id, read_act
from web.office.page import PREFIX, Dispatcher

router = APIRouter(prefix=f"{PREFIX}/returned/{{case_id}}", include_in_schema=False)
_REASONS = frozenset(each.value for each in ReturnReason)


async def _of_a_dispatcher(_page: Dispatcher, case: TheCase) -> OfficeCase:
    return case


TheLetter = Annotated[OfficeCase, Depends(_of_a_dispatcher)]


@router.get("")
async def show_letter(case: TheLetter) -> Response:
    """Ask why a letter came back, or show what may become of one that is kept."""
    return await _shown_letter(case)


@router.post("/record")
async def record(case: TheLetter) -> Response:
    """Record that a letter lies on the desk. Pressed twice it is one."""
    act = await read_act(case.page)
    written = act.fields.get("reason")
    if written not in _REASONS:
        return await _shown_letter(case, Mistakes({"reason": case.page.say("returned.reason_missing")}))
    await case.take(act, RecordReturnedMail(reason=ReturnReason(written)))
    return case.page.go(f"/returned/{case.order.case_number}", banner="banner.return_recorded")


@router.get("/destroy")
async def ask_to_destroy(case: TheLetter) -> Response:
    """Ask once more: what is destroyed is gone, and the request ends by it."""
    if DestroyReturnedMail.verb() not in actions_of(case.state, case.page.actor, None):
        return case.page.go(f"/returned/{case.order.case_number}", banner="banner.office_not_now")
    return case.page.show("letters/destroy.html", case_number=case.order.case_number, form=_form(case))


@router.post("/destroy")
async def destroy(case: TheLetter) -> Response:
    """Record that a letter was destroyed."""
    await case.take(await read_act(case.page), DestroyReturnedMail())
    return case.page.go("/returned", banner="banner.mail_destroyed")


async def _shown_letter(case: OfficeCase, wrong: Mistakes | None = None) -> Response:
    page, post = case.page, case.state.post
    may = actions_of(case.state, page.actor, None)
    returned = [each for each in await case.events() if isinstance(each, MailReturned)]
    days, until = Days(page, case.desk.book, page.now), case.state.due.get(DeadlineKind.RETURNED_MAIL)
    return page.show(
        "letters/returned_letter.html",
        mistakes=wrong,
        case_number=case.order.case_number,
        form=_form(case),
        number=post.tracking_number,
        may_record=RecordReturnedMail.verb() in may,
        may_send=ConfirmDispatch.verb() in may,
        may_destroy=DestroyReturnedMail.verb() in may,
        reasons=[(each.value, page.say(f"returned.reason.{each.value}"), None) for each in ReturnReason],
        told=[(days.moment(each.at), page.say(f"returned.reason.{each.reason.value}")) for each in returned],
        until=until and days.until(until),
    )


def _form(case: OfficeCase) -> Mapping[str, object]:
    return {"place": case.state.place, "decision_id": new_decision_id()}
