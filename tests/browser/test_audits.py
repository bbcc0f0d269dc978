"""The audits find what they are there to find: one page with a fault of each kind, as a browser sees it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from browser import audits, nu_checker
from browser.conftest import OpenWindow
from browser.window import Window

_FAULTY = """<!doctype html><html lang="ja-easy"><head><meta charset="utf-8"><title>None</title></head><body>
<main><h1>見出し</h1><h3>とばした</h3><form method="post" action="/"><input name="mail" autocomplete="e-mail">
<p style="color:red">赤</p><p style="color:#aaa"><ruby>薄<rt>うす</rt></ruby></p><div style="width:900px">広い</div><button style="border:0;height:20px">送る</button>
<a href="#x" style="outline:none">輪がない</a></form></main></body></html>"""
_TRAP = """<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>罠</title></head><body><main><h1>罠</h1>
<button id="a">一</button><button id="b">二</button><button>三</button>
<script>b.onkeydown = event => { if (event.key === 'Tab') { event.preventDefault() } }</script></main></body></html>"""


@pytest.fixture
async def shown(open_window: OpenWindow, tmp_path: Path) -> AsyncIterator[Window]:
    window = await open_window("about:blank")
    await window.page.set_content(_FAULTY)
    return window


async def test_faults_of_a_page_are_found(shown: Window):
    wrong = "\n".join(await audits.asked_of_every_page(shown, "ja"))

    for told in (
        "lang is ja-easy", "title None", "inline P", "h1 is followed by h3", "axe label", "rt. 'うす' has contrast", "axe autocomplete-valid",
        "390 px", "320 px", "'送る' is 20 px high", "no border in forced colours",
    ):  # fmt: skip
        assert told in wrong


async def test_a_focus_that_is_not_seen_is_found(shown: Window):
    assert any("the focus is not seen at a '輪がない'" in each for each in await audits.by_keyboard(shown))


async def test_a_trap_for_the_keyboard_is_found(open_window: OpenWindow):
    window = await open_window("about:blank")
    await window.page.set_content(_TRAP)

    assert any("caught at button '二'" in each for each in await audits.by_keyboard(window))


async def test_mistakes_without_focus_are_found(shown: Window):
    assert await audits.of_mistakes(shown) == [
        "mistakes: the focus is not on the summary",
        "mistakes: none is told",
    ]


async def test_html_that_is_not_valid_is_found(browser: object, tmp_path: Path):
    (tmp_path / "faulty.html").write_text(_FAULTY, encoding="utf-8")

    found = "\n".join(await asyncio.to_thread(nu_checker.findings, tmp_path))

    assert "Bad script subtag" in found
