"""発送 by a scanner: the case's code, Enter, the label's number, Enter. Each code is judged at once; no script is needed."""

from collections.abc import Mapping

from fastapi import APIRouter, Response
from markupsafe import Markup

from domain.cases.submission import StartOrder
from domain.certificates.commands import ConfirmDispatch, Decision
from domain.certificates.rules import texts_of
from domain.certificates.state import RequestState
from domain.certificates.submission import Subject
from domain.errors import DomainError, ErrorCode
from domain.municipality.texts import Language
from domain.postal.tracking import parse_tracking_number
from web.certificates.case_view import actions_of
from web.certificates.desk import CertificateDesk, TheDesk
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
        return _ask_case(page)
    found = await _letter(page, desk, case)
    return found if isinstance(found, Response) else _ask_number(page, *found)


@router.post("")
async def choose(page: Dispatcher, desk: TheDesk) -> Response:
    """Take the code of a case whose letter is ready."""
    written = (await page.fields()).get(_CODE)
    found = await _letter(page, desk, written)
    return found if isinstance(found, Response) else page.go(f"/dispatch?case={found[0].case_number}")


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


async def _refused(
    page: StaffPage, desk: CertificateDesk, order: StartOrder, written: str, error: DomainError
) -> Response:
    """Say what is wrong with the number, or that the letter has gone meanwhile. Raises what else the decision met."""
    found = await _letter(page, desk, order.case_number)
    if isinstance(found, Response):
        return found
    if error.code not in _NUMBER_FAULTS:
        raise await explained(desk, order.case_id, error) from error
    return _ask_number(page, *found, written, Mistakes({_NUMBER: await _number_fault(page, desk, written, error)}))


async def _letter(page: StaffPage, desk: CertificateDesk, written: str) -> tuple[StartOrder, RequestState] | Response:
    """Return the case of a code, or the page that says why its letter cannot be sent."""
    try:
        order = await order_of_request(desk, written)
    except DomainError:
        return _ask_case(page, written, page.say(f"dispatch.{_unknown(written)}"))
    state = await desk.reading.state(order.case_id)
    if state is not None and ConfirmDispatch.verb() in actions_of(state, page.actor, None):
        return order, state
    return _ask_case(page, written, _not_ready(page, order, state))


def _unknown(written: str) -> str:
    """Say what a code is that is no case's: empty, an envelope's number, or nothing we know."""
    if not written:
        return "code_missing"
    try:
        parse_tracking_number(written)
    except DomainError:
        return "code_unknown"
    return "code_is_number"


def _not_ready(page: StaffPage, order: StartOrder, state: RequestState | None) -> Markup:
    """Say why a case's letter cannot be sent: of one that has left, with its number; of any other, nothing more."""
    post = None if state is None else state.post
    if post is None or not post.confirmed or post.tracking_number is None:
        return page.say("dispatch.not_ready", case_number=order.case_number)
    return page.say("dispatch.confirmed", case_number=order.case_number, number=post.tracking_number)


async def _number_fault(page: StaffPage, desk: CertificateDesk, written: str, error: DomainError) -> Markup:
    """Say what is wrong with a number: which case has it, or how it was miscopied."""
    if error.code is ErrorCode.TRACKING_NUMBER_IN_USE:
        bearer = await desk.receipts.get(str(error.facts.get("case_id", "")))
        return page.say("dispatch.number_in_use", case_number="" if bearer is None else bearer.case_number)
    why = "missing" if not written else str(error.facts.get("why", "length"))
    return page.say(f"dispatch.number.{why}")


def _ask_case(page: StaffPage, written: str = "", fault: Markup | None = None) -> Response:
    wrong = Mistakes() if fault is None else Mistakes({_CODE: fault})
    return page.show("letters/dispatch.html", mistakes=wrong, code=written)


def _ask_number(
    page: StaffPage, order: StartOrder, state: RequestState, written: str = "", wrong: Mistakes | None = None
) -> Response:
    return page.show(
        "letters/number.html",
        mistakes=wrong,
        case_number=order.case_number,
        rows=[(page.say(f"dispatch.{name}"), words) for name, words in letter_in_words(page, order, state).items()],
        number=written,
        place=state.place,
        decision_id=new_decision_id(),
    )


def letter_in_words(page: StaffPage, order: StartOrder, state: RequestState) -> Mapping[str, str]:
    """Return what to compare an envelope with: what is in it and how it goes. Nothing of whose it is."""
    wanted = Subject.of(order)
    kind = texts_of(page.policy, Language.JA).certificate[wanted.kind]
    return {
        "contents": page.plain("dispatch.copies", kind=kind, copies=wanted.copies),
        "mail": page.plain(f"dispatch.mail_class.{state.terms.mail_class.value}"),
        "weight": page.plain("dispatch.grams", grams=state.post.weight_grams),
        "returned_before": page.plain("dispatch.times", times=len(state.post.returned)) if state.post.returned else "-",
    }
