"""Events of a request: what happened, in the past tense. They are stored for ever.

Add optional fields only; never rename, retype or reuse. No personal data: evidence is named by its commitment, the
keyed hash under which the vault holds it. Here are those of its whole course, and the list of all.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from domain.cases.citizen import Proof
from domain.cases.event import DecisionRefused, Event
from domain.certificates.examination_events import ExaminationEvent
from domain.certificates.identity_events import IdentityEvent
from domain.certificates.kinds import CertificateKind, CertificateOptions, Copies
from domain.certificates.money_events import MoneyEvent
from domain.certificates.paper_events import PaperEvent
from domain.certificates.status import LapseReason
from domain.certificates.terms import DeadlineKind, Terms


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


class DeadlineSet(Event):
    """Somebody must act by this instant; computed from the municipality's calendar."""

    type: Literal["deadline_set"] = "deadline_set"
    deadline: DeadlineKind
    due_at: datetime


class Withdrawn(Event):
    """取下げ. `proof` says how it is known that the applicant came."""

    type: Literal["withdrawn"] = "withdrawn"
    decision_id: str
    proof: Proof | None = None


class Lapsed(Event):
    """失効: a deadline passed."""

    type: Literal["lapsed"] = "lapsed"
    reason: LapseReason


AnyEvent = Annotated[
    RequestReceived
    | IdentityEvent
    | DeadlineSet
    | ExaminationEvent
    | MoneyEvent
    | PaperEvent
    | Withdrawn
    | Lapsed
    | DecisionRefused,
    Field(discriminator="type"),
]
