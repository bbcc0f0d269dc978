"""Every page of the office in every state, as an officer's browser sees it: on a phone, and at a desk."""

import asyncio
from pathlib import Path

import pytest
from browser import audits, nu_checker
from browser.conftest import OpenWindow
from browser.officer import Officer
from browser.rows.desk_row import DeskRow
from browser.rows.of_office import ROWS
from browser.served import Counter

pytestmark = pytest.mark.xdist_group("office-pages")


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pages are kept as the server sent them, for the checker of HTML."""
    return tmp_path_factory.mktemp("office")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
async def test_a_page_of_the_office_is_fit_for_every_officer(
    row: DeskRow, counter: Counter, open_window: OpenWindow, sent: Path
):
    """Accessible by rule, on both screens, by keyboard; with nothing in the console."""
    counter.open_anew()
    window = await open_window(counter.address)
    await row.reach(Officer(window, counter))
    assert window.document is not None
    (sent / f"{ROWS.index(row):03}.html").write_text(await window.html(), encoding="utf-8")

    wrong = [] if window.document.status == row.status else [f"status {window.document.status}"]
    wrong += await audits.of_mistakes(window) if row.status == 422 else []
    wrong += await audits.asked_of_every_page(window, "ja")
    wrong += await audits.at_a_desk(window)
    wrong += await audits.by_keyboard(window)
    wrong = [each for each in wrong if not row.intended or f"axe {row.intended}:" not in each]

    assert not wrong, "\n".join(wrong)


async def test_every_page_of_the_office_is_valid_html(sent: Path):
    """All pages that the tests above have seen, at once: the checker takes seconds to start."""
    wrong = await asyncio.to_thread(nu_checker.findings, sent)

    assert not wrong, "\n".join(wrong)
