"""ご意見: two questions about the counter, whose answers are counted; nothing is asked or kept of who gives them."""

from fastapi import APIRouter, Response

from domain.opinions import Answer, Ease, Trouble
from web.desk import Desk, TheDesk
from web.front.forms import Fields
from web.front.mistakes import Mistakes
from web.front.network import TheNetwork
from web.front.page import Page, ThePage
from web.front.paths import PREFIX

router = APIRouter(include_in_schema=False)


@router.get(PREFIX + "/feedback")
async def ask(page: ThePage, desk: TheDesk) -> Response:
    """Ask, and tell what others said."""
    return await _show(page, desk, Fields({}, {}))


@router.post(PREFIX + "/feedback")
async def count(page: ThePage, desk: TheDesk, network: TheNetwork) -> Response:
    """Count the answers; so many in an hour from one network."""
    fields = await page.fields()
    ease = next((each for each in Ease if each == fields.get("ease")), None)
    if ease is None:
        return await _show(page, desk, fields, Mistakes({"ease": page.say("feedback.missing")}))
    answers: list[Answer] = [ease, *(each for each in Trouble if fields.has(each.value))]
    await desk.opinions.count(page.language, answers, network)
    return page.go("/feedback", banner="banner.opinion")


async def _show(page: Page, desk: Desk, fields: Fields, mistakes: Mistakes | None = None) -> Response:
    eases = [(each.value, page.say(f"feedback.ease.{each.value}"), None) for each in Ease]
    troubles = [
        (each.value, page.say(f"feedback.trouble.{each.value}"), fields.has(each.value), None) for each in Trouble
    ]
    counted = await desk.opinions.counted()
    said = [
        (
            page.say(f"feedback.{question}.{each.value}"),
            page.say("feedback.times", count=counted.get(each.value, 0)),
            None,
        )
        for question, answers in (("ease", Ease), ("trouble", Trouble))
        for each in answers
    ]
    return page.show(
        "feedback.html",
        mistakes=mistakes,
        eases=eases,
        ease=fields.get("ease"),
        troubles=troubles,
        said=said if counted else (),
    )
