"""What to do when something is in the way."""

import re
from pathlib import Path

import pytest

from domain.identity.card_app import CardTrouble
from web.certificates.front.card_words import help_about
from web.front.routes.troubles import TOPICS

WEB = Path(__file__).parents[3] / "web"

PAGE = {"Accept": "text/html"}
LANGUAGES = ("ja", "ja-simple", "en")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_all_topics_are_listed(client, language):
    html = (await client.get(f"/{language}/help", headers=PAGE)).text

    for topic in TOPICS:
        assert f'href="/{language}/help/{topic}"' in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", TOPICS)
async def test_each_topic_has_a_page_with_a_way_on(client, language, topic):
    answer = await client.get(f"/{language}/help/{topic}", headers=PAGE)

    assert answer.status_code == 200
    assert answer.text.count("<h1>") == 1
    assert "0999-99-0001" in answer.text
    assert "## " not in answer.text
    assert "\n- " not in answer.text


async def test_any_other_topic_is_no_page(client):
    assert (await client.get("/ja/help/title", headers=PAGE)).status_code == 404


def test_pages_lead_only_to_topics_that_are_there():
    templates = [path.read_text(encoding="utf-8") for path in WEB.rglob("templates/**/*.html")]
    meant = {found for html in templates for found in re.findall(r'"/help/([a-z0-9-]+)"', html)}

    assert meant
    assert meant <= set(TOPICS)
    assert {topic for each in CardTrouble if (topic := help_about(each))} <= set(TOPICS)
