"""Ports of what is kept of cases, whatever the procedure (`domain/ports.py` says how ports answer)."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from domain.cases.access import Opening
from domain.cases.citizen import Proven
from domain.cases.drafting import Draft
from domain.cases.queues import CasePage, CaseQuery, Neighbours
from domain.cases.receipt_code import ReceiptCode
from domain.cases.row import CaseRow
from domain.cases.submission import Acknowledged, Correction, Sent, StartOrder, Submission
from domain.cases.vault import Found, VaultItem
from domain.municipality.texts import Language


class Vault(Protocol):
    """Personal data, encrypted by one data key per case (itself wrapped by the municipality's key)."""

    async def put(self, case_id: str, item: VaultItem, content: bytes, *, beside: Found | None = None) -> str:
        """Store one item and return its commitment (keyed hash, hex). The same content twice is one item.

        `beside`: what was just found of the same case; it spares a look for the case's key.
        """

    async def get(self, case_id: str, item: VaultItem) -> bytes:
        """Return one item. Raises DomainError VAULT_ITEM_MISSING or VAULT_KEY_DESTROYED."""

    async def find(self, case_id: str, *items: VaultItem) -> Found:
        """Return those of the items that are there, in one look. Raises DomainError VAULT_KEY_DESTROYED."""

    async def erase(self, case_id: str) -> None:
        """Destroy the case's data key: everything of it is unreadable from then on."""

    def pseudonym(self, purpose: str, value: str) -> str:
        """Return the keyed hash of a value, the same for the same purpose (hex, 32 characters)."""


class Intake(Protocol):
    """The counter: an acknowledged submission is a committed row here before anything else happens."""

    async def standing(self, sent: Sent) -> Acknowledged | None:
        """Return what this very sending, key and body, was acknowledged as, first one or correction; None if it was not.

        Raises DomainError IDEMPOTENCY_CONFLICT (same key, other body).
        """

    async def accept(self, submission: Submission) -> Acknowledged:
        """Store row and items in one transaction; the same key and body are answered by what stands.

        Raises DomainError IDEMPOTENCY_CONFLICT (same key, other body) or STATEMENT_USED (text signed and used before).
        """

    async def correct(self, case_id: str, submission: Submission) -> Correction:
        """Store a corrected submission and return its place among the revisions (idempotent by key)."""

    async def find(self, receipt_number: str) -> StartOrder | None:
        """Return the row of a receipt number."""

    async def numbered(self, case_number: str) -> StartOrder | None:
        """Return the row of a case number."""

    async def get(self, case_id: str) -> StartOrder | None:
        """Return the row of a case id."""

    async def waiting(self, limit: int, of: Collection[str] | None = None) -> Sequence[StartOrder]:
        """Return acknowledged cases that have no workflow yet, oldest first; `of` these procedures if given."""

    async def started(self, case_id: str) -> None:
        """Note that the case's workflow exists."""

    async def count_refusal(self, procedure: str, fields: Sequence[str]) -> None:
        """Count one refused submission of a procedure by the fields at fault. Nothing else of it is kept."""


class CitizenKeys(Protocol):
    """Who may act as the citizen: whoever has the receipt number and the code from our mail."""

    async def prove(self, receipt_number: str, code: str) -> Proven:
        """Return the case that both open, however they are written.

        Raises DomainError CODE_REFUSED (whichever is wrong) or TOO_MANY_TRIES.
        """


class AccessLedger(Protocol):
    """Openings of personal data, entries of the ledger."""

    async def record(self, opening: Opening) -> None:
        """Append one opening; when this returns it is committed."""

    async def openings(
        self, *, officer: str | None = None, case_id: str | None = None, day: date | None = None, limit: int = 1000
    ) -> Sequence[Opening]:
        """Return openings, newest first; `day` is a day of Japan."""


class Drafts(Protocol):
    """下書き, by the browsers they belong to (`visit`: a VisitKey). Expired ones are not there any more."""

    async def begin(
        self, visit: str, procedure: str, about: str, content: bytes, *, network: str | None = None
    ) -> Draft:
        """Keep a new draft; the browser's open one for the same, if there is one, is returned as it stands instead.

        `network` is where the browser calls from, for counting alone; None: who begins has proven already whose case it is
        about. Raises DomainError TOO_MANY_FROM_NETWORK (wait_seconds).
        """

    async def find(self, visit: str, draft_id: str) -> Draft | None:
        """Return a draft of this browser, sent ones too; None for any other, known or not."""

    async def open_ones(self, visit: str) -> Sequence[Draft]:
        """Return what this browser has begun and not sent, newest first."""

    async def keep(self, draft: Draft, content: bytes) -> Draft:
        """Store new content and extend the draft; the same change twice is one.

        Raises DomainError DRAFT_CHANGED (another version stands, it was sent or is over).
        """

    async def extend(self, visit: str, draft_id: str) -> Draft | None:
        """Keep a draft of this browser for another 72 hours."""

    async def sent(self, draft: Draft, case_id: str, receipt_number: str) -> Draft:
        """Note that it has become a case: its content is erased. The same twice is once.

        Raises DomainError DRAFT_CHANGED when it has become another case.
        """

    async def drop(self, visit: str, draft_id: str) -> None:
        """Erase a draft of this browser that was not sent."""

    async def continue_by(self, visit: str, secret: str) -> Draft | None:
        """Return the draft of a mailed link, from now on this browser's too; None for a link that opens nothing.

        A link opens nothing before its mail's code was typed where the draft was begun: an address with a slip in it is
        somebody else's.
        """

    async def linked(self, secret: str) -> Draft | None:
        """Return the draft of a mailed link, as `continue_by`; nobody is let in by it."""


class MailCodes(Protocol):
    """Codes of six digits that show that a mail address is theirs who is filling in a draft."""

    async def send(self, draft: Draft, mail: str, network: str, language: Language) -> None:
        """Send a new code to an address, with the draft's link; it replaces the one before.

        `network` is where the browser calls from, for counting alone. Raises DomainError TOO_MANY_CODES (wait_seconds):
        by address and by network; DRAFT_UNKNOWN when it was sent or is over. The mail itself goes out beside.
        """

    async def confirm(self, draft: Draft, mail: str, code: str) -> None:
        """Accept a code, however its digits are written; the right one twice is once.

        Raises DomainError MAIL_CODE_REFUSED (tries_left, never 0) or MAIL_CODE_OVER: with the fifth wrong one, after ten
        minutes, or when none was sent to this address.
        """


class OpenedCases(Protocol):
    """Which cases a browser has opened, by their code or as the one that sent them (`visit`: a VisitKey)."""

    async def open(self, visit: str, whose: Proven) -> None:
        """Let a browser act on a case, for an hour since it last did."""

    async def opened(self, visit: str, case_id: str) -> Proven | None:
        """Return the proof this browser has shown for a case, and extend it; None when it has shown none, or long ago."""

    async def close(self, visit: str, case_id: str) -> None:
        """Shut a case in this browser: another person may use it."""


class ReceiptCodes(Protocol):
    """受付コード: what proves offline that a case arrived."""

    async def code_of(self, case_id: str) -> ReceiptCode | None:
        """Return a case's code; None while no checkpoint covers its first event. Raises DomainError(LEDGER_CONFLICT)."""


class Checkpoints(Protocol):
    """Signed checkpoints of the ledger, for anybody to take away."""

    async def note(self, size: int) -> str | None:
        """Return the signed checkpoint of a size; None: none was signed at it."""


class CaseQueries(Protocol):
    """Questions to the read table, for queues: always from its index, however many cases there are."""

    async def page(self, query: CaseQuery, limit: int, after: str | None = None, /) -> CasePage:
        """Return the first cases of a query, or those behind `after` (the `next` of the page before).

        An `after` that nobody gave begins at the beginning.
        """

    async def counts(self, queries: Sequence[CaseQuery], most: int, /) -> Sequence[int]:
        """Return of each query how many cases it has, counted up to `most`."""

    async def recent(self, officer: str, limit: int, /) -> Sequence[CaseRow]:
        """Return the cases an officer has in hand or had until the end, the latest changed first; no secluded ones."""

    async def neighbours(self, query: CaseQuery, case_id: str, /) -> Neighbours:
        """Return the cases beside one within a query, also when the case itself is in it no more."""
