"""What officers read of a case: another request of the same person, who is next."""

import pytest
from contracts.stories import case_id, completed
from rich.console import Console, RenderableType

from cli.certificates.case_words import OpenedCase, case_words, decision_words, opened_case
from domain.certificates.evolve import fold
from domain.certificates.status import Status

NUMBER = "2026-000001-Q"


def at_eighty(words: RenderableType) -> str:
    """Return what stands on a screen of 80 columns."""
    console = Console(width=80, force_terminal=False)
    with console.capture() as captured:
        console.print(words)
    return captured.get()


def a_case() -> OpenedCase:
    """A completed one."""
    events = completed(1)
    state = fold(events)
    assert state is not None
    return opened_case(case_id(1), state, events, ())


def test_another_request_of_the_same_person_is_named() -> None:
    """The examiner who opens the case reads it as the list has it; without another one there is no word of it."""
    assert "同じ人の同じ申請" not in at_eighty(case_words(a_case(), {}))
    twin = a_case().model_copy(update={"twin": NUMBER})
    assert NUMBER in next(line for line in at_eighty(case_words(twin, {})).splitlines() if "同じ人の同じ申請" in line)


@pytest.mark.parametrize(
    ("action", "status", "next_is_told"),
    [
        ("release_hold", Status.HELD, True),
        ("release_hold", Status.AWAITING_PAYMENT, False),
        ("check_again", Status.HELD, False),
        ("approve", Status.ISSUING, False),
    ],
)
def test_the_first_of_two_is_told_that_another_is_next(action: str, status: Status, next_is_told: bool) -> None:
    """Otherwise 要確認 after a release would look as if it had failed; no status is told as a code."""
    told = decision_words(NUMBER, action, status)
    assert ("一人目として" in told) is next_is_told
    assert status.value not in told
