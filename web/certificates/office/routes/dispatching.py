"""発送 by a scanner: the case's code, Enter, the label's number, Enter. Each code is judged at once; no script is needed."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response
from markupsafe import Markup

from domain.cases.submission import StartOrder
from domain.certificates.commands import ConfirmDispatch, Decision
from domain.errors import DomainError, ErrorCode
from domain.japan import JAPAN, to_the_minute
from domain.postal.tracking import parse_tracking_number
from web.certificates.desk import CertificateDesk, TheDesk
from web.certificates.office.envelopes import Letter, find_letter, in_words
from web.certificates.refusals import explained
from web.front.mistakes import Mistakes
from web.office.acts import new_decision_id, read_act
from web.office.page import PREFIX, Dispatcher, StaffPage
from web.receipts import order_of_request

router = APIRouter(prefix=f"{PREFIX}/dispatch", include_in_schema=False)
_CODE, _NUMBER = "code", "tracking_number"
_NUMBER_FAULTS = frozenset({ErrorCode.TRACKING_NUMBER_INVALID, ErrorCode.TRACKING_NUMBER_IN_USE})


@router.get("")
async def ask(page: Dispatcher, desk: TheDesk, case: str = "") -> Response:
    """Ask for a case's code, or with one, for the number on its envelope."""
    if not case:
        return await _ask_case(page, desk)
    found = await find_letter(page, desk, case)
    return _ask_number(page, found) if isinstance(found, Letter) else await _ask_case(page, desk, case, found)


@router.post("")
async def choose(page: Dispatcher, desk: TheDesk) -> Response:
    """Take the code of a case whose letter is ready."""
    written = (await page.fields()).get(_CODE)
    found = await find_letter(page, desk, written)
    if isinstance(found, Letter):
        return page.go(f"/dispatch?case={found.order.case_number}")
    return await _ask_case(page, desk, written, found)


@router.post("/letters/{case_number}")
async def confirm(page: Dispatcher, desk: TheDesk, case_number: str) -> Response:
    """発送を確定: the letter bears this number. Pressed twice it is one."""
    act = await read_act(page)
    order = await order_of_request(desk, case_number)
    written = act.fields.get(_NUMBER)
    try:
        command = ConfirmDispatch(tracking_number=parse_tracking_number(written))
        decision = Decision(decision_id=act.decision_id, actor=page.actor, command=command)
        await desk.decisions.decide(order.case_id, decision)
    except DomainError as error:
        return await _refused(page, desk, order, written, error)
    return page.go("/dispatch", banner="banner.dispatched")


@router.get("/manifest.pdf")
async def manifest(page: Dispatcher, desk: TheDesk, day: Annotated[date | None, Query()] = None) -> Response:
    """Give the 差出票 of a day, today's unless another is asked for: numbers, and nothing of whose letters they are."""
    wanted = day or _today(page)
    made = await desk.printing.manifest(wanted)
    headers = {"Content-Disposition": f'inline; filename="manifest-{wanted.isoformat()}.pdf"'}
    return Response(made.content, media_type="application/pdf", headers=headers)


async def _refused(
    page: StaffPage, desk: CertificateDesk, order: StartOrder, written: str, error: DomainError
) -> Response:
    """Say what is wrong with the number, or that the letter has gone meanwhile. Raises what else the decision met."""
    found = await find_letter(page, desk, order.case_number)
    if not isinstance(found, Letter):
        return await _ask_case(page, desk, order.case_number, found)
    if error.code not in _NUMBER_FAULTS:
        raise await explained(desk, order.case_id, error) from error
    fault = await _number_fault(page, desk, found, written, error)
    return _ask_number(page, found, written, Mistakes({_NUMBER: fault}))


async def _number_fault(
    page: StaffPage, desk: CertificateDesk, letter: Letter, written: str, error: DomainError
) -> Markup:
    """Say what is wrong with a number: which case has it, that it is the one that came back, or how it was miscopied."""
    if error.code is ErrorCode.TRACKING_NUMBER_IN_USE:
        bearer = await desk.receipts.get(str(error.facts.get("case_id", "")))
        if bearer is not None and bearer.case_id == letter.order.case_id:
            return page.say("dispatch.number_came_back")
        return page.say("dispatch.number_in_use", case_number="" if bearer is None else bearer.case_number)
    why = "missing" if not written else str(error.facts.get("why", "length"))
    return page.say(f"dispatch.number.{why}")


async def _ask_case(page: StaffPage, desk: CertificateDesk, written: str = "", fault: Markup | None = None) -> Response:
    posted = await desk.printing.posted(_today(page))
    return page.show(
        "letters/dispatch.html",
        mistakes=Mistakes() if fault is None else Mistakes({_CODE: fault}),
        code=written,
        posted=[(each, to_the_minute(each.confirmed_at)[-5:]) for each in reversed(posted)],
    )


def _ask_number(page: StaffPage, letter: Letter, written: str = "", wrong: Mistakes | None = None) -> Response:
    return page.show(
        "letters/number.html",
        mistakes=wrong,
        case_number=letter.order.case_number,
        rows=[(page.say(f"dispatch.{name}"), words) for name, words in in_words(page, letter).items()],
        number=written,
        place=letter.state.place,
        decision_id=new_decision_id(),
    )


def _today(page: StaffPage) -> date:
    return page.now.astimezone(JAPAN).date()
