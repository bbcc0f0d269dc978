"""不在: who is away when, and what cannot be noted."""

from datetime import date, timedelta

import pytest

from domain.office.absences import Absence, AbsenceFault, absence_fault, away

MONDAY = date(2026, 11, 30)


def _away(officer: str = "sato", first: int = 0, last: int = 4, substitute: str | None = "tanaka") -> Absence:
    days = [MONDAY + timedelta(days=each) for each in (first, last)]
    return Absence(
        absence_id=f"{officer}-{first:04}-{last:04}",
        officer=officer,
        first=days[0],
        last=days[1],
        substitute=substitute,
    )


def test_both_ends_belong_to_an_absence() -> None:
    absence = _away()
    assert [absence.covers(MONDAY + timedelta(days=each)) for each in (-1, 0, 4, 5)] == [False, True, True, False]
    assert away([absence], MONDAY) == {"sato": absence}
    assert away([absence], MONDAY + timedelta(days=5)) == {}


@pytest.mark.parametrize(
    ("absence", "fault"),
    [
        (_away(), None),
        (_away(last=0), None),
        (_away(substitute=None), None),
        (_away(first=2, last=1), AbsenceFault.ENDS_BEFORE),
        (_away(first=-3, last=-1), AbsenceFault.OVER),
        (_away(last=400), AbsenceFault.TOO_LONG),
        (_away(substitute="sato"), AbsenceFault.SUBSTITUTE_SELF),
        (_away("ito", first=9, last=12), AbsenceFault.NOTED_ALREADY),
        (_away(first=12, last=13, substitute="ito"), AbsenceFault.SUBSTITUTE_AWAY),
        (_away(first=13, last=14, substitute="ito"), None),
    ],
)
def test_an_absence_that_cannot_be_is_told(absence: Absence, fault: AbsenceFault | None) -> None:
    standing = [_away("ito", first=10, last=12, substitute=None), absence]
    assert absence_fault(absence, [each for each in standing if each is not absence or fault is None], MONDAY) is fault
