"""文面: every text in three languages, mails with examples in their places."""

import re

import pytest

from domain.municipality.texts import Language

LIMIT = 60 * 1024


async def test_every_part_of_every_text_is_shown_in_three_languages(kobayashi):
    """Each page is small enough, and no place is left without an example."""
    start = (await kobayashi.get("/office/admin/texts")).text
    parts = re.findall(r'href="(/office/admin/texts/[a-z_]+/[a-z_]+)"', start)
    assert len(parts) >= 12
    for path in parts:
        page = await kobayashi.get(path)
        mails = re.findall(rf'href="({path}/[a-z_]+)"', page.text)
        for answer in (page, *[await kobayashi.get(mail) for mail in mails]):
            assert answer.status_code == 200
            assert len(answer.content) <= LIMIT
            assert all(f'lang="{language.value}"' in answer.text for language in Language)
            assert not re.search(r"\{[a-z_]+\}", answer.text)


async def test_every_part_has_words(kobayashi):
    """One without is called by its name in the file: a page with a word missing is better than none."""
    start = (await kobayashi.get("/office/admin/texts")).text
    named = re.findall(r'href="/office/admin/texts/[a-z_]+/([a-z_]+)">(.*?)</a>', start)
    assert [name for name, words in named if name == words] == []


async def test_plain_japanese_has_its_readings_above(kobayashi):
    page = (await kobayashi.get("/office/admin/texts/certificates/status")).text
    assert re.search(r'<td lang="ja-simple">[^<]*<ruby>', page)


@pytest.mark.parametrize(
    "path", ["nothing/status", "certificates/nothing", "certificates/notice/nothing", "certificates/status/received"]
)
async def test_what_is_not_there_is_not_found(kobayashi, path):
    assert (await kobayashi.get(f"/office/admin/texts/{path}")).status_code == 404
