"""What the web application needs, as Protocols. The composition root hands in what fulfils them.

Methods raise DomainError with a stable code, or PortUnavailable when a system does not answer; nothing else is expected.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from pydantic import JsonValue

from domain.actors import Actor
from domain.cases.access import Opening
from domain.cases.citizen import Proven
from domain.cases.row import CaseRow
from domain.cases.submission import StartOrder
from domain.municipality.texts import Language
from domain.opinions import Answer
from domain.postal.letters import PostalEvent

Form = Mapping[str, JsonValue]


class Inbox(Protocol):
    """Where what machines outside tell is kept: reasons to ask, never facts. What it is about is looked into later."""

    async def charge_told(self, charge_id: str, /) -> bool:
        """Have a charge looked at; False when there is no reason to."""

    async def scan_told(self, event_id: str, tracking_number: str, case_id: str, /) -> bool:
        """Keep a scan for its request; False when it is known, or too many were told of the letter."""


class Renewing(Protocol):
    """Codes to pay."""

    async def renew_code(self, payment_id: str, /) -> bool:
        """Ask for a new code in place of an expired one; False when no such payment is under way."""


class Receipts(Protocol):
    """Acknowledged submissions (the intake)."""

    async def find(self, receipt_number: str, /) -> StartOrder | None:
        """Return the row of a receipt number in its canonical spelling."""

    async def numbered(self, case_number: str, /) -> StartOrder | None:
        """Return the row of a case number in its canonical spelling."""

    async def get(self, case_id: str, /) -> StartOrder | None:
        """Return the row of a request id."""


class CitizenKeys(Protocol):
    """Who may act as the citizen."""

    async def prove(self, receipt_number: str, code: str, /) -> Proven:
        """Return the request that both open. Raises DomainError CODE_REFUSED or TOO_MANY_TRIES."""


class Opinions(Protocol):
    """What citizens say of the counter: answers, counted."""

    async def count(self, language: Language, answers: Collection[Answer], network: str, /) -> None:
        """Count one person's answers. Raises DomainError TOO_MANY_FROM_NETWORK (wait_seconds)."""

    async def counted(self) -> Mapping[str, int]:
        """Return how often each answer was given; one never given is not there."""


class CaseLists(Protocol):
    """Lists of cases."""

    async def worklist(
        self,
        statuses: Collection[str],
        limit: int,
        after: str | None,
        procedure: str | None,
        /,
        *,
        with_secluded: bool,
    ) -> Sequence[CaseRow]:
        """Return the cases in these statuses, oldest submission first; those behind the case `after` if given.

        Without `procedure`, of all procedures. `with_secluded`: those for the closed desk's lists alone, too.
        """


class Letters(Protocol):
    """Whose letter bears a number."""

    async def bearer(self, tracking_number: str, at: datetime, /) -> str | None:
        """Return the request whose letter bore the number at an instant: the post gives numbers to others later."""


class Mails(Protocol):
    """What became of our mails."""

    async def unreached(self, case_id: str, /) -> bool:
        """Say whether a mail of a request could not be delivered, or waits for it since a day."""


class PaymentLink(Protocol):
    """A code to pay."""

    @property
    def url(self) -> str:
        """Where the citizen pays; empty when it is not known."""

    @property
    def expires_at(self) -> datetime | None:
        """Until when the code can be paid; None when it does not expire."""


class PaymentLinks(Protocol):
    """Where to pay."""

    async def payment_link(self, case_id: str, /) -> PaymentLink | None:
        """Return the latest code of a request's payment; None while there is none."""


class Openings(Protocol):
    """The access ledger, reading only."""

    async def openings(
        self, *, officer: str | None = None, case_id: str | None = None, day: date | None = None, limit: int = 1000
    ) -> Sequence[Opening]:
        """Return openings, newest first; `day` is a day of Japan."""


class StaffDirectory(Protocol):
    """Who an officer's token belongs to."""

    async def actor_of(self, token: str, /) -> Actor | None:
        """Return who signs in with a token; None when nobody does."""


ChargeReader = Callable[[bytes, Mapping[str, str]], str | None]
"""Reads a notification from body and headers: the charge it names, None when it concerns none. Raises DomainError."""

PostReader = Callable[[bytes, str], PostalEvent]
"""Reads the carrier's notification from body and signature header. Raises DomainError, SIGNATURE_REFUSED if forged."""

Probe = Callable[[], Awaitable[bool]]
"""Asks a system whether it answers; an exception is a no."""
