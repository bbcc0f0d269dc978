"""The sandbox's phone in a real browser: as good to use as our own pages, without a script."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from browser import audits, nu_checker
from browser.conftest import OpenWindow
from browser.window import Window
from contracts.card_app_town import HANAKO, Town, open_town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(tmp_path) as opened:
        yield opened


async def wrong_with(window: Window) -> list[str]:
    """Return what is wrong with a page of the phone."""
    wrong = await audits.by_axe(window) + await audits.on_small_screens(window)
    return wrong + await audits.in_forced_colours(window) + await audits.by_keyboard(window) + window.complaints


async def test_every_page_of_the_phone(open_window: OpenWindow, town: Town, tmp_path: Path):
    """Card, password, wrong ones, lock, over: nothing that axe, a narrow screen, the keyboard or the Nu checker finds."""
    window = await open_window(town.url)
    folder = tmp_path / "pages"
    folder.mkdir()
    found: dict[str, list[str]] = {}

    async def look(name: str, *, mistakes: bool = False) -> None:
        told = await audits.of_mistakes(window) if mistakes else []  # first: the others move the focus
        found[name] = told + await wrong_with(window)
        (folder / f"{name}.html").write_text(await window.html(), encoding="utf-8")

    await window.page.goto((await town.app.begin(b"text")).url)
    await look("card")
    await window.press()
    await look("no-card", mistakes=True)
    await window.choose(card=HANAKO[0])
    await window.press()
    await look("password")
    await window.press()
    await look("no-password", mistakes=True)
    for _ in range(5):
        await window.fill(pin="WRONG1")
        await window.press()
        if "wrong-password" not in found:
            await look("wrong-password", mistakes=True)
    await look("locked")
    await window.go("/card_app/phone/nowhere")
    await look("over")

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert nu_checker.findings(folder) == []


async def test_a_password_is_typed_and_led_back_by_keyboard_alone(open_window: OpenWindow, town: Town):
    """Space, Enter, letters: the way of somebody who cannot touch a screen."""
    window = await open_window(town.url, java_script_enabled=False)
    await window.page.goto((await town.app.begin(b"text")).url)
    await window.page.keyboard.press("Tab")
    await window.page.keyboard.press("Space")
    await window.page.keyboard.press("Enter")
    await window.page.locator("#pin").wait_for()
    await window.page.keyboard.press("Tab")
    await window.page.keyboard.type(HANAKO[1])
    async with window.page.expect_request(lambda request: "/return/card" in request.url) as led:
        await window.page.keyboard.press("Enter")

    assert "code=" in (await led.value).url
