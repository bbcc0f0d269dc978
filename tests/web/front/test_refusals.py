"""Refusals and faults as pages: in the page's language, with header, footer and a way on."""

import pytest
from fakes.desk import City

from domain.errors import DomainError, ErrorCode, PortUnavailable
from domain.municipality.texts import Language
from web import http_codes
from web.http_codes import HttpCode, HttpRefusal
from web.statuses import STATUS

PAGE = {"Accept": "text/html"}
MET = (
    *("not_found", "form_foreign", "method_not_allowed", "body_too_large", "call_malformed", "call_invalid"),
    *("request_unknown", "request_closed", "not_allowed_now", "code_missing", "code_refused", "too_many_tries"),
    *(
        "too_many_codes",
        "too_many_from_network",
        "draft_unknown",
        "draft_changed",
        "idempotency_conflict",
        "system_unavailable",
    ),
    *("revocation_unknown", "vault_item_missing", "vault_key_destroyed"),
)
LANGUAGES = ("ja", "ja-simple", "en")
TITLES = {"ja": "お探しの画面がありません", "ja-simple": "ページがありません", "en": "There is no such page"}


async def _refused(client, city: City, error: Exception, language: str):
    city.broken = error
    return await client.get(f"/{language}/broken", headers=PAGE)


@pytest.fixture
def breaking(app, city: City):
    """The application with one page that raises what the city has broken."""

    @app.post("/{language:language}/broken")
    @app.get("/{language:language}/broken")
    async def broken() -> None:
        if city.broken:
            raise city.broken

    return app


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_page_that_is_not_there_says_so_and_leads_on(client, language):
    answer = await client.get(f"/{language}/nowhere", headers=PAGE)

    assert answer.status_code == 404
    assert f"<h1>{TITLES[language]}</h1>" in answer.text
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["content-language"] == language
    for where in ("", "/status", "/help"):
        assert f'<a href="/{language}{where}">' in answer.text
    assert "<header>" in answer.text
    assert "<footer>" in answer.text
    assert "0999-99-0001" in answer.text


async def test_a_refusal_gives_no_cookie(client):
    answer = await client.get("/ja/nowhere", headers=PAGE)

    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", list(ErrorCode))
async def test_every_refusal_of_the_domain_is_a_page_in_each_language(client, breaking, city, language, code):
    answer = await _refused(client, city, DomainError(code), language)

    assert answer.status_code == STATUS[code]
    assert f'<html lang="{language}">' in answer.text
    assert "error_id" not in answer.text
    assert "Idempotency-Key" not in answer.text or language != "ja-simple"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_fault_gives_a_number_to_tell_on_the_telephone(client, breaking, city, language):
    answer = await _refused(client, city, RuntimeError("a bug"), language)

    assert answer.status_code == 500
    assert f'<strong data-test="error-id">{answer.headers["x-request-id"]}</strong>' in answer.text
    assert "a bug" not in answer.text


async def test_a_silent_system_says_that_nothing_is_lost_and_how_long_to_wait(client, breaking, city):
    answer = await _refused(client, city, PortUnavailable("postgres", retry_after=200), "en")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "200")
    assert "drafts are kept" in answer.text
    assert "about 4 min." in answer.text


async def test_who_pressed_a_button_is_told_that_it_may_not_have_been_done(client, breaking, city):
    city.broken = PortUnavailable("postgres")
    told = "What you just pressed may not have been done."

    assert told in (await client.post("/en/broken", headers=PAGE)).text
    assert told not in (await client.get("/en/broken", headers=PAGE)).text


async def test_too_many_codes_say_how_long_to_wait(client, breaking, city):
    answer = await _refused(client, city, DomainError(ErrorCode.TOO_MANY_CODES, wait_seconds=61), "ja")

    assert answer.status_code == 429
    assert "2分ほど待ってください" in answer.text


async def test_a_form_of_another_site_is_refused_in_the_pages_language(client):
    answer = await client.post("/en/readings", headers={**PAGE, "Origin": "https://elsewhere.example"})

    assert answer.status_code == 403
    assert "<h1>This page is too old</h1>" in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", list(HttpCode))
async def test_every_refusal_of_http_is_a_page_in_each_language(client, breaking, city, language, code):
    answer = await _refused(client, city, HttpRefusal(code), language)

    assert answer.status_code == http_codes.STATUS[code]
    assert answer.headers["content-language"] == language
    assert "0999-99-0001" in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_citizens_can_meet_has_words_for_people(app, language):
    """Nobody at a page is told of JSON, headers or commands."""
    words = app.state.pages.words[Language(language)]
    told = [words.say(f"refusal.{code}.{part}") for code in (*MET, "internal_error") for part in ("title", "fix")]

    assert not [each for each in told if any(word in each for word in ("JSON", "Idempotency", "madoguchi", "Allow"))]
