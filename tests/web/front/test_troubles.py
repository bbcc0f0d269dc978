"""What to do when something is in the way."""

import pytest

from web.front.routes.troubles import TOPICS

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
