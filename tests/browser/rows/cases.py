"""A request's pages: where it stands in every status, what is due, the fee."""

from datetime import timedelta

from browser.rows.row import MISTAKEN, Reach, Row, opened
from browser.visitor import Visitor
from fakes.desk import Link
from fakes.desk_stories import NOW, case_id, clear, receipt_number
from fixtures.desk import REACHABLE

from domain.certificates.draft import Filling
from domain.certificates.kinds import CertificateKind
from domain.certificates.status import Status
from domain.certificates.submission import NAME
from domain.municipality.texts import Language
from web.front.paths import PREFIX

STATUS, CASE = f"{PREFIX}/status", f"{PREFIX}/r/{{number}}"
_BY_NUMBER_ALONE = (Status.VERIFYING, Status.AWAITING_PAYMENT, Status.MAIL_RETURNED)
_WITHDRAWN_FROM = (Status.AWAITING_PAYMENT, Status.UNDER_EXAMINATION, Status.COMPLETED)

_REMARKED = ("applicant.name", "applicant.birth_date", "applicant.mail", "delivery.postcode", "delivery.address")


def _stands(status: Status, page: str = "", *, is_opened: bool = True) -> Reach:
    async def reach(visitor: Visitor) -> None:
        visitor.stands(status)
        if is_opened:
            await visitor.opens_case()
        await visitor.go_to_case(page)

    return reach


def _fee(link: Link | None) -> Reach:
    async def reach(visitor: Visitor) -> None:
        visitor.city.happened(1, *clear())
        if link:
            visitor.city.links[case_id(1)] = link
        await visitor.opens_case()
        await visitor.go_to_case("/pay")

    return reach


async def _paid(visitor: Visitor) -> None:
    """Come back from the payment provider with the fee not known yet."""
    await _fee(Link("https://pay.example/1", NOW + timedelta(minutes=5)))(visitor)
    await visitor.window.go("/return/payment")


async def _nothing_typed(visitor: Visitor) -> None:
    await visitor.go("/status")
    await visitor.window.press()


async def _wrong_code(visitor: Visitor) -> None:
    visitor.stands(Status.VERIFYING)
    await visitor.go("/status")
    await visitor.window.fill(number=receipt_number(1), code="AAAA-AAAA")
    await visitor.window.press()


def _returned(*remarked: str, **typed: str) -> Reach:
    """Return how a citizen comes to correct these fields, and how these are typed and sent."""

    async def reach(visitor: Visitor) -> None:
        visitor.is_returned(*remarked)
        await visitor.opens_case()
        await visitor.go_to_case("/correct")
        if typed:
            await visitor.window.fill(**typed)
            await visitor.window.press()

    return reach


async def _withdrawn_unanswered(visitor: Visitor) -> None:
    await _stands(Status.UNDER_EXAMINATION, "/withdraw")(visitor)
    visitor.city.engine_down = True
    await visitor.window.press()


async def _not_acknowledged_yet(visitor: Visitor) -> None:
    visitor.city.order()
    await visitor.opens_case()
    await visitor.go_to_case()


async def _again(visitor: Visitor) -> None:
    visitor.stands(Status.WITHDRAWN)
    await visitor.opens_case()
    kind = CertificateKind.RESIDENT_RECORD_COPY
    begun = Filling(kind=kind, language=Language.JA)
    await visitor.city.drafts.begin(visitor.visit, NAME, kind.value, begun.content)
    await visitor.go_to_case("/again")


ROWS = (
    opened(STATUS),
    opened(STATUS, "back from the payment", path="/status?paid"),
    Row(STATUS, "nothing typed", _nothing_typed, MISTAKEN),
    Row(STATUS, "wrong code", _wrong_code, MISTAKEN),
    Row(CASE, "just arrived", _not_acknowledged_yet),
    *(Row(CASE, f"{status}", _stands(status)) for status in REACHABLE),
    *(Row(CASE, f"{status}, by the number alone", _stands(status, is_opened=False)) for status in _BY_NUMBER_ALONE),
    opened(CASE, "unknown number", path="/r/0000-0000-0000-0000", status=404),
    Row(f"{CASE}/pay", "a code to pay", _fee(Link("https://pay.example/1", NOW + timedelta(minutes=5)))),
    Row(f"{CASE}/pay", "expired", _fee(Link("https://pay.example/1", NOW - timedelta(minutes=5)))),
    Row(f"{CASE}/pay", "being made", _fee(None)),
    Row("/return/payment", "from the page of the fee", _paid),
    opened("/return/payment", "in another browser", path="/return/payment"),
    *(Row(f"{CASE}/withdraw", f"{status}", _stands(status, "/withdraw")) for status in _WITHDRAWN_FROM),
    Row(f"{CASE}/withdraw", "no answer", _withdrawn_unanswered, status=503),
    Row(f"{CASE}/correct", "everything", _returned(*_REMARKED)),
    Row(f"{CASE}/correct", "not signed", _returned("applicant.mail")),
    Row(f"{CASE}/correct", "unchanged", _returned("applicant.mail", mail="hanako@example.jp"), MISTAKEN),
    Row(
        f"{CASE}/correct",
        "mistakes",
        _returned(*_REMARKED, name="", birth_date="昭和99年", mail="a@", postcode="1"),
        MISTAKEN,
    ),
    Row(
        f"{CASE}/correct",
        "one left as it was",
        _returned("applicant.mail", "delivery.postcode", mail="hanako@example.jp", postcode="999-0002"),
        MISTAKEN,
    ),
    Row(f"{CASE}/again", "withdrawn", _stands(Status.WITHDRAWN, "/again")),
    Row(f"{CASE}/again", "in place of what was begun", _again),
    Row(f"{CASE}/pay", "not opened", _stands(Status.AWAITING_PAYMENT, "/pay", is_opened=False)),
)
