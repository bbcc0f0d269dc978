"""Who and what the tests of the web application know: officers and their tokens, a form, and requests as events."""

from datetime import UTC, datetime, timedelta

from pydantic import JsonValue

from domain import ids
from domain.actors import Actor, Role
from domain.cases.access import AccessGround
from domain.certificates.events import AnyEvent
from domain.certificates.examination_events import ApprovalProposed, Approved
from domain.certificates.identity_events import EligibilityConfirmed, FindingOpened, Held, IdentityVerified
from domain.certificates.money_events import PaymentCaptured, PaymentRequested
from domain.certificates.paper_events import CertificateIssued, Delivered, DispatchConfirmed, HandedOver
from domain.certificates.status import HoldStage
from domain.certificates.terms import FeeItem, FeeLine, PaymentOrder, RefundRule, Terms
from domain.identity.nonce import make_nonce
from domain.postal.letters import MailClass

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
ARRIVED = NOW - timedelta(days=1)
"""When the requests of the city were acknowledged."""
STATEMENT_SECRET = b"the office makes its statement numbers"
TRACKING_NUMBER = "12345678903"
POST_SECRET = "the-carrier-and-we-know-it"
TERMS = Terms(
    policy_version="0123456789abcdef",
    payment_order=PaymentOrder.FIRST,
    fee=(FeeLine(item=FeeItem.CERTIFICATE, code="resident_record_copy", quantity=1, unit_price=300),),
    refund=RefundRule(on_withdrawal=True, on_rejection=True, on_lapse=False),
    mail_class=MailClass.ORDINARY,
    processing_due_at=NOW + timedelta(days=10),
)
STAFF = {
    "examiner": Actor(id="officer-sato", roles=(Role.EXAMINER,)),
    "approver": Actor(id="officer-suzuki", roles=(Role.APPROVER,)),
    "closed": Actor(id="officer-watanabe", roles=(Role.CLOSED_DESK,)),
    "dispatcher": Actor(id="officer-takahashi", roles=(Role.DISPATCHER,)),
    "both": Actor(id="officer-tanaka", roles=(Role.EXAMINER, Role.APPROVER)),
    "auditor": Actor(id="auditor-ito", roles=(Role.AUDITOR,)),
    "supervisor": Actor(id="officer-yamada", roles=(Role.SUPERVISOR,)),
    "admin": Actor(id="admin-kobayashi", roles=(Role.ADMIN,)),
    "nobody": Actor(id="officer-kimura", roles=()),
}
FORM: dict[str, JsonValue] = {
    "municipality": "999001",
    "kind": "resident_record_copy",
    "copies": 1,
    "applicant": {"name": "髙﨑 花子", "birth_date": "1980-02-29", "mail": "hanako@example.jp"},
    "delivery": {"postcode": "9990001", "address": "青葉一丁目2番3号"},
    "nonce": make_nonce(STATEMENT_SECRET, NOW, bytes(10)),
}


def token(role: str) -> str:
    """Return the token of the officer of that name in STAFF."""
    return f"token-of-{role}-0123456789"


def sign_in(role: str) -> dict[str, str]:
    """Return the header with which that officer signs in."""
    return {"Authorization": f"Bearer {token(role)}"}


def case_id(number: int) -> str:
    """Return the `number`-th request's id."""
    return ids.case_id("cert", int(ARRIVED.timestamp() * 1000), number.to_bytes(10))


def receipt_number(number: int) -> str:
    """Return the `number`-th request's receipt number."""
    return ids.receipt_number(number.to_bytes(10))


def case_number(number: int) -> str:
    """Return the `number`-th request's case number."""
    return ids.case_number(2026, number)


def code(number: int = 1) -> str:
    """Return the confirmation code mailed for the `number`-th request."""
    return ids.confirmation_code(number.to_bytes(5))


def with_code(number: int = 1) -> dict[str, str]:
    """Return the header with which that request's citizen comes."""
    return {"Confirmation-Code": code(number)}


def stamp(minute: int, by: str = "system") -> dict[str, object]:
    """Return when and by whom."""
    return {"at": ARRIVED + timedelta(minutes=minute), "by": by}


def clear(number: int = 1) -> tuple[AnyEvent, ...]:
    """Return the events of a card that is verified and a registry that clears the request."""
    return (
        IdentityVerified(**stamp(1), evidence="ab" * 32, revocation_source="crl"),
        EligibilityConfirmed(**stamp(2), stage=HoldStage.ELIGIBILITY, evidence="cd" * 32, applicant="ef" * 16),
        PaymentRequested(**stamp(3), payment_id=ids.payment_id(case_id(number)), amount=300),
    )


def held(evidence: str = "22" * 32) -> tuple[AnyEvent, ...]:
    """Return the events of a card that is verified and a register whose answer an officer must look at."""
    return (
        IdentityVerified(**stamp(1), evidence="ab" * 32, revocation_source="crl"),
        Held(**stamp(2), stage=HoldStage.ELIGIBILITY, evidence=evidence),
    )


def finding_opened(by: str, minute: int = 3) -> FindingOpened:
    """Return how an officer opened the finding of `held`."""
    opening = {"stage": HoldStage.ELIGIBILITY, "decision_id": f"open-by-{by}", "ground": AccessGround.HOLD}
    return FindingOpened(**stamp(minute, by), **opening)


def paid(number: int = 1) -> tuple[AnyEvent, ...]:
    """Return the events up to the payment."""
    payment = ids.payment_id(case_id(number))
    captured = PaymentCaptured(
        **stamp(4),
        payment_id=payment,
        charge_id=payment,
        amount=300,
        provider_reference="provider-1",
        captured_at=ARRIVED,
    )
    return (*clear(number), captured)


def issued(number: int = 1) -> tuple[AnyEvent, ...]:
    """Return the events up to a finished certificate."""
    return (
        *paid(number),
        ApprovalProposed(**stamp(5, "officer-sato"), decision_id="propose-1"),
        Approved(**stamp(6, "officer-suzuki"), decision_id="approve-1"),
        EligibilityConfirmed(**stamp(7), stage=HoldStage.BEFORE_ISSUE, evidence="cd" * 32),
        CertificateIssued(
            **stamp(7),
            certificate="aa" * 32,
            cover_letter="bb" * 32,
            sheets=2,
            weight_grams=20,
            mail_class=MailClass.ORDINARY,
        ),
    )


def confirmed(number: int = 1) -> tuple[AnyEvent, ...]:
    """Return the events up to a letter whose number is typed."""
    letter = ids.letter_id(case_id(number), 1)
    typed = {"decision_id": "dispatch-1", "letter_id": letter, "tracking_number": TRACKING_NUMBER}
    return (*issued(number), DispatchConfirmed(**stamp(8, "officer-takahashi"), **typed))


def sent(number: int = 1) -> tuple[AnyEvent, ...]:
    """Return the events up to a letter that the post has."""
    letter = ids.letter_id(case_id(number), 1)
    return (*confirmed(number), HandedOver(**stamp(9), letter_id=letter, accepted_at=NOW))


def delivered(number: int = 1) -> tuple[AnyEvent, ...]:
    """Return the events up to a letter of whose delivery nobody said anything for long."""
    return (*sent(number), Delivered(**stamp(10)))
