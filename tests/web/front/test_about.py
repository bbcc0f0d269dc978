"""Pages about the counter itself."""

import json
import re
from pathlib import Path

import pytest

from web.front.accessibility import accessibility_statement

PAGE = {"Accept": "text/html"}
LANGUAGES = ("ja", "ja-simple", "en")
TOOLS = Path(__file__).parents[2] / "browser" / "tools" / "package.json"
# WCAG 2.2, levels A and AA.
CRITERIA = {
    f"{guideline}.{number}"
    for guideline, numbers in {
        "1.1": [1],
        "1.2": [1, 2, 3, 4, 5],
        "1.3": [1, 2, 3, 4, 5],
        "1.4": [1, 2, 3, 4, 5, 10, 11, 12, 13],
        "2.1": [1, 2, 4],
        "2.2": [1, 2],
        "2.3": [1],
        "2.4": [1, 2, 3, 4, 5, 6, 7, 11],
        "2.5": [1, 2, 3, 4, 7, 8],
        "3.1": [1, 2],
        "3.2": [1, 2, 3, 4, 6],
        "3.3": [1, 2, 3, 4, 7, 8],
        "4.1": [2, 3],
    }.items()
    for number in numbers
}


def test_the_statement_speaks_of_every_criterion():
    statement = accessibility_statement()
    tried = {each for criteria in statement.automatic.values() for each in criteria}
    by_hand = {each for check in statement.by_hand for each in check.criteria}

    assert len(CRITERIA) == 55
    assert tried | by_hand | set(statement.absent) == CRITERIA
    assert set(statement.absent).isdisjoint(tried | by_hand)


def test_the_statement_names_the_tools_of_the_tests():
    installed = json.loads(TOOLS.read_text())
    versions = {**installed.get("dependencies", {}), **installed.get("devDependencies", {})}

    assert {name: versions.get(name) for name in accessibility_statement().tools} == accessibility_statement().tools


@pytest.mark.parametrize("language", LANGUAGES)
async def test_says_what_was_tried_and_that_nobody_has_tried_by_hand_yet(client, language):
    html = (await client.get(f"/{language}/accessibility", headers=PAGE)).text
    not_yet = {"ja": "まだ試していません。", "ja-simple": "べていません。", "en": "Not tried yet."}[language]
    untried = [check for check in accessibility_statement().by_hand if check.on is None]

    assert html.count(not_yet) >= len(untried)
    assert "axe-core 4.14.1" in html


async def test_help_and_languages_stand_in_the_same_place_on_every_page(client):
    places = []
    for path in ("", "/help", "/help/no-card", "/accessibility", "/privacy", "/session/extend", "/nowhere"):
        html = (await client.get(f"/ja{path}", headers=PAGE)).text
        header, footer = html.split("<main")[0], html.split("</main>")[1]
        places.append((re.findall(r'hreflang="([^"]+)"', header), re.findall(r'href="(/ja/[^"]+)"', footer)))

    assert all(place == places[0] for place in places)
    assert places[0][1][0] == "/ja/help"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_says_how_long_a_draft_is_kept(client, language):
    answer = await client.get(f"/{language}/privacy", headers=PAGE)

    assert answer.status_code == 200
    assert "72" in answer.text
