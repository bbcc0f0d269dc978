"""The story of a request for its citizen: what happened, who looked; and nothing that only a held request has."""

from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from fakes.desk import City, desk_of
from fakes.desk_stories import ARRIVED, case_id, clear, finding_opened, held, issued, stamp
from fastapi import Request
from fixtures.desk import REACHABLE, desk_at

from adapters.policy.files import PolicyFiles
from domain.cases.access import AccessGround, Opening
from domain.certificates.disclosure import Part
from domain.certificates.events import AnyEvent
from domain.certificates.identity_events import EligibilityConfirmed, HoldReleased, ReleaseProposed
from domain.certificates.status import HoldStage, Status
from domain.municipality.texts import Language
from web.certificates.front.pages import PAGES
from web.certificates.front.story import TOLD, UNTOLD, story_of
from web.desk import Site
from web.front.page import Page
from web.front.pages import set_up
from web.front.visits import Visit

BOOK = PolicyFiles(Path(__file__).parents[4] / "municipalities")
SET = set_up([PAGES])
EXAMINER, APPROVER, CLOSED = "officer-sato", "officer-suzuki", "officer-watanabe"


def page(language: Language = Language.JA) -> Page:
    """Return a page nobody has asked for."""
    request = Request({"type": "http", "headers": [], "path": "/", "query_string": b""})
    return Page(request, language, Site("https://city.example"), Visit("v" * 43), SET, BOOK.policy("999001"))


async def told(city: City, language: Language = Language.JA, number: int = 1) -> list[tuple[str, str]]:
    """Return the story of a request as text."""
    rows = await story_of(desk_of(city, BOOK), city.orders[case_id(number)], page(language))
    return [(str(when), str(sentence)) for when, sentence in rows]


async def look(city: City, officer: str, minute: int, ground: AccessGround, part: Part = Part.APPLICATION) -> None:
    """Let an officer open a part of the first request."""
    at = ARRIVED + timedelta(minutes=minute)
    await city.access.record(Opening(case_id=case_id(1), officer=officer, part=part, ground=ground, at=at))


async def test_a_request_is_told_in_sentences_in_order():
    """From arrival to the finished certificate, with the money and who looked; checks and proposals are not told."""
    city = City()
    city.happened(1, *issued())
    await look(city, EXAMINER, 5, AccessGround.EXAMINATION)
    await look(city, APPROVER, 6, AccessGround.APPROVAL)

    rows = await told(city)

    assert [sentence for _, sentence in rows] == [
        "住民票の写し 1通の申請を受け付けました。",
        "300円のお支払いを受け取りました。",
        "手数料と郵送料 300円のお支払いをお願いしました。",
        "審査の担当者が、申請書と住民記録を見ました(目的: 審査)。",
        "決裁者が、申請書と住民記録を見ました(目的: 決裁)。",
        "交付が決まり、証明書を作りました。",
    ]
    assert rows[0][0] == "2026年11月23日(月) 10時00分"


@pytest.mark.parametrize("language", Language)
async def test_every_sentence_is_there_in_each_language(language: Language):
    """No key is missing, nothing stays to be filled."""
    city = City()
    city.happened(1, *issued())
    for ground in set(AccessGround) - {AccessGround.HOLD}:
        for part in set(Part) - {Part.FINDING}:
            await look(city, EXAMINER, 10, ground, part)

    rows = await told(city, language)

    assert len(rows) == 4 + (len(AccessGround) - 1) * (len(Part) - 1)
    assert not [sentence for _, sentence in rows if "{" in sentence]


async def test_a_held_request_reads_like_any_other_in_check():
    """However often its finding and its papers were opened while it is held, and by whom."""
    checked, kept = City(), City()
    checked.happened(1, *clear()[:1])
    kept.happened(1, *held(), finding_opened(CLOSED))
    await look(kept, CLOSED, 3, AccessGround.HOLD, Part.FINDING)
    await look(kept, EXAMINER, 4, AccessGround.EXAMINATION)
    await look(kept, CLOSED, 5, AccessGround.HOLD)

    assert await told(kept) == await told(checked)


async def test_after_a_release_the_hold_is_not_told_either():
    """The same story as that of a request nobody held; the closed desk's later look is an examiner's."""
    smooth, released = City(), City()
    stage = {"stage": HoldStage.ELIGIBILITY}
    smooth.happened(1, *clear())
    released.happened(
        1,
        *held(),
        finding_opened(CLOSED),
        finding_opened(EXAMINER),
        ReleaseProposed(**stamp(3, EXAMINER), **stage, decision_id="propose-release", role="examiner"),
        HoldReleased(**stamp(3, CLOSED), **stage, decision_id="release-hold", role="closed_desk"),
        clear()[2],
    )
    await look(released, CLOSED, 2, AccessGround.EXAMINATION)
    for city, officer in ((smooth, EXAMINER), (released, CLOSED)):
        await look(city, officer, 30, AccessGround.EXAMINATION)

    assert await told(released) == await told(smooth)


async def test_the_same_look_on_one_day_is_told_once():
    """The first time; another day, ground or part is another sentence."""
    city = City()
    city.happened(1, *clear())
    for minute in (10, 11, 24 * 60 + 10):
        await look(city, EXAMINER, minute, AccessGround.EXAMINATION)
    await look(city, EXAMINER, 12, AccessGround.COMPLAINT)

    assert len([sentence for _, sentence in await told(city) if "見ました" in sentence]) == 3


async def test_an_officer_nobody_knows_any_more_is_one_of_the_staff():
    """Whose row is gone from the file still looked."""
    city = City()
    city.happened(1, *clear())
    await look(city, "officer-nobody", 10, AccessGround.INQUIRY)

    assert (await told(city))[-1][1] == "職員が、申請書と住民記録を見ました(目的: ご本人からの照会)。"


def test_each_event_is_told_or_left_out_on_purpose():
    """A new event is either in the one list or in the other."""
    union = get_args(get_args(AnyEvent)[0])
    assert set(union) == set(TOLD) | UNTOLD
    assert not set(TOLD) & UNTOLD
    assert EligibilityConfirmed in UNTOLD


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("status", REACHABLE)
async def test_a_request_in_any_status_has_its_story(status: Status, language: Language):
    """By the rules' own histories: it begins with the arrival, tells nothing of checks, and has words for everything."""
    city = City()
    order = city.order(1)
    city.events[order.case_id] = list(desk_at(status).events)

    sentences = [sentence for _, sentence in await told(city, language)]

    assert sentences
    assert not [each for each in sentences if "{" in each or "要確認" in each or "held" in each]
    shown = [event for event in city.events[order.case_id] if type(event) in TOLD]
    assert len(sentences) == len(shown)
