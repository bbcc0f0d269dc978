"""Every page in every state and language, as a browser sees it."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest
from browser import audits, nu_checker
from browser.conftest import OpenWindow
from browser.rows.row import Row
from browser.rows.table import ROWS
from browser.served import Counter
from browser.visitor import Visitor

from domain.municipality.texts import Language

pytestmark = pytest.mark.xdist_group("pages")
_WIRE, _CALLS, _SCRIPT = 30 * 1024, 4, 3 * 1024  # W1


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pages are kept as the server sent them, for the checker of HTML."""
    return tmp_path_factory.mktemp("pages")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
async def test_a_page_is_fit_for_everybody(
    row: Row, counters: Mapping[Language, Counter], open_window: OpenWindow, sent: Path
):
    """Accessible by rule, on a phone, by keyboard; with nothing in the console; light. All languages at a time."""
    found = await asyncio.gather(
        *(_looked_at(row, language, counters[language], open_window, sent) for language in row.languages)
    )
    wrong = [f"{language.value}: {each}" for language, told in zip(row.languages, found, strict=True) for each in told]

    assert not wrong, "\n".join(wrong)


async def test_every_page_is_valid_html(sent: Path):
    """All pages that the tests above have seen, at once: the checker takes seconds to start."""
    wrong = await asyncio.to_thread(nu_checker.findings, sent)

    assert not wrong, "\n".join(wrong)


async def _looked_at(row: Row, language: Language, counter: Counter, open_window: OpenWindow, sent: Path) -> list[str]:
    counter.open_anew()
    visitor = await Visitor.arrives(await open_window(counter.address), counter, language)
    await row.reach(visitor)
    window = visitor.window
    assert window.document is not None
    name = f"{ROWS.index(row):03}-{language.value}.html"
    (sent / name).write_text(await window.html(), encoding="utf-8")
    wrong = [] if window.document.status == row.status else [f"status {window.document.status}"]
    wrong += await _too_heavy(visitor) if row.at_once else []
    wrong += await audits.of_mistakes(window) if row.status == 422 else []
    wrong += await audits.asked_of_every_page(window, language.value)
    wrong += await audits.by_keyboard(window) if language is Language.JA else []
    return wrong


async def _too_heavy(visitor: Visitor) -> list[str]:
    wire, calls, script = await visitor.window.weight()
    light = wire <= _WIRE and calls <= _CALLS and script <= _SCRIPT
    return [] if light else [f"weight: {wire} bytes in {calls} calls, {script} of scripts"]
