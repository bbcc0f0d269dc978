"""Pages about the counter itself, and those that help."""

from browser.rows.row import MISTAKEN, Row, opened
from browser.visitor import Visitor

from domain.certificates.submission import NAME
from web.front.paths import PREFIX
from web.front.routes.troubles import TOPICS


async def _with_drafts(visitor: Visitor) -> None:
    await visitor.city.drafts.begin(visitor.visit, NAME, "resident_record_copy", b"")
    await visitor.city.drafts.begin(visitor.visit, NAME, "seal_registration_certificate", b"")


async def _start_with_drafts(visitor: Visitor) -> None:
    await _with_drafts(visitor)
    await visitor.go("")


async def _extending(visitor: Visitor) -> None:
    await _with_drafts(visitor)
    await visitor.go("/session/extend")


async def _extended(visitor: Visitor) -> None:
    await _extending(visitor)
    await visitor.window.press()


async def _leaving(visitor: Visitor) -> None:
    await _with_drafts(visitor)
    await visitor.go("/session/leave")


async def _unanswered(visitor: Visitor) -> None:
    await visitor.go("/feedback")
    await visitor.window.press()


async def _answered(visitor: Visitor) -> None:
    await visitor.go("/feedback")
    await visitor.window.choose(ease="hard")
    await visitor.window.press()


ROWS = (
    Row(PREFIX, "with drafts", _start_with_drafts),
    opened(PREFIX + "/help"),
    *(opened(PREFIX + "/help/{topic}", topic, path=f"/help/{topic}") for topic in TOPICS),
    opened(PREFIX + "/accessibility"),
    opened(PREFIX + "/privacy"),
    opened(PREFIX + "/service-performance"),
    opened(PREFIX + "/feedback"),
    Row(PREFIX + "/feedback", "unanswered", _unanswered, status=MISTAKEN),
    Row(PREFIX + "/feedback", "answered", _answered),
    opened(PREFIX + "/session/extend", "nothing to extend"),
    Row(PREFIX + "/session/extend", "with drafts", _extending),
    Row(PREFIX + "/session/extend", "extended", _extended),
    opened(PREFIX + "/session/leave", "nothing left"),
    Row(PREFIX + "/session/leave", "with drafts", _leaving),
)
