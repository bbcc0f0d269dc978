"""What to do when something is in the way: one page for each trouble, in plain words."""

from fastapi import APIRouter, Response

from web.front.page import ThePage
from web.front.paths import PREFIX
from web.front.prose import blocks
from web.http_codes import HttpCode, HttpRefusal

router = APIRouter(include_in_schema=False)
GROUPS = {
    "card": ("card-locked", "card-expired", "card-revoked", "no-card", "under-15"),
    "device": ("no-phone", "other-browser"),
    "request": ("no-mail", "code-lost", "code-to-pay", "not-arrived", "wrong-contents"),
}
"""Topics in the order of the page; the address and the key of a topic's words are the same."""
TOPICS = tuple(topic for topics in GROUPS.values() for topic in topics)


@router.get(PREFIX + "/help")
async def show_topics(page: ThePage) -> Response:
    """Show all topics."""
    return page.show("help.html", groups=GROUPS)


@router.get(PREFIX + "/help/{topic}")
async def show_topic(page: ThePage, topic: str) -> Response:
    """Show one topic. Raises HttpRefusal NOT_FOUND for one we have no words for."""
    if topic not in TOPICS:
        raise HttpRefusal(HttpCode.NOT_FOUND)
    return page.show("help_topic.html", topic=topic, blocks=blocks(page, f"help.{topic}.text"))
