"""Two questions about the counter, whose answers are counted."""

import re

import pytest

from domain.municipality.texts import Language
from domain.opinions import MOST_BY_NETWORK, Ease

PAGE = {"Accept": "text/html"}
LANGUAGES = ("ja", "ja-simple", "en")


async def _send(client, language: str, **answers: str):
    shown = (await client.get(f"/{language}/feedback", headers=PAGE)).text
    csrf = re.search(r'name="csrf" value="([^"]+)"', shown)
    assert csrf
    return await client.post(f"/{language}/feedback", headers=PAGE, data={"csrf": csrf[1], **answers})


@pytest.mark.parametrize("language", LANGUAGES)
async def test_answers_are_counted_and_thanked_for_once(client, city, language):
    answer = await _send(client, language, ease="hard", words="on", card="on", unknown="on")
    thanked = (await client.get(f"/{language}/feedback", headers=PAGE)).text
    again = (await client.get(f"/{language}/feedback", headers=PAGE)).text

    assert (answer.status_code, answer.headers["location"]) == (303, f"/{language}/feedback")
    assert city.opinions.counts == {(Language(language), each): 1 for each in ("hard", "words", "card")}
    assert 'role="status"' in thanked
    assert 'role="status"' not in again


async def test_everybody_may_read_how_many_gave_which_answer(client):
    before = (await client.get("/en/feedback", headers=PAGE)).text
    for _ in range(2):
        await _send(client, "ja", ease="hard", card="on")
    after = (await client.get("/en/feedback", headers=PAGE)).text

    assert "Answers so far" not in before
    assert "<dt>Reading the card</dt><dd>2</dd>" in after
    assert "<dt>Easy</dt><dd>0</dd>" in after


@pytest.mark.parametrize("ease", ["", "wonderful", "EASY"])
async def test_without_an_answer_nothing_is_counted_and_what_was_chosen_stays(client, city, ease):
    answer = await _send(client, "en", ease=ease, paying="on")

    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert '<a href="#ease">' in answer.text
    assert re.search(r'name="paying" checked', answer.text)
    assert not city.opinions.counts


async def test_a_foreign_form_is_not_counted(client, city):
    answer = await client.post("/en/feedback", headers=PAGE, data={"ease": "easy"})

    assert answer.status_code == 403
    assert not city.opinions.counts


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_network_that_gave_very_many_is_told_to_wait(client, city, language):
    for _ in range(MOST_BY_NETWORK):
        await city.opinions.count(Language.JA, [Ease.EASY], "127.0.0.1")

    answer = await _send(client, language, ease="hard")

    assert (answer.status_code, answer.headers["retry-after"]) == (429, "600")
    assert answer.headers["content-language"] == language
    assert "10" in re.sub(r"<[^>]+>", "", answer.text)


async def test_there_is_nowhere_to_write_a_text(client):
    html = (await client.get("/ja/feedback", headers=PAGE)).text

    assert not re.search(r'<textarea|type="(?:text|email|tel)"', html)
