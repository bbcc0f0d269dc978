"""The counter in Postgres: the contract, and what is kept of people."""

import json

import asyncpg
import pytest
from contracts.intake import IntakeContract
from contracts.submissions import submission

from adapters.postgres.intake import PostgresIntake
from adapters.postgres.session import Pool

pytestmark = pytest.mark.database


class TestPostgresIntake(IntakeContract):
    """The contract."""


async def test_a_failure_in_the_middle_leaves_nothing(pool: Pool, intake: PostgresIntake):
    """When the last statement of the transaction fails, neither row nor key nor statement remains."""
    await pool.execute(
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;"
        "CREATE TRIGGER fail BEFORE INSERT ON vault.items FOR EACH ROW WHEN (NEW.kind = 'signature')"
        " EXECUTE FUNCTION fail();"
    )
    with pytest.raises(asyncpg.RaiseError):
        await intake.accept(submission(1))
    await pool.execute("DROP TRIGGER fail ON vault.items")

    for table in ("intake.cases", "intake.submissions", "intake.statements", "vault.data_keys", "vault.items"):
        assert await pool.fetchval(f"SELECT count(*) FROM {table}") == 0  # noqa: S608 - our own names
    assert not (await intake.accept(submission(1))).repeated


async def test_the_counter_keeps_no_personal_data_and_no_bare_key(pool: Pool, intake: PostgresIntake):
    """Name, birth date, address, mail address and idempotency key stand in no row of the intake schema."""
    await intake.accept(submission(1, key="a-key-to-look-for"))
    rows = [
        json.dumps([dict(row) for row in await pool.fetch(f"TABLE intake.{table}")], default=str, ensure_ascii=False)
        for table in ("cases", "submissions", "statements")
    ]

    for canary in ("髙﨑", "青葉", "hanako", "1980-02-29", "19800229", "9990001", "a-key-to-look-for"):
        assert not any(canary in text for text in rows)


async def test_refusals_are_counted_by_office_day_and_known_field(pool: Pool, intake: PostgresIntake):
    """A submission counts once per field; names that are not ours become `other`; the day is that of Japan."""
    await intake.count_refusal("certificates", ["copies", "copies", "applicant.name"])
    await intake.count_refusal("certificates", ["copies", "hanako_yamada"])
    rows = await pool.fetch("SELECT day::text, procedure, field, count FROM intake.refusals ORDER BY field")

    assert [tuple(row) for row in rows] == [
        ("2026-11-24", "certificates", "applicant.name", 1),
        ("2026-11-24", "certificates", "copies", 2),
        ("2026-11-24", "certificates", "other", 1),
    ]
