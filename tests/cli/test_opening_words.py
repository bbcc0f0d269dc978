"""Openings are told by the numbers that officers know."""

from datetime import UTC, datetime

from contracts.stories import case_id
from rich.console import Console, RenderableType

from cli.opening_words import opening_words
from domain.cases.access import AccessGround, Opening
from domain.certificates.disclosure import Part

NUMBER = "2026-000001-Q"


def at_eighty(words: RenderableType) -> str:
    """Return what stands on a screen of 80 columns."""
    console = Console(width=80, force_terminal=False)
    with console.capture() as captured:
        console.print(words)
    return captured.get()


def test_an_opening_names_the_case_as_officers_do() -> None:
    """On one line at 80 columns; a request without a number keeps its id."""
    opening = Opening(
        case_id=case_id(1),
        officer="officer-takahashi",
        part=Part.APPLICATION,
        ground=AccessGround.HOLD,
        at=datetime(2026, 11, 30, 13, tzinfo=UTC),
    )
    assert NUMBER in at_eighty(opening_words([opening], {case_id(1): NUMBER}))
    assert case_id(1)[:8] in at_eighty(opening_words([opening], {}))
