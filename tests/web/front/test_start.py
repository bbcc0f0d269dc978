"""The start page in each language."""

from datetime import timedelta

import pytest

from domain.certificates.kinds import CertificateKind
from domain.certificates.submission import NAME
from web.certificates.front.pages import OCCASIONS
from web.front.routes import start
from web.front.visits import Visit

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
    for kind in CertificateKind:
        assert f'href="/{language}/procedures/{kind.value}"' in answer.text
    assert answer.headers["content-language"] == language


def test_every_kind_is_needed_on_some_occasion():
    assert set(OCCASIONS) == set(CertificateKind)
    assert {each for found in OCCASIONS.values() for each in found} == set(start.OCCASIONS)


async def test_leads_by_the_events_of_a_life(client):
    html = (await client.get("/en", headers=PAGE)).text
    house = html.split("You buy, sell or rent a house or land")[1].split("</ul>")[0]

    assert "/en/procedures/seal_registration_certificate" in house
    assert "/en/procedures/resident_record_copy" not in house


def _visit(client) -> Visit:
    return Visit(next(value for name, value in client.cookies.items() if name.endswith("madoguchi")))


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", "住民票の写しの続き"), ("ja-simple", "まで<ruby>残"), ("en", "Continue: Copy of the resident record")],
)
async def test_offers_to_continue_what_this_browser_has_begun(client, city, language, words):
    await client.get("/ja", headers=PAGE)
    draft = await city.drafts.begin(_visit(client).key, NAME, "resident_record_copy", b"")
    html = (await client.get(f"/{language}", headers=PAGE)).text

    assert f'href="/{language}/apply/{draft.draft_id}"' in html
    assert words in html


async def test_what_another_browser_has_begun_is_not_shown(client, city):
    await client.get("/ja", headers=PAGE)
    await city.drafts.begin("0" * 64, NAME, "resident_record_copy", b"")

    assert "続きから" not in (await client.get("/ja", headers=PAGE)).text


async def test_a_draft_that_is_over_or_was_sent_is_not_offered(client, city):
    await client.get("/ja", headers=PAGE)
    over = await city.drafts.begin(_visit(client).key, NAME, "resident_record_copy", b"")
    sent = await city.drafts.begin(_visit(client).key, NAME, "seal_registration_certificate", b"")
    await city.drafts.sent(sent, "case", "number")
    city.now += timedelta(hours=73)

    html = (await client.get("/ja", headers=PAGE)).text
    assert over.draft_id not in html
    assert sent.draft_id not in html


async def test_no_other_word_is_a_language(client):
    assert (await client.get("/fr", headers=PAGE)).status_code == 404
