"""Pages about the counter itself: how usable it is, and what it does with personal data."""

from datetime import date, datetime, time

from fastapi import APIRouter, Response

from domain.japan import JAPAN
from domain.municipality.days_in_words import day_in_words
from web.front.accessibility import accessibility_statement
from web.front.page import Page, ThePage
from web.front.paths import PREFIX
from web.front.prose import blocks

router = APIRouter(include_in_schema=False)


@router.get(PREFIX + "/accessibility")
async def show_accessibility(page: ThePage) -> Response:
    """Show what was tried, by whom or what, and what does not work yet."""
    statement = accessibility_statement()
    return page.show(
        "accessibility.html",
        statement=statement,
        tested_on=_in_words(page, statement.tested_on),
        by_hand=[(each.name, each.criteria, _in_words(page, each.on)) for each in statement.by_hand],
    )


@router.get(PREFIX + "/privacy")
async def show_privacy(page: ThePage) -> Response:
    """Show what is kept, why, how long, and who sees it."""
    return page.show("privacy.html", blocks=blocks(page, "about.privacy.text"))


def _in_words(page: Page, day: date | None) -> str:
    return day_in_words(datetime.combine(day, time(), JAPAN), page.language) if day else ""
