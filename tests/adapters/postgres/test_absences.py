"""Absences as Postgres keeps them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from adapters.postgres.absences import PostgresAbsences
from adapters.postgres.session import Pool
from domain.errors import DomainError
from domain.office.absences import Absence

pytestmark = pytest.mark.database
CITY, TODAY = "999001", date(2026, 11, 30)
ABSENCE = Absence(absence_id="absence-0001", officer="officer-sato", first=TODAY, last=TODAY + timedelta(days=4))


def _absences(pool: Pool) -> PostgresAbsences:
    return PostgresAbsences(pool, clock=lambda: datetime(2026, 11, 30, tzinfo=UTC))


async def test_an_absence_stands_until_its_last_day_is_over(pool: Pool):
    absences = _absences(pool)
    for _ in range(2):
        await absences.note(CITY, ABSENCE, "officer-yamada")

    assert await absences.standing(CITY, ABSENCE.last) == (ABSENCE,)
    assert await absences.standing(CITY, ABSENCE.last + timedelta(days=1)) == ()
    assert await absences.standing("999002", TODAY) == ()


async def test_one_id_is_one_absence(pool: Pool):
    absences = _absences(pool)
    await absences.note(CITY, ABSENCE, "officer-yamada")

    with pytest.raises(DomainError):
        await absences.note(CITY, ABSENCE.model_copy(update={"officer": "officer-tanaka"}), "officer-yamada")


async def test_what_is_taken_back_stands_no_more_and_who_did_is_kept(pool: Pool):
    absences = _absences(pool)
    await absences.note(CITY, ABSENCE, "officer-yamada")
    await absences.drop("999002", ABSENCE.absence_id, "officer-yamada")
    assert await absences.standing(CITY, TODAY) == (ABSENCE,)

    await absences.drop(CITY, ABSENCE.absence_id, "officer-tanaka")

    assert await absences.standing(CITY, TODAY) == ()
    kept = await pool.fetchrow("SELECT noted_by, dropped_by FROM office.absences")
    assert tuple(kept) == ("officer-yamada", "officer-tanaka")
