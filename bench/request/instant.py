"""Outside systems that answer at once and always well: what remains of a request's time is ours and the engine's.

They stand in for the methods of the real adapters on the worker's own parts (`fit`), so the composition is the real one.
"""

from datetime import UTC, date, datetime, timedelta

from pydantic import JsonValue

from domain.documents import Document
from domain.identity.attributes import BasicFourAttributes, IdentityFinding, Revocation, Sex, Signer
from domain.identity.register_date import RegisterDate
from domain.identity.residents import HouseholdMember, RegistryFinding, ResidencyStatus, ResidentRecord
from domain.mail import Mail
from domain.payments.charge import Charge, ChargeOrder, ChargeStatus
from domain.postal.letters import Letter, PostalEvent, PostalEventKind

CARD = BasicFourAttributes(
    name="窓口　花子",
    birth_date=date(1985, 4, 12),
    sex=Sex.FEMALE,
    address="架空県みなも市水面町１丁目２番３号",
)
"""The one applicant, invented."""
_RESIDENT = "r-1001"
_CODE_LIFE = timedelta(hours=1)
_PAGE = b"%PDF-1.7\n" + b"0" * 40_000  # bytes; about what the real press prints
_RECORD = ResidentRecord(
    household_id="h-1",
    postcode="0990001",
    address=CARD.address,
    head_of_household=CARD.name,
    members=(
        HouseholdMember(
            resident_id=_RESIDENT,
            name=CARD.name,
            kana="マドグチ　ハナコ",
            birth_date=RegisterDate.of(date(1985, 4, 12)),
            sex="女",
            relationship="世帯主",
            became_resident_on=RegisterDate.of(date(2010, 4, 1)),
        ),
    ),
)


class InstantVerifier:
    """Finds every signature good."""

    def check_signature(self, text: bytes, signature: bytes) -> Signer:  # noqa: ARG002
        """Accept; all are of one card."""
        return Signer(certificate="card", claims=CARD)

    async def verify(self, text: bytes, signature: bytes, at: datetime) -> IdentityFinding:  # noqa: ARG002
        """Identify the one applicant."""
        return IdentityFinding(
            attributes=CARD,
            reasons=(),
            revocation=Revocation.GOOD,
            judged_at=at,
            checked_at=at,
            revocation_source="none",
        )


class InstantRegistry:
    """Knows the one applicant."""

    async def look_up(self, attributes: BasicFourAttributes) -> RegistryFinding:  # noqa: ARG002
        """Find them."""
        return RegistryFinding(status=ResidencyStatus.RESIDENT, resident_id=_RESIDENT)

    async def record(self, resident_id: str) -> ResidentRecord:  # noqa: ARG002
        """Return their household."""
        return _RECORD


class InstantProvider:
    """A charge is captured as soon as it is made; it is asked about only after a hint."""

    def __init__(self) -> None:
        self._orders: dict[str, ChargeOrder] = {}

    async def create(self, order: ChargeOrder) -> Charge:
        """Make a code."""
        self._orders[order.charge_id] = order
        return Charge(
            charge_id=order.charge_id,
            amount=order.amount,
            status=ChargeStatus.OPEN,
            code_id="code",
            url="https://pay.example/",
            expires_at=order.ordered_at + _CODE_LIFE,
        )

    async def read(self, charge_id: str) -> Charge | None:
        """Say that it was paid."""
        order = self._orders.pop(charge_id)
        return Charge(
            charge_id=charge_id,
            amount=order.amount,
            status=ChargeStatus.CAPTURED,
            provider_reference="reference",
            captured_at=datetime.now(UTC),
        )


class InstantCarrier:
    """A letter is delivered as soon as it is handed over; its way is asked for only after a hint."""

    async def hand_over(self, letter: Letter) -> PostalEvent:
        """Accept it."""
        return _scan(letter.tracking_number, PostalEventKind.ACCEPTED)

    async def track(self, tracking_number: str) -> tuple[PostalEvent, ...]:
        """Say that it lies in the letter box."""
        return (_scan(tracking_number, PostalEventKind.DELIVERED),)


def _scan(number: str, kind: PostalEventKind) -> PostalEvent:
    return PostalEvent(event_id=f"{number}-{kind}", tracking_number=number, kind=kind, at=datetime.now(UTC))


class InstantTypesetter:
    """Sets nothing, and makes as much paper as the real one."""

    def set(self, template: str, contents: dict[str, JsonValue], issued_on: date) -> Document:  # noqa: ARG002
        """Return one page."""
        return Document(content=_PAGE, sheets=1)


class InstantMailer:
    """Sends nothing."""

    async def send(self, mail: Mail) -> None:
        """Take it."""
