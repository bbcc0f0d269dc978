"""What every keeper of citizens' keys does (domain.cases.ports.CitizenKeys).

A test class inherits it and gives `intake`, `vault`, and `keys_of`, which makes one that keeps time by a clock.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from contracts.submissions import submission

from domain import ids
from domain.cases.citizen import PAUSE, TRIES, CitizenKey, Proof
from domain.cases.ports import CitizenKeys, Intake, Vault
from domain.cases.submission import Receipt
from domain.cases.vault import VaultItem, VaultKind
from domain.errors import DomainError, ErrorCode
from domain.ports import Clock

UNKNOWN = "0000-0000-0000-0009"
WRONG = "0000-0000"
KeysOf = Callable[[Clock], CitizenKeys]


class Hands:
    """One case, its citizen's key, and a clock."""

    def __init__(self, keys_of: KeysOf, receipt: Receipt, code: str) -> None:
        self.receipt = receipt
        self.number = receipt.receipt_number
        self.code = code
        self.now = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
        self.door = keys_of(lambda: self.now)

    async def told(self, number: str, code: str) -> str:
        """Return what somebody with these is told: the case's id, or the code of the refusal."""
        try:
            return (await self.door.prove(number, code)).case_id
        except DomainError as error:
            return error.code.value


class CitizenKeysContract:
    """Behaviour shared by all."""

    @pytest.fixture
    async def hands(self, intake: Intake, vault: Vault, keys_of: KeysOf) -> Hands:
        """Give somebody a case and its key."""
        receipt = (await intake.accept(submission(1))).receipt
        kept = await vault.get(receipt.case_id, VaultItem(kind=VaultKind.CITIZEN_KEY))
        return Hands(keys_of, receipt, CitizenKey.model_validate_json(kept).code)

    async def test_number_and_code_open_the_request_however_they_are_typed(self, hands: Hands):
        """Width, case, hyphens and blanks count in neither."""
        proven = await hands.door.prove(hands.number, hands.code)
        assert (proven.case_id, proven.proof) == (hands.receipt.case_id, Proof.CODE)
        loose = hands.number.lower().replace("-", "ー"), hands.code.lower().replace("-", "\u3000")
        assert await hands.told(*loose) == hands.receipt.case_id

    async def test_nothing_else_opens_it(self, hands: Hands):
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

    async def test_after_five_wrong_codes_not_even_the_right_one_opens_until_an_hour_has_passed(self, hands: Hands):
        """The hour is that of the first wrong one: trying on does not make it longer."""
        assert [await hands.told(hands.number, WRONG) for _ in range(TRIES)] == [ErrorCode.CODE_REFUSED] * TRIES
        hands.now += PAUSE - timedelta(seconds=1)
        with pytest.raises(DomainError) as refused:
            await hands.door.prove(hands.number, hands.code)
        assert refused.value.code is ErrorCode.TOO_MANY_TRIES
        assert refused.value.facts == {"wait_seconds": 2}
        hands.now += timedelta(seconds=2)
        assert await hands.told(hands.number, hands.code) == hands.receipt.case_id

    async def test_the_right_code_forgets_the_wrong_ones(self, hands: Hands):
        """A slip now and then never adds up."""
        for _ in range(3):
            assert {await hands.told(hands.number, WRONG) for _ in range(TRIES - 1)} == {ErrorCode.CODE_REFUSED}
            assert await hands.told(hands.number, hands.code) == hands.receipt.case_id

    async def test_parallel_callers_have_not_one_try_more(self, hands: Hands):
        """Of forty at once exactly five are compared; all who bring the right code at once get in."""
        right = await asyncio.gather(*(hands.told(hands.number, hands.code) for _ in range(20)))
        assert set(right) == {hands.receipt.case_id}
        guesses = [ids.confirmation_code(number.to_bytes(5)) for number in range(40)]
        told = await asyncio.gather(*(hands.told(hands.number, guess) for guess in guesses))
        assert told.count(ErrorCode.CODE_REFUSED) == TRIES
        assert told.count(ErrorCode.TOO_MANY_TRIES) == 40 - TRIES

    async def test_an_unknown_number_is_told_what_a_wrong_code_is(self, hands: Hands):
        """The whole way down: nobody learns from the answers which numbers there are."""
        known, unknown = [
            [await hands.told(number, WRONG) for _ in range(TRIES + 2)] for number in (hands.number, UNKNOWN)
        ]
        assert known == unknown
