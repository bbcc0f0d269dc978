"""The ten pictures in docs/pages: each there and small; `make screenshots` takes them anew from the pages of today."""

from pathlib import Path

import pytest
from browser.conftest import OpenWindow
from browser.rows.table import ROWS
from browser.served import Counter
from browser.small_png import smaller
from browser.visitor import Visitor

from domain.municipality.texts import Language

FOLDER = Path(__file__).parents[2] / "docs" / "pages"
LARGEST = 60_000  # bytes
_LONGEST = 1400  # CSS px of a page
# File name: route without its language, state, language.
PICTURES = {
    "start": ("", "", Language.JA),
    "procedure": ("/procedures/{kind}", "copy", Language.JA),
    "contents": ("/apply/{draft}/contents", "empty", Language.JA_SIMPLE),
    "mail-mistake": ("/apply/{draft}/mail", "mistake", Language.EN),
    "check": ("/apply/{draft}/check", "by card", Language.JA),
    "trouble": ("/apply/{draft}/sign", "wrong_pin", Language.JA_SIMPLE),
    "pay": ("/r/{number}/pay", "a code to pay", Language.JA),
    "status": ("/r/{number}", "dispatched", Language.EN),
    "correct": ("/r/{number}/correct", "not signed", Language.JA),
    "withdraw": ("/r/{number}/withdraw", "under_examination", Language.JA),
}


@pytest.mark.parametrize("name", PICTURES)
async def test_a_picture(name: str, counter: Counter, open_window: OpenWindow, request: pytest.FixtureRequest):
    """The page is still there; its picture is there and small."""
    route, state, language = PICTURES[name]
    row = next(row for row in ROWS if row.name == f"{route} {state}".strip())
    file = FOLDER / f"{name}.png"
    if request.config.getoption("--write-screenshots"):
        counter.open_anew()
        visitor = await Visitor.arrives(await open_window(counter.address), counter, language)
        await row.reach(visitor)
        height = await visitor.window.look("() => document.documentElement.scrollHeight")
        await visitor.window.page.set_viewport_size({"width": 390, "height": min(int(height), _LONGEST)})
        await visitor.window.look("() => { document.activeElement?.blur(); scrollTo(0, 0) }")
        FOLDER.mkdir(exist_ok=True)
        file.write_bytes(smaller(await visitor.window.page.screenshot()))
        assert visitor.window.complaints == []

    assert 0 < file.stat().st_size <= LARGEST


def test_no_other_picture():
    assert {file.stem for file in FOLDER.glob("*")} == set(PICTURES)
