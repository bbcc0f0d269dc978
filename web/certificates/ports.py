"""What the routes of certificates need, as Protocols, beside what every procedure has (`web/ports.py`)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from pydantic import JsonValue

from domain.actors import Actor
from domain.cases.access import AccessGround
from domain.cases.citizen import Proven
from domain.cases.row import CaseRow
from domain.cases.submission import Receipt, StartOrder, Statement
from domain.certificates.application import Application
from domain.certificates.commands import Decision
from domain.certificates.disclosure import Part
from domain.certificates.events import AnyEvent
from domain.certificates.holds import WaysOut
from domain.certificates.office_record import Published
from domain.certificates.print_batches import PostedLetter, PrintBatch, ReprintReason
from domain.certificates.sheet import Finding, Sheet
from domain.certificates.state import RequestState
from domain.certificates.statistics import CountedRequest
from domain.certificates.workload import HeldMoney, Load, Stuck
from domain.documents import Document
from domain.identity.glyphs import Drawing
from domain.municipality.texts import Language
from domain.postal.postcode_areas import PostcodeArea
from web.ports import CaseLists

Form = Mapping[str, JsonValue]


class DecisionReceipt(Protocol):
    """The answer to a decision: where the request stands after it."""

    @property
    def decision_id(self) -> str:
        """The caller's id of the decision."""

    @property
    def status(self) -> str:
        """The status after it, by its value."""

    @property
    def place(self) -> int:
        """The number of the request's last event."""


class Counter(Protocol):
    """窓口: takes forms in. A form with mistakes raises SubmissionRefused with one problem per field."""

    async def write_statement(self, form: Form, /) -> Statement:
        """Return the text to sign."""

    async def submit(self, form: Form, signature: str, idempotency_key: str, /) -> Receipt:
        """Acknowledge a signed form (`signature` in Base64); the same key and body return the same receipt."""

    async def postcode_areas(self, form: Form, signature: str, /) -> Sequence[PostcodeArea]:
        """Return what may be chosen of where the address of the card that signed (Base64) has several postcodes, or none."""

    async def correct(
        self, whose: StartOrder | Proven, form: Form, signature: str, idempotency_key: str, /
    ) -> DecisionReceipt:
        """補正: take the corrected form of a returned request."""

    async def correct_unsigned(self, whose: Proven, form: Form, /) -> DecisionReceipt | None:
        """補正 of what is not signed: the signature of before goes with it. None: the form is to be signed anew."""

    async def written(self, whose: Proven, revision: int, /) -> Application:
        """Return what its citizen asked for in a revision. Raises DomainError VAULT_ITEM_MISSING, VAULT_KEY_DESTROYED."""

    async def withdraw(self, whose: Proven, /) -> DecisionReceipt:
        """取下げ."""


class Decisions(Protocol):
    """Where officers' decisions go."""

    async def decide(self, case_id: str, decision: Decision, /) -> DecisionReceipt:
        """Take a decision and wait for the answer; the same decision id twice is one decision."""

    async def decide_later(self, case_id: str, decision: Decision, /) -> None:
        """Send a decision without waiting; one that cannot be taken is recorded as refused."""


class Reading(CaseLists, Protocol):
    """The read tables and one request's ledger entries."""

    async def row(self, case_id: str, /) -> CaseRow | None:
        """Return a case as lists show it."""

    async def state(self, case_id: str, /) -> RequestState | None:
        """Return a request's state as last recorded."""

    async def events(self, case_id: str, /) -> Sequence[AnyEvent]:
        """Return a request's events in order."""


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

    async def keep_note(self, case_id: str, decision_key: str, text: str, /) -> str:
        """Keep what somebody wrote with a decision, and return its commitment."""

    async def notes(self, case_id: str, decision_keys: Sequence[str], /) -> Mapping[str, str]:
        """Return what was written with decisions, by their keys: part of an application that is open, and recorded."""

    async def ways(self, case_id: str, state: RequestState, actor: Actor, /) -> WaysOut | None:
        """Return the ways out of a standing hold, for who has opened its finding; nothing is opened by this."""


class Papers(Protocol):
    """What a citizen takes away, made when asked for: for who has opened the case alone.

    Raises DomainError VAULT_ITEM_MISSING, VAULT_KEY_DESTROYED, LEDGER_CONFLICT or FONT_MISSING.
    """

    async def receipt(
        self, order: StartOrder, receipt_number: str, state: RequestState | None, language: Language, /
    ) -> Document:
        """Return the 受付票 of a case as it stands; `state` None: its procedure has not begun."""

    async def refusal(
        self, order: StartOrder, state: RequestState, events: Sequence[AnyEvent], language: Language, /
    ) -> Document:
        """Return the 却下通知書 of a rejected case. Raises DomainError(REQUEST_UNKNOWN) for any other."""


class OfficeFigures(Protocol):
    """How the office has done."""

    async def published(self) -> Published:
        """Return what it publishes of it; some minutes old at most."""


class OfficersWords(Protocol):
    """What officers read of a request: the same words as auditors'. No personal data."""

    def event(self, event: AnyEvent, /) -> str:
        """Return what happened as one sentence without its end."""

    def code(self, member: StrEnum, /) -> str:
        """Return the words of a status, a reason, a role."""


class Workload(Protocol):
    """What the office has to do, for who shares it out. Nothing of the closed desk's. May raise PortUnavailable."""

    async def loads(self) -> Sequence[Load]:
        """Return what each officer who has anything has in hand, and what nobody has."""

    async def money(self) -> Sequence[HeldMoney]:
        """Return fees that must go back, the oldest request first; 500 at most."""

    async def stuck(self, before: datetime, /) -> Sequence[Stuck]:
        """Return cases at which a machine has the next step and nothing happened since an instant; 500 at most."""

    async def not_begun(self, before: datetime, /) -> int:
        """Return how many requests were acknowledged before an instant and have no workflow yet."""


class Printing(Protocol):
    """The dispatchers' printer: letters in batches, each once, and once more for a reason."""

    async def waiting(self, actor: Actor, most: int, /) -> int:
        """Return how many letters are ready and were never printed, counted up to `most`; none of the officer's own."""

    async def print_ready(self, act: str, actor: Actor, /) -> PrintBatch | None:
        """Make a batch of what waits; None when nothing does. The same act twice is one batch."""

    async def print_again(
        self, act: str, actor: Actor, case_ids: Sequence[str], reason: ReprintReason, /
    ) -> PrintBatch | None:
        """Make a batch of those of the cases that may still be printed; None when none may."""

    async def batch(self, number: int, /) -> PrintBatch | None:
        """Return a batch."""

    async def newest(self, limit: int, /) -> Sequence[PrintBatch]:
        """Return batches, newest first."""

    async def file(self, batch: PrintBatch, actor: Actor, /) -> bytes:
        """Return the letters of a batch as one PDF, each recorded as opened. Raises DomainError NOT_ALLOWED_NOW, FONT_MISSING."""

    async def posted(self, day: date, /) -> Sequence[PostedLetter]:
        """Return the letters whose number was confirmed on a day of Japan, in that order."""

    async def manifest(self, day: date, /) -> Document:
        """Return the 差出票 of a day as PDF."""


class Statistics(Protocol):
    """Requests of a period, without whose they are. Nothing of the closed desk's. May raise PortUnavailable."""

    async def requests(self, since: datetime, until: datetime, most: int, /) -> Sequence[CountedRequest]:
        """Return the requests that arrived from an instant until before another, in the order of their arrival."""


class Glyphs(Protocol):
    """Rare characters as outlines."""

    def drawn(self, text: str, /) -> Drawing | None:
        """Return a text as outlines; None when that cannot be. It may take half a second: not for the event loop."""
