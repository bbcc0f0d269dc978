"""An office that keeps drafts, codes by mail and opened cases, as the contracts of these ask it."""

from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

import pytest

from domain.cases.drafting import (
    Draft,
)
from domain.cases.ports import Drafts, MailCodes, OpenedCases
from domain.errors import DomainError

START = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
MINE, PHONE, FOREIGN = "a" * 64, "b" * 64, "c" * 64
MAIL, OTHER_MAIL = "hanako@example.org", "hanaka@example.org"
HOME = "192.0.2.1"
CASE, ANOTHER_CASE = (f"cert-0199a1b2-0000-7000-8000-00000000000{number}" for number in (1, 2))
RECEIPT = "K7QD-0R3M-XW5B-92TC"
UNKNOWN = "0" * 16


class Told(NamedTuple):
    """What the last mail of a draft tells."""

    code: str
    link: str


class Office(Protocol):
    """An office whose clock the test moves."""

    now: datetime
    drafts: Drafts
    codes: MailCodes
    opened: OpenedCases

    async def told(self, mail: str) -> Told:
        """Return what the latest mail to an address tells."""


async def outcome(attempt: Awaitable[object]) -> str:
    """Return "done", or the code of the refusal."""
    try:
        await attempt
    except DomainError as error:
        return error.code.value
    return "done"


def wrong(code: str) -> str:
    """Return another code than this."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


class BegunDraft:
    """A draft that all begin with."""

    @pytest.fixture
    async def draft(self, office: Office) -> Draft:
        """Begin a draft."""
        return await office.drafts.begin(MINE, "certificates", "resident_record", b"one")
