"""The start page in each language."""

import pytest

PAGE = {"Accept": "text/html"}


async def test_leads_to_the_language_the_browser_prefers(client):
    answer = await client.get("/", headers={**PAGE, "Accept-Language": "en;q=0.9, fr"})

    assert (answer.status_code, answer.headers["location"], answer.headers["vary"]) == (302, "/en", "Accept-Language")


@pytest.mark.parametrize(
    ("language", "title"),
    [("ja", "オンラインでできる手続"), ("ja-simple", "インターネットでできること"), ("en", "What you can do online")],
)
async def test_shows_both_certificates_in_each_language(client, language, title):
    answer = await client.get(f"/{language}", headers=PAGE)

    assert answer.status_code == 200
    assert f"<h1>{title}</h1>" in answer.text
    assert f'<html lang="{language}">' in answer.text
    assert answer.text.count(f'href="/{language}/procedures/') == 2
    assert answer.headers["content-language"] == language


async def test_no_other_word_is_a_language(client):
    assert (await client.get("/fr", headers=PAGE)).status_code == 404
