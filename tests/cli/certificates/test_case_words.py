"""What officers read of a case: another request of the same person, who is next."""

import pytest
from contracts.stories import case_id, completed
from rich.console import Console, RenderableType

from cli.certificates.case_words import OpenedCase, case_words, decision_words, opened_case
from domain.certificates.evolve import fold
from domain.certificates.sheet import Finding
from domain.certificates.status import Status
from domain.identity.residents import RegistryFinding, ResidencyStatus
from domain.identity.seals import SealStanding

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


@pytest.mark.parametrize(
    ("seal", "told"),
    [
        (SealStanding.NOT_REGISTERED, "seal_not_registered"),
        (SealStanding.SUSPENDED, "seal_suspended"),
        (SealStanding.NAME_DIFFERS, "別の氏名"),
    ],
)
def test_a_finding_tells_of_the_seal_and_which_ground_fits(seal: SealStanding, told: str) -> None:
    """Where one is certified; of a copy of the resident record there is no word of it."""
    found = Finding.of(RegistryFinding(status=ResidencyStatus.RESIDENT, resident_id="r-1", seal=seal))
    words = "".join(at_eighty(case_words(a_case().model_copy(update={"finding": found}), {})).split())
    assert "印鑑登録は「" in words
    assert told in words
    without = found.model_copy(update={"seal": None})
    assert "印鑑登録" not in at_eighty(case_words(a_case().model_copy(update={"finding": without}), {}))
