"""Who may send our forms, by the real browser's own headers: our pages alone; and where our forms may lead."""

from collections.abc import AsyncIterator

import pytest
from browser.conftest import OpenWindow
from browser.elsewhere import Elsewhere, elsewhere
from browser.served import Counter
from browser.window import Window
from fakes.desk import application
from fastapi import Request
from fastapi.responses import RedirectResponse

from web.desk import Site

_SEND = """([action, fields]) => {
  const form = Object.assign(document.createElement('form'), {method: 'post', action});
  for (const [name, value] of Object.entries(fields)) form.append(Object.assign(document.createElement('input'), {name, value}));
  document.body.append(form);
  form.submit();
}"""
REFUSED = 403


@pytest.fixture
async def stranger() -> AsyncIterator[Elsewhere]:
    async with elsewhere() as site:
        yield site


@pytest.fixture
async def window(counter: Counter, open_window: OpenWindow) -> Window:
    """A browser at our start page, before an application that notes who sends forms and can lead on."""
    return await open_window(counter.address)


def lets_lead_on(counter: Counter, where: str, leads_to: tuple[str, ...] = ()) -> list[str | None]:
    """Add a form that leads elsewhere; return the list of origins of who sends it."""
    counter.open_anew()
    origins = list[str | None]()
    counter.app = application(counter.desk, Site(base_url=counter.address, leads_to=leads_to))

    @counter.app.post("/leads-on")
    async def leads_on(request: Request) -> RedirectResponse:
        origins.append(request.headers.get("origin"))
        return RedirectResponse(where, status_code=303)

    return origins


async def sends(window: Window, action: str) -> None:
    async with window.page.expect_navigation():
        await window.look(_SEND, [action, {"csrf": "x"}])


async def test_our_own_form_says_where_it_comes_from(counter: Counter, window: Window):
    """With `no-referrer` Chromium would say `Origin: null`, as a stranger's does."""
    origins = lets_lead_on(counter, "/ja")
    await window.go("/ja")

    await sends(window, "/leads-on")

    assert origins == [counter.address]
    assert window.page.url == f"{counter.address}/ja"


@pytest.mark.parametrize("place", ["address", "near"])
async def test_another_sites_form_is_refused(counter: Counter, window: Window, stranger: Elsewhere, place: str):
    """Another site's, and one of our own site on another port."""
    origins = lets_lead_on(counter, "/ja")
    stranger.sends_forms_to(f"{counter.address}/leads-on")
    await window.page.goto(getattr(stranger, place))

    await window.press("button")

    assert window.document is not None
    assert (window.document.status, origins) == (REFUSED, [])
    assert "/ja" in await window.page.locator("main a").evaluate_all("all => all.map(a => a.pathname).join()")


async def test_a_form_without_origin_is_refused(counter: Counter, window: Window, stranger: Elsewhere):
    """A sandboxed frame says `Origin: null`."""
    origins = lets_lead_on(counter, "/ja")
    stranger.sends_forms_to(f"{counter.address}/leads-on")
    framed = stranger.body.replace('"', "'")
    stranger.body = f'<iframe sandbox="allow-forms allow-top-navigation" srcdoc="{framed.replace("<form", "<form target=_top")}"></iframe>'
    await window.page.goto(stranger.address)

    async with window.page.expect_navigation():
        await window.page.frame_locator("iframe").locator("button").click()

    assert window.document is not None
    assert (window.document.status, origins) == (REFUSED, [])


async def test_our_forms_lead_to_no_stranger(counter: Counter, window: Window, stranger: Elsewhere):
    """Not by their action, and not by where an answer leads."""
    origins = lets_lead_on(counter, stranger.address)
    await window.go("/ja")

    await window.look(_SEND, [stranger.address, {"name": "value"}])
    await window.look(_SEND, ["/leads-on", {}])
    await window.page.wait_for_function("() => true")
    async with window.page.expect_event("console", lambda said: "form-action" in said.text):
        await window.look(_SEND, ["/leads-on", {}])

    assert stranger.came == []
    assert len(origins) >= 1
    assert window.page.url == f"{counter.address}/ja"


async def test_our_forms_lead_to_whom_the_installation_names(counter: Counter, window: Window, stranger: Elsewhere):
    """The card app and the payment page."""
    lets_lead_on(counter, f"{stranger.address}/app", (stranger.address,))
    await window.go("/ja")

    await sends(window, "/leads-on")

    assert stranger.came == ["/app"]


async def test_no_other_site_can_frame_our_pages(counter: Counter, window: Window, stranger: Elsewhere):
    counter.open_anew()
    stranger.body = f'<iframe src="{counter.address}/ja"></iframe>'

    async with window.page.expect_event("requestfailed") as failed:
        await window.page.goto(stranger.address)

    assert (await failed.value).failure == "net::ERR_BLOCKED_BY_RESPONSE"
