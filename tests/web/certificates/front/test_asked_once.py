"""Nothing is asked twice on the way to a request (WCAG 3.3.7), and a code needs no memory (3.3.8)."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[4] / "web" / "certificates" / "front" / "templates" / "certificates"
SHARED = Path(__file__).parents[4] / "web" / "front" / "templates"
WAYS = {
    "by card": ("contents", "mail", "code", "check", "postcode"),
    "typed and uploaded": ("contents", "mail", "code", "typed", "check", "upload"),
}
_QUESTION = re.compile(r'(?:c\.(?:question|choices|boxes|file)|typing\.ask)\("([a-z_]+)"')


def _asked(page: str) -> set[str]:
    return set(_QUESTION.findall((TEMPLATES / f"{page}.html").read_text(encoding="utf-8")))


@pytest.mark.parametrize("way", WAYS)
def test_no_two_pages_ask_the_same(way):
    asked = [field for page in WAYS[way] for field in sorted(_asked(page))]

    assert {"mail", "code", "copies"} <= set(asked)
    assert len(asked) == len(set(asked))


def test_every_box_for_a_code_takes_one_from_the_phone():
    boxes = [
        line
        for path in (*TEMPLATES.glob("*.html"), *SHARED.glob("*.html"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if 'c.question("code"' in line
    ]

    assert boxes
    assert all('"autocomplete": "one-time-code"' in box for box in boxes)
