"""The components, each once on the gallery's page, in each language, without and with mistakes."""

import re

import httpx2
import pytest
from fakes.desk import City, desk_of
from fixtures.gallery.pages import GALLERY, gallery

from web.app import Site, create_app
from web.certificates.face import certificates
from web.front.pages import word_folders
from web.front.words import faults

LANGUAGES = ("ja", "ja-simple", "en")


@pytest.fixture
async def pages(city: City, book, site: Site):
    """A browser before the counter and the gallery."""
    desk = desk_of(city, book)
    app = create_app(desk, site, [certificates(desk), gallery(desk)])
    transport = httpx2.ASGITransport(app=app)
    headers = {"Accept": "text/html"}
    async with httpx2.AsyncClient(transport=transport, base_url=site.base_url, headers=headers) as opened:
        yield opened


def test_the_gallery_speaks_all_languages():
    assert list(faults(word_folders([GALLERY]))) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["", "/wrong"])
async def test_ids_are_unique_and_whatever_is_referred_to_is_there(pages, language, state):
    html = (await pages.get(f"/{language}/gallery{state}")).text
    ids = re.findall(r' id="([^"]+)"', html)
    meant = {
        each
        for found in re.findall(r' (?:for|aria-describedby)="([^"]+)"', html)
        + re.findall(r'<a (?:class="skip" )?href="#([^"]+)"', html)
        for each in found.split()
    }

    assert len(ids) == len(set(ids))
    assert meant <= set(ids)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_control_has_a_label(pages, language):
    html = (await pages.get(f"/{language}/gallery")).text
    controls = re.findall(r'<input (?![^>]*type="hidden")[^>]*?id="([^"]+)"', html)

    assert controls
    assert set(controls) <= set(re.findall(r'<label [^>]*for="([^"]+)"', html))


async def test_a_mistake_stands_in_the_summary_and_at_its_field_with_the_same_words(pages):
    answer = await pages.get("/en/gallery/wrong")
    words = "The mail address is incomplete. Write it like name@example.jp."

    assert answer.status_code == 422
    assert "<title>Error: All components - Minamo City</title>" in answer.text
    for field in ("mail", "copies", "items", "signature"):
        assert f'<li><a href="#{field}">{words}</a></li>' in answer.text
        assert f'id="error-{field}"><span class="hidden">Error: </span>{words}</p>' in answer.text


async def test_what_was_typed_stays(pages):
    html = (await pages.get("/ja/gallery")).text

    assert 'name="fixed" type="text" value="123"' in html
    assert re.search(r'value="2" checked', html)


async def test_no_page_holds_a_style_or_a_script_of_its_own(pages):
    html = (await pages.get("/ja/gallery/wrong")).text

    assert not re.search(r"<style|<script|\sstyle=|\son[a-z]+=", html)
