"""The way in and the way out, before a provider in memory."""

import re
from collections.abc import AsyncIterator

import httpx2
import pytest
from fakes.desk import City
from fakes.desk_stories import STAFF
from fakes.office_sign_in import PROVIDER
from fastapi import FastAPI
from fixtures.forms import hidden_fields

from domain.actors import Role
from domain.office.sign_in import IDLE, LONGEST, ON_THE_WAY

from .conftest import Browser, SignIn


@pytest.fixture
async def browser(app: FastAPI) -> AsyncIterator[Browser]:
    """A browser in which nobody has signed in."""
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    accept = {"Accept": "text/html"}
    async with httpx2.AsyncClient(transport=transport, base_url="https://city.example", headers=accept) as opened:
        yield opened


async def come_back(browser: Browser, city: City, subject: str, path: str = "/office/sign-in") -> httpx2.Response:
    """Go to the provider and come back as somebody."""
    assert (await browser.get(path)).status_code == 303
    return await browser.get(f"/office/return?state={city.sign_in.begun[-1].state}&code={subject}")


async def test_who_wanted_a_page_is_there_after_the_sign_in(browser: Browser, city: City):
    """The way leads over the provider and back to what was asked for."""
    led = await browser.get("/office?due=today")
    assert (led.status_code, led.headers["location"][:19]) == (303, "/office/sign-in?to=")
    out = await browser.get(led.headers["location"])
    assert out.headers["location"].startswith(PROVIDER)
    back = await browser.get("/office/return?state=state-0&code=officer-sato")
    assert (back.status_code, back.headers["location"]) == (303, "/office?due=today")
    assert (await browser.get("/office")).status_code == 200


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/x\r\nSet-Cookie: a=b", "/日本", "\\evil"])
async def test_no_address_leads_out_of_the_office(browser: Browser, city: City, to: str):
    """Whatever stands in the address, the sign-in ends at a page of ours."""
    await browser.get("/office/sign-in", params={"to": to})
    back = await browser.get("/office/return?state=state-0&code=officer-sato")
    assert back.headers["location"].startswith("/office")
    assert "\n" not in back.headers["location"]


async def test_the_token_of_before_the_sign_in_opens_nothing(browser: Browser, city: City):
    """A token that somebody else has put into the browser stays worthless."""
    browser.cookies.set("__Host-madoguchi-office", "a" * 43)
    back = await come_back(browser, city, "officer-sato")
    assert back.headers["set-cookie"].count("__Host-madoguchi-office=") == 1
    assert "a" * 43 not in back.headers["set-cookie"]
    browser.cookies.set("__Host-madoguchi-office", "a" * 43, domain="city.example")
    assert len(city.sessions.rows) == 1


async def test_the_answer_opens_only_the_browser_that_set_out_and_once(browser: Browser, city: City, app: FastAPI):
    """Who is handed the address of somebody else's return is not signed in as them, nor is it good twice."""
    await browser.get("/office/sign-in")
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="https://city.example") as other:
        stolen = await other.get("/office/return?state=state-0&code=officer-sato")
    assert stolen.status_code == 400
    assert not city.sessions.rows
    assert (await browser.get("/office/return?state=state-0&code=officer-sato")).status_code == 303
    assert (await browser.get("/office/return?state=state-0&code=officer-sato")).status_code == 400


async def test_an_answer_that_is_not_believed_signs_nobody_in(browser: Browser, city: City):
    """The page does not say which check refused it."""
    city.sign_in.refuses = "nonce"
    back = await come_back(browser, city, "officer-sato")
    assert back.status_code == 400
    assert "サインインできませんでした" in back.text
    assert "nonce" not in back.text
    assert not city.sessions.rows


async def test_who_took_too_long_begins_anew(browser: Browser, city: City):
    """A way is open for a quarter of an hour."""
    await browser.get("/office/sign-in")
    city.now += ON_THE_WAY
    assert (await browser.get("/office/return?state=state-0&code=officer-sato")).status_code == 400


async def test_who_turns_back_at_the_provider_is_told_so(browser: Browser, city: City):
    """It is no fault."""
    await browser.get("/office/sign-in")
    back = await browser.get("/office/return?state=state-0&error=access_denied")
    assert back.status_code == 200
    assert "取りやめました" in back.text


async def test_who_is_no_officer_here_reads_out_their_identifier(browser: Browser, city: City):
    """Nobody is signed in, and the page says what the admin needs."""
    back = await come_back(browser, city, "somebody-else")
    assert back.status_code == 403
    assert "登録されていません" in back.text
    assert re.search(r'data-test="subject">somebody-else<', back.text)
    assert not city.sessions.rows


async def test_after_a_weak_sign_in_a_strong_one_is_offered_to_who_needs_it(browser: Browser, city: City):
    """An approver sees why their queue is not there, an examiner sees nothing of it."""
    city.sign_in.weak = True
    back = await come_back(browser, city, STAFF["approver"].id)
    assert "強い認証でサインインし直す" in back.text
    assert (await come_back(browser, city, STAFF["examiner"].id)).status_code == 303


async def test_a_strong_sign_in_that_was_not_strong_does_not_go_round(browser: Browser, city: City):
    """The page says that it was not enough, instead of leading to the provider again and again."""
    city.sign_in.weak = True
    back = await come_back(browser, city, STAFF["approver"].id, "/office/sign-in?strong=1&to=/x")
    assert city.sign_in.begun[-1].strong
    assert "強い認証と認められませんでした" in back.text


async def test_a_sign_out_ends_the_session_here_and_leads_to_the_providers(officer: SignIn, city: City):
    """Behind it the browser opens nothing."""
    browser = await officer("examiner")
    page = await browser.get("/office")
    out = await browser.post("/office/sign-out", data=hidden_fields(page.text))
    assert (out.status_code, "leave?back=https://city.example/office/signed-out" in out.headers["location"]) == (
        303,
        True,
    )
    assert not city.sessions.rows
    assert (await browser.get("/office")).status_code == 303
    assert "サインアウトしました" in (await browser.get("/office/signed-out")).text


async def test_a_sign_out_without_our_form_is_refused(officer: SignIn, city: City):
    """Nobody signs an officer out from another page."""
    browser = await officer("examiner")
    assert (await browser.post("/office/sign-out")).status_code == 403
    assert len(city.sessions.rows) == 1


async def test_a_sign_out_elsewhere_ends_the_sessions_here(officer: SignIn, city: City, browser: Browser):
    """The provider says so in a token of its own; anything else ends nothing."""
    signed_in = await officer("examiner")
    refused = await browser.post("/office/logout-notice", data={"logout_token": "nonsense"})
    assert refused.status_code == 400
    assert (await signed_in.get("/office")).status_code == 200
    told = await browser.post("/office/logout-notice", data={"logout_token": f"out:{STAFF['examiner'].id}"})
    assert (told.status_code, told.headers["cache-control"]) == (200, "no-store")
    assert (await signed_in.get("/office")).status_code == 303


@pytest.mark.parametrize("after", [IDLE, LONGEST])
async def test_what_a_form_sent_after_the_session_is_said_to_be_lost(officer: SignIn, city: City, after):
    """Nobody believes that it was recorded."""
    browser = await officer("examiner")
    city.now += after
    led = await browser.post("/office/sign-out/../queue", data={})
    assert led.status_code in (303, 404, 405)
    lost = await browser.get("/office/sign-in?lost=1")
    assert "記録されていません" in lost.text


async def test_a_role_taken_away_is_gone_with_the_next_page(officer: SignIn, city: City):
    """The session is no proof of what somebody may do."""
    browser = await officer("examiner")
    actor = STAFF["examiner"]
    city.people.actors[actor.id] = actor.model_copy(update={"roles": (Role.DISPATCHER,)})
    assert 'href="/office/print"' in (await browser.get("/office")).text
    del city.people.actors[actor.id]
    assert (await browser.get("/office")).status_code == 303
