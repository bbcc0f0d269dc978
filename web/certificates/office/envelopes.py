"""A letter before a dispatcher: found by what a scanner reads, compared with its envelope; nothing of whose it is."""

from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import Markup

from domain.cases.submission import StartOrder
from domain.certificates.commands import ConfirmDispatch
from domain.certificates.rules import texts_of
from domain.certificates.state import RequestState
from domain.certificates.submission import Subject
from domain.errors import DomainError
from domain.municipality.texts import Language
from domain.postal.tracking import parse_tracking_number
from web.certificates.case_view import actions_of
from web.certificates.desk import CertificateDesk
from web.office.page import StaffPage
from web.receipts import order_of_request


class Letter(NamedTuple):
    """A case whose letter may be sent now."""

    order: StartOrder
    state: RequestState


async def find_letter(page: StaffPage, desk: CertificateDesk, written: str) -> Letter | Markup:
    """Return the letter of a case's code, or why it cannot be sent, in words."""
    try:
        order = await order_of_request(desk, written)
    except DomainError:
        return page.say(f"dispatch.{_unknown(written)}")
    state = await desk.reading.state(order.case_id)
    if state is not None and ConfirmDispatch.verb() in actions_of(state, page.actor, None):
        return Letter(order, state)
    return _not_ready(page, order, state)


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


def in_words(page: StaffPage, letter: Letter) -> Mapping[str, str]:
    """Return what to compare an envelope with: what is in it and how it goes."""
    wanted, state = Subject.of(letter.order), letter.state
    kind = texts_of(page.policy, Language.JA).certificate[wanted.kind]
    return {
        "contents": page.plain("dispatch.copies", kind=kind, copies=wanted.copies),
        "mail": page.plain(f"dispatch.mail_class.{state.terms.mail_class.value}"),
        "weight": page.plain("dispatch.grams", grams=state.post.weight_grams),
        "returned_before": page.plain("dispatch.times", times=len(state.post.returned)) if state.post.returned else "-",
    }
