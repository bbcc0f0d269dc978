"""Ports: what the procedure needs of the outside, as Protocols.

Adapters implement them, activities call them, the composition roots introduce the two. Every method may raise
`PortUnavailable` (no answer: whether it happened is unknown, ask by key before repeating) or `PortRejected` (answered
and refused). "Already done" is a success. All instants are timezone-aware UTC.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from pydantic import JsonValue

from domain.cases.batch import EventBatch
from domain.identity.attributes import BasicFourAttributes, IdentityFinding, Signer
from domain.identity.card_app import Trip
from domain.identity.residents import RegistryFinding, ResidentRecord
from domain.identity.seals import SealRegistration
from domain.mail import Mail
from domain.payments.charge import Charge, ChargeOrder, Closing
from domain.payments.refund import Refund, RefundOrder
from domain.postal.letters import Letter, PostalEvent
from domain.postal.postcode_areas import PostcodeArea

Clock = Callable[[], datetime]


class IdentityVerifier(Protocol):
    """公的個人認証 (JPKI)."""

    def check_signature(self, text: bytes, signature: bytes) -> Signer:
        """Check alone that the CMS signature is over `text` by the key of the certificate inside it.

        Return which certificate that is, and what it claims. Quick, no network: for the counter, before anything is
        stored. Raises DomainError(SIGNATURE_REFUSED).
        """

    async def verify(self, text: bytes, signature: bytes, at: datetime) -> IdentityFinding:
        """Verify signature, chain to a pinned root, usage, policy, validity and revocation, all as of `at`.

        `at` is when the signature reached us: what happens to the card between that and the check changes nothing.
        """


class CardApp(Protocol):
    """マイナアプリ as a signer (デジタル認証アプリサービス: OIDC with PKCE, a sign transaction, the result as JWE)."""

    async def begin(self, text: bytes) -> Trip:
        """Order a signature over `text` and return the trip on which the browser is sent. Raises PortUnavailable."""

    async def finish(self, trip: Trip, answer: Mapping[str, str]) -> bytes:
        """Return the detached CMS signature (DER) with which a browser came back; `answer` is the callback's query.

        Raises CardAppRefused for everything that is no signature: cancelled, locked, another issuer, a stale answer …;
        PortUnavailable when it is not known, within ANSWERED_WITHIN: the same answer may be brought once more.
        """


class Postcodes(Protocol):
    """Postcodes by address (utf_ken_all)."""

    async def of_address(self, address: str) -> Sequence[PostcodeArea]:
        """Return the areas an address may lie in, the narrowest first; several where the table cannot tell, none if unknown."""


class ResidentRegistry(Protocol):
    """住民記録システム."""

    async def look_up(self, attributes: BasicFourAttributes) -> RegistryFinding:
        """Find the resident a card belongs to."""

    async def record(self, resident_id: str) -> ResidentRecord:
        """Return the household record to print from."""

    async def seal(self, resident_id: str) -> SealRegistration | None:
        """Return the 印鑑登録 of somebody; None when there is none, or they do not live here."""


class PaymentProvider(Protocol):
    """A cashless payment service."""

    async def create(self, order: ChargeOrder) -> Charge:
        """Make a code to pay; the same `charge_id` returns the same charge."""

    async def read(self, charge_id: str) -> Charge | None:
        """Return the charge as it stands; None when the provider knows no such charge."""

    async def close(self, charge_id: str, code_id: str) -> Closing:
        """Delete the code so that nobody can pay any more, and return what is certain of it: a payment may have won.

        `read` may lag behind for a while; the answer of `close` does not. The same call twice is answered alike.
        """

    async def give_back(self, order: RefundOrder) -> Refund:
        """Give a captured charge back and return by which way; the provider's own rules choose it.

        Whether it has happened is asked by key before anything is ordered, and again when an order is refused: the same
        order twice moves money once. A refund that failed for good is PortRejected.
        """

    async def read_refund(self, refund_id: str, charge_id: str) -> Refund | None:
        """Return how the money of a charge went back; None when the provider knows of no way it went."""


class PostalCarrier(Protocol):
    """日本郵便, or a print-and-mail service."""

    async def hand_over(self, letter: Letter) -> PostalEvent:
        """Hand a letter over and return its acceptance (引受); the same `letter_id` returns the same acceptance."""

    async def track(self, tracking_number: str) -> tuple[PostalEvent, ...]:
        """Return all scans of a number, oldest first; empty when the post has not seen it."""


class TrackingNumbers(Protocol):
    """Which case bears which tracking number: the post gives numbers to others after months.

    A number is a case's from the moment it is typed until the case is closed, or the post refused the letter.
    """

    async def claim(self, tracking_number: str, case_id: str) -> bool:
        """Take a number for a case; False when the case has it already. Of two cases at one instant one gets it.

        Raises DomainError(TRACKING_NUMBER_IN_USE, case_id=the other case).
        """

    async def release(self, tracking_number: str, case_id: str) -> None:
        """Give back a number under which the post took nothing; one under which it took a letter stays."""

    async def handed_over(self, tracking_number: str, case_id: str, at: datetime) -> None:
        """Note when the post took the letter, by the post's clock."""

    async def bearer(self, tracking_number: str, at: datetime) -> str | None:
        """Return the case whose letter bore the number at an instant."""


class Typeface(Protocol):
    """What the press can print, asked at the counter: what is accepted there must not be refused after payment."""

    def first_unprintable(self, text: str) -> int | None:
        """Return the position (from 0) of the first character that cannot be printed; None when all can."""


class Mailer(Protocol):
    """Mail to citizens."""

    async def send(self, mail: Mail) -> None:
        """Hand one mail to the mail server. The same `mail.key` carries the same Message-ID."""


class Recorder(Protocol):
    """Events on their way into the ledger, and the read tables: one transaction."""

    async def record(self, batch: EventBatch) -> None:
        """Stage the events of one case and fold them into the read tables; the same batch twice is once.

        What a lost workflow task staged is replaced. Raises DomainError(LEDGER_CONFLICT) when another event is durable
        at the same place, or was staged by a later task.
        """


class Effects(Protocol):
    """Journal of side effects: intent before the call, outcome after it, by business key."""

    async def begin(self, key: str, kind: str, case_id: str, intent: JsonValue) -> JsonValue | None:
        """Write the intent unless it stands already; return the outcome if the effect is known to be done."""

    async def finish(self, key: str, outcome: JsonValue) -> None:
        """Write the outcome."""
