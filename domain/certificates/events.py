"""Events of a request: what happened, in the past tense. They are stored for ever.

Add optional fields only; never rename, retype or reuse. No personal data: evidence is named by its commitment, the
keyed hash under which the vault holds it.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from domain.cases.citizen import Proof
from domain.cases.event import Event
from domain.certificates.correction_events import Corrected, Remark, ReturnedToApplicant
from domain.certificates.hold_events import (
    CheckRepeated,
    FindingOpened,
    Held,
    HoldReleased,
    ReleaseProposed,
)
from domain.certificates.kinds import CertificateKind, CertificateOptions, Copies
from domain.certificates.money_events import (
    MoneyEvent,
    OverpaymentFound,
    OverpaymentHandedToOfficer,
    OverpaymentReturned,
    PaymentCaptured,
    PaymentRequested,
    RefundDue,
    Refunded,
    RefundHandedToOfficer,
)
from domain.certificates.paper_events import (
    CertificateIssued,
    Delivered,
    DeliveryConfirmed,
    DispatchConfirmed,
    HandedOver,
    HandOverRefused,
    LateReturnsOver,
    MailReturned,
    ReturnedMailDestroyed,
)
from domain.certificates.status import (
    HoldStage,
    LapseReason,
    RejectionReason,
    RemandReason,
)
from domain.certificates.terms import DeadlineKind, Terms

__all__ = [
    "AnyEvent",
    "ApprovalProposed",
    "Approved",
    "CaseTaken",
    "CertificateIssued",
    "CheckRepeated",
    "Corrected",
    "DeadlineSet",
    "DecisionRefused",
    "Delivered",
    "DeliveryConfirmed",
    "DispatchConfirmed",
    "EligibilityConfirmed",
    "Event",
    "FindingOpened",
    "HandOverRefused",
    "HandedOver",
    "Held",
    "HoldReleased",
    "IdentityRefused",
    "IdentityVerified",
    "Lapsed",
    "LateReturnsOver",
    "MailReturned",
    "OverpaymentFound",
    "OverpaymentHandedToOfficer",
    "OverpaymentReturned",
    "PaymentCaptured",
    "PaymentRequested",
    "RefundDue",
    "RefundHandedToOfficer",
    "Refunded",
    "Rejected",
    "RejectionProposed",
    "RejectionWanted",
    "ReleaseProposed",
    "RemandedToExaminer",
    "Remark",
    "RequestReceived",
    "ReturnedMailDestroyed",
    "ReturnedToApplicant",
    "Withdrawn",
]


class RequestReceived(Event):
    """到達: the request exists, under these terms."""

    type: Literal["request_received"] = "request_received"
    case_number: str
    municipality: str
    kind: CertificateKind
    options: CertificateOptions
    copies: Copies
    received_at: datetime
    terms: Terms


class IdentityVerified(Event):
    """本人確認: the signature is the applicant's."""

    type: Literal["identity_verified"] = "identity_verified"
    evidence: str
    revocation_source: str


class IdentityRefused(Event):
    """The signature does not identify the applicant; the request is rejected for it."""

    type: Literal["identity_refused"] = "identity_refused"
    evidence: str
    reasons: tuple[str, ...]


class EligibilityConfirmed(Event):
    """The registry clears the request. `applicant` is the keyed hash of the resident."""

    type: Literal["eligibility_confirmed"] = "eligibility_confirmed"
    stage: HoldStage
    evidence: str
    applicant: str | None = None


class DeadlineSet(Event):
    """Somebody must act by this instant; computed from the municipality's calendar."""

    type: Literal["deadline_set"] = "deadline_set"
    deadline: DeadlineKind
    due_at: datetime


class CaseTaken(Event):
    """An examiner took the case."""

    type: Literal["case_taken"] = "case_taken"
    decision_id: str


class ApprovalProposed(Event):
    """起案: the examiner proposes to issue."""

    type: Literal["approval_proposed"] = "approval_proposed"
    decision_id: str


class RejectionProposed(Event):
    """起案: the examiner proposes to reject, for these reasons."""

    type: Literal["rejection_proposed"] = "rejection_proposed"
    decision_id: str
    reasons: tuple[RejectionReason, ...]


class RemandedToExaminer(Event):
    """差戻し(起案へ): the approver wants the case examined again."""

    type: Literal["remanded_to_examiner"] = "remanded_to_examiner"
    decision_id: str
    reason: RemandReason


class RejectionWanted(Event):
    """差戻し: the approver wants a case that was proposed for issue rejected, for reasons of their own."""

    type: Literal["rejection_wanted"] = "rejection_wanted"
    decision_id: str
    reasons: tuple[RejectionReason, ...]


class Approved(Event):
    """決裁: the certificate is to be issued."""

    type: Literal["approved"] = "approved"
    decision_id: str


class Rejected(Event):
    """却下, with its grounds."""

    type: Literal["rejected"] = "rejected"
    decision_id: str
    reasons: tuple[RejectionReason, ...]


class Withdrawn(Event):
    """取下げ. `proof` says how it is known that the applicant came."""

    type: Literal["withdrawn"] = "withdrawn"
    decision_id: str
    proof: Proof | None = None


class Lapsed(Event):
    """失効: a deadline passed."""

    type: Literal["lapsed"] = "lapsed"
    reason: LapseReason


class DecisionRefused(Event):
    """A decision that came as a signal could not be taken, and why."""

    type: Literal["decision_refused"] = "decision_refused"
    decision_id: str
    action: str
    code: str


AnyEvent = Annotated[
    RequestReceived
    | IdentityVerified
    | IdentityRefused
    | EligibilityConfirmed
    | Held
    | FindingOpened
    | ReleaseProposed
    | HoldReleased
    | CheckRepeated
    | DeadlineSet
    | CaseTaken
    | ApprovalProposed
    | RejectionProposed
    | ReturnedToApplicant
    | Corrected
    | RemandedToExaminer
    | RejectionWanted
    | Approved
    | Rejected
    | CertificateIssued
    | DispatchConfirmed
    | HandedOver
    | HandOverRefused
    | Delivered
    | DeliveryConfirmed
    | LateReturnsOver
    | MailReturned
    | ReturnedMailDestroyed
    | Withdrawn
    | Lapsed
    | MoneyEvent
    | DecisionRefused,
    Field(discriminator="type"),
]
