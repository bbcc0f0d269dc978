"""The time limit of drafts is told and extended; who shares a browser is shown what stays in it, and erases it."""

import re
from datetime import timedelta

import pytest

from domain.cases.drafting import KEPT
from domain.certificates.submission import NAME
from web.front.visits import Visit

PAGE = {"Accept": "text/html"}


@pytest.fixture
async def draft(client, city):
    """A draft of this browser."""
    await client.get("/ja", headers=PAGE)
    visit = Visit(next(value for name, value in client.cookies.items() if name.endswith("madoguchi")))
    return await city.drafts.begin(visit.key, NAME, "resident_record_copy", b"typed")


async def _press(client, path, shown_on=None):
    shown = (await client.get(shown_on or path, headers=PAGE)).text
    csrf = re.search(r'name="csrf" value="([^"]+)"', shown)
    assert csrf
    return await client.post(path, headers=PAGE, data={"csrf": csrf[1]})


async def test_a_draft_is_extended_as_often_as_one_likes_and_loses_nothing(client, city, draft):
    for _ in range(12):
        city.now += timedelta(hours=71)
        answer = await _press(client, "/en/session/extend")
        assert (answer.status_code, answer.headers["location"]) == (303, "/en/session/extend")

    kept = city.drafts.rows[draft.draft_id]
    assert kept.expires_at == city.now + KEPT
    assert (kept.content, kept.version) == (b"typed", draft.version)
    assert "Kept for 72 hours from now." in (await client.get("/en/session/extend", headers=PAGE)).text


async def test_a_browser_without_drafts_is_told_so(client):
    html = (await client.get("/en/session/extend", headers=PAGE)).text

    assert "This browser has no draft that was not sent." in html
    assert "<form" not in html


async def test_a_foreign_form_extends_nothing(client, city, draft):
    answer = await client.post("/en/session/extend", headers=PAGE)

    assert answer.status_code == 403
    assert city.drafts.rows[draft.draft_id] == draft


@pytest.mark.parametrize("language", ["ja", "ja-simple", "en"])
async def test_who_shares_a_browser_is_told_what_stays_in_it_and_erases_it(client, city, draft, language):
    shown = (await client.get(f"/{language}/session/leave", headers=PAGE)).text
    assert f'action="/{language}/session/leave"' in shown

    answer = await _press(client, f"/{language}/session/leave")

    assert (answer.status_code, answer.headers["location"]) == (303, f"/{language}")
    assert city.drafts.rows == {}


async def test_drafts_of_another_browser_are_neither_shown_nor_erased(client, city, draft):
    client.cookies.clear()

    answer = await _press(client, "/en/session/leave", shown_on="/en/feedback")

    assert "no draft" in (await client.get("/en/session/leave", headers=PAGE)).text
    assert (answer.status_code, city.drafts.rows) == (303, {draft.draft_id: draft})
