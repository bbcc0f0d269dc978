"""What the web application needs, as Protocols. The composition root hands in what fulfils them.

Methods raise DomainError with a stable code, or PortUnavailable when a system does not answer; nothing else is expected.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from pydantic import JsonValue

from domain.actors import Actor
from domain.cases.access import AccessGround, Opening, Part
from domain.cases.citizen import Proven
from domain.cases.submission import Receipt, StartOrder
from domain.certificates.case import Case
from domain.certificates.commands import Decision
from domain.certificates.documents import Document
from domain.certificates.events import AnyEvent
from domain.certificates.holds import WaysOut
from domain.certificates.sheet import Finding, Sheet
from domain.certificates.state import RequestState
from domain.certificates.status import Status
from domain.postal.letters import PostalEvent

Form = Mapping[str, JsonValue]


class Draft(Protocol):
    """The text to sign, byte for byte, and its number."""

    @property
    def nonce(self) -> str:
        """The number of the text; it goes back with the form."""

    @property
    def text(self) -> str:
        """The text."""


class DecisionReceipt(Protocol):
    """The answer to a decision: where the request stands after it."""

    @property
    def decision_id(self) -> str:
        """The caller's id of the decision."""

    @property
    def status(self) -> Status:
        """The status after it."""

    @property
    def place(self) -> int:
        """The number of the request's last event."""


class Counter(Protocol):
    """窓口: takes forms in. A form with mistakes raises SubmissionRefused with one problem per field."""

    async def draft(self, form: Form, /) -> Draft:
        """Return the text to sign."""

    async def submit(self, form: Form, signature: str, idempotency_key: str, /) -> Receipt:
        """Acknowledge a signed form (`signature` in Base64); the same key and body return the same receipt."""

    async def correct(
        self, whose: StartOrder | Proven, form: Form, signature: str, idempotency_key: str, /
    ) -> DecisionReceipt:
        """補正: take the corrected form of a returned request."""

    async def withdraw(self, whose: Proven, /) -> DecisionReceipt:
        """取下げ."""


class Decisions(Protocol):
    """Where officers' decisions go."""

    async def decide(self, case_id: str, decision: Decision, /) -> DecisionReceipt:
        """Take a decision and wait for the answer; the same decision id twice is one decision."""

    async def decide_later(self, case_id: str, decision: Decision, /) -> None:
        """Send a decision without waiting; one that cannot be taken is recorded as refused."""


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


class Reading(Protocol):
    """The read tables and one request's ledger entries."""

    async def by_request(self, case_id: str, /) -> Case | None:
        """Return a request's row."""

    async def state(self, case_id: str, /) -> RequestState | None:
        """Return a request's state as last recorded."""

    async def events(self, case_id: str, /) -> Sequence[AnyEvent]:
        """Return a request's events in order."""

    async def worklist(self, statuses: Collection[Status], limit: int, after: str | None, /) -> Sequence[Case]:
        """Return the cases in these statuses, oldest submission first; those behind the request `after` if given."""


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


class Files(Protocol):
    """Personal data of cases, opened for officers: each opening is recorded before this returns.

    Raises DomainError with the codes of `domain.certificates.disclosure`, VAULT_ITEM_MISSING or VAULT_KEY_DESTROYED.
    """

    async def sheet(self, case_id: str, state: RequestState, actor: Actor, ground: AccessGround, /) -> Sheet:
        """Return form, card and register side by side."""

    async def finding(self, case_id: str, state: RequestState, actor: Actor, ground: AccessGround, /) -> Finding:
        """Return why the case is held."""

    async def document(
        self, case_id: str, state: RequestState, actor: Actor, part: Part, ground: AccessGround, /
    ) -> Document:
        """Return a document to print."""

    async def ways(self, case_id: str, state: RequestState, actor: Actor, /) -> WaysOut | None:
        """Return the ways out of a standing hold, for who has opened its finding; nothing is opened by this."""


class Openings(Protocol):
    """The access ledger, reading only."""

    async def openings(
        self, *, officer: str | None = None, case_id: str | None = None, day: date | None = None, limit: int = 1000
    ) -> Sequence[Opening]:
        """Return openings, newest first; `day` is a day of Japan."""


class StaffDirectory(Protocol):
    """Who an officer's token belongs to."""

    def actor_of(self, token: str, /) -> Actor | None:
        """Return who signs in with a token; None when nobody does."""


PayPayReader = Callable[[bytes], str | None]
"""Reads a notification: the charge it names, or None when it concerns none. Raises DomainError."""

PostReader = Callable[[bytes, str], PostalEvent]
"""Reads the carrier's notification from body and signature header. Raises DomainError, SIGNATURE_REFUSED if forged."""

Probe = Callable[[], Awaitable[bool]]
"""Asks a system whether it answers; an exception is a no."""
