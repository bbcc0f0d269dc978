"""The citizen's key: number and code together, five wrong codes an hour, and nothing to tell wrong from unknown by."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
from contracts.submissions import submission

from adapters.keys import Keys
from adapters.postgres.citizen_keys import PAUSE, TRIES, PostgresCitizenKeys
from adapters.postgres.commitments import Commitments
from adapters.postgres.intake import PostgresIntake
from adapters.postgres.session import Pool
from adapters.postgres.vault import PostgresVault
from domain import ids
from domain.cases.citizen import CitizenKey, Proof
from domain.cases.submission import Receipt
from domain.cases.vault import VaultItem, VaultKind
from domain.errors import DomainError, ErrorCode

pytestmark = pytest.mark.database
UNKNOWN = "0000-0000-0000-0009"
WRONG = "0000-0000"


class Hands:
    """One request, its citizen's key, and a clock."""

    def __init__(self, pool: Pool, keys: Keys, receipt: Receipt, code: str) -> None:
        self.pool = pool
        self.receipt = receipt
        self.number = receipt.receipt_number
        self.code = code
        self.now = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
        self.door = PostgresCitizenKeys(pool, Commitments(keys.hash), clock=lambda: self.now)

    async def told(self, number: str, code: str) -> str:
        """Return what somebody with these is told: the request's id, or the code of the refusal."""
        try:
            return (await self.door.prove(number, code)).case_id
        except DomainError as error:
            return error.code.value


@pytest.fixture
async def hands(pool: Pool, intake: PostgresIntake, vault: PostgresVault, keys: Keys) -> Hands:
    receipt = (await intake.accept(submission(1))).receipt
    kept = await vault.get(receipt.case_id, VaultItem(kind=VaultKind.CITIZEN_KEY))
    return Hands(pool, keys, receipt, CitizenKey.model_validate_json(kept).code)


async def test_number_and_code_open_the_request_however_they_are_typed(hands: Hands):
    """Width, case, hyphens and blanks count in neither."""
    proven = await hands.door.prove(hands.number, hands.code)
    assert (proven.case_id, proven.proof) == (hands.receipt.case_id, Proof.CODE)
    loose = hands.number.lower().replace("-", "ー"), hands.code.lower().replace("-", "\u3000")
    assert await hands.told(*loose) == hands.receipt.case_id


async def test_nothing_else_opens_it(hands: Hands):
    """Neither half of a key, nor what officers call the case, nor the code of another."""
    for number, code in (
        (hands.number, hands.code[:-1]),
        (hands.number, hands.number),
        (hands.number, ""),
        (UNKNOWN, hands.code),
        ("", ""),
        (hands.receipt.case_number, hands.code),
        (hands.receipt.case_id, hands.code),
        ("\x00\ud800", "\u202e"),
    ):
        assert await hands.told(number, code) == ErrorCode.CODE_REFUSED, (number, code)


async def test_after_five_wrong_codes_not_even_the_right_one_opens_until_an_hour_has_passed(hands: Hands):
    """The hour is that of the first wrong one: trying on does not make it longer."""
    assert [await hands.told(hands.number, WRONG) for _ in range(TRIES)] == [ErrorCode.CODE_REFUSED] * TRIES
    hands.now += PAUSE - timedelta(seconds=1)
    with pytest.raises(DomainError) as refused:
        await hands.door.prove(hands.number, hands.code)
    assert refused.value.code is ErrorCode.TOO_MANY_TRIES
    assert refused.value.facts == {"wait_seconds": 2}
    hands.now += timedelta(seconds=2)
    assert await hands.told(hands.number, hands.code) == hands.receipt.case_id


async def test_the_right_code_forgets_the_wrong_ones(hands: Hands):
    """A slip now and then never adds up."""
    for _ in range(3):
        assert {await hands.told(hands.number, WRONG) for _ in range(TRIES - 1)} == {ErrorCode.CODE_REFUSED}
        assert await hands.told(hands.number, hands.code) == hands.receipt.case_id


async def test_parallel_callers_have_not_one_try_more(hands: Hands):
    """Of forty at once exactly five are compared; all who bring the right code at once get in."""
    right = await asyncio.gather(*(hands.told(hands.number, hands.code) for _ in range(20)))
    assert set(right) == {hands.receipt.case_id}
    guesses = [ids.confirmation_code(number.to_bytes(5)) for number in range(40)]
    told = await asyncio.gather(*(hands.told(hands.number, guess) for guess in guesses))
    assert told.count(ErrorCode.CODE_REFUSED) == TRIES
    assert told.count(ErrorCode.TOO_MANY_TRIES) == 40 - TRIES


async def test_an_unknown_number_is_told_what_a_wrong_code_is(hands: Hands):
    """The whole way down: nobody learns from the answers which numbers there are."""
    known, unknown = [[await hands.told(number, WRONG) for _ in range(TRIES + 2)] for number in (hands.number, UNKNOWN)]
    assert known == unknown


async def test_what_is_over_is_forgotten(hands: Hands):
    """Whoever guesses at ever new numbers leaves rows for an hour, no longer."""
    for number in range(30):
        await hands.told(ids.receipt_number(number.to_bytes(10)), WRONG)
    hands.now += PAUSE
    for number in range(30, 33):
        await hands.told(ids.receipt_number(number.to_bytes(10)), WRONG)
    assert await hands.pool.fetchval("SELECT count(*) FROM intake.wrong_codes") == 3


async def test_no_table_shows_number_or_code(hands: Hands):
    """Whoever reads every table of the database, vault included, can neither look nor act."""
    await hands.told(hands.number, WRONG)
    names = await hands.pool.fetch(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT LIKE ALL ('{pg\\_%,information%}')"
    )
    assert len(names) > 10
    for (name,) in names:
        rows = json.dumps([dict(row) for row in await hands.pool.fetch(f"TABLE {name}")], default=str)
        for secret in (hands.number, hands.code):
            assert secret not in rows, name
            assert secret.replace("-", "") not in rows, name
