"""The switch for readings above kanji."""

import re
import time

import pytest
from markupsafe import Markup

from web.front.readings import in_ruby, without

PAGE = {"Accept": "text/html"}


async def _switch(client, show: str, to: str = "/help"):
    shown = (await client.get("/ja-simple", headers=PAGE)).text
    csrf = re.search(r'name="csrf" value="([^"]+)"', shown)
    assert csrf
    return await client.post("/ja-simple/readings", headers=PAGE, data={"csrf": csrf[1], "to": to, "show": show})


async def test_readings_are_shown_at_first(client):
    assert "<rt>" in (await client.get("/ja-simple", headers=PAGE)).text


async def test_they_are_hidden_and_shown_again_without_a_script(client):
    answer = await _switch(client, "off")
    hidden = (await client.get("/ja-simple", headers=PAGE)).text
    await _switch(client, "on")
    shown = (await client.get("/ja-simple", headers=PAGE)).text

    assert (answer.status_code, answer.headers["location"]) == (303, "/ja-simple/help")
    assert "<rt>" not in hidden
    assert "<rt>" in shown


def test_what_is_escaped_is_not_escaped_once_more():
    said = Markup("前(まえ)は{}").format("O'Brien")

    assert in_ruby(without(said)) == "前はO&#39;Brien"


def test_a_long_run_of_kanji_costs_no_more_than_its_length():
    began = time.process_time()
    said = in_ruby("漢" * 21_000 + "字(かんじ)")

    assert said.endswith("字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>")
    assert time.process_time() - began < 2  # it was 9


async def test_the_switch_is_only_where_there_are_readings(client):
    assert 'action="/ja-simple/readings"' in (await client.get("/ja-simple", headers=PAGE)).text
    assert "/readings" not in (await client.get("/ja", headers=PAGE)).text


@pytest.mark.parametrize("to", ["https://elsewhere.example", "@elsewhere.example", "//elsewhere.example", ""])
async def test_the_switch_leads_nowhere_else(client, to):
    answer = await _switch(client, "off", to)

    assert answer.headers["location"].startswith("/ja-simple")


async def test_a_switch_of_a_foreign_form_changes_nothing(client):
    answer = await client.post("/ja-simple/readings", headers=PAGE, data={"show": "off"})

    assert answer.status_code == 403
    assert "<rt>" in (await client.get("/ja-simple", headers=PAGE)).text


async def test_the_language_switch_keeps_the_page_and_its_query(client):
    shown = (await client.get("/ja?a=1&b=%E3%81%82", headers=PAGE)).text

    assert '<a href="/en?a=1&amp;b=%E3%81%82" hreflang="en"' in shown
