"""The office's pages find every word they name."""

import re
from pathlib import Path

from web.certificates.office.pages import OFFICE_PAGES
from web.office.pages import set_up_office

ROOT = Path(__file__).parents[3]
NAMED = re.compile(r"""\b(?:t|say|plain)\("([a-z_]+(?:\.[a-z0-9_]+)+)"\s*[,)]""")


def test_every_word_that_a_page_of_the_office_names_is_there():
    """A key that is put together is for the page's own test."""
    words = set_up_office([OFFICE_PAGES]).words
    files = [path for ending in ("html", "py") for path in (ROOT / "web").rglob(f"*.{ending}")]
    files = [path for path in files if "office" in path.relative_to(ROOT).parts]
    named = {(key, path.name) for path in files for key in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 10
    assert sorted(each for each in named if not words.has(each[0])) == []
