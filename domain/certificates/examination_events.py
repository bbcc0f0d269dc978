"""Events of the examination (審査・決裁) and of a correction (補正), field by field. The rules of `event` hold."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.cases.citizen import Proof
from domain.cases.event import Event
from domain.certificates.status import AssignReason, CorrectableField, RejectionReason, RemandReason, RemarkCode


class CaseTaken(Event):
    """An examiner took the case."""

    type: Literal["case_taken"] = "case_taken"
    decision_id: str


class CaseAssigned(Event):
    """割り振り: a supervisor gave the case to an examiner, or put it back for whoever takes it (None)."""

    type: Literal["case_assigned"] = "case_assigned"
    decision_id: str
    officer: str | None
    reason: AssignReason


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
    """差戻し(起案へ): the approver wants the case examined again. `note` is the commitment of what they wrote, if anything."""

    type: Literal["remanded_to_examiner"] = "remanded_to_examiner"
    decision_id: str
    reason: RemandReason
    note: str | None = None


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


class Remark(BaseModel):
    """What is wrong with one field, by code: a free text could carry personal data."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: CorrectableField
    code: RemarkCode


class ReturnedToApplicant(Event):
    """補正の求め: the citizen is asked to correct these fields."""

    type: Literal["returned_to_applicant"] = "returned_to_applicant"
    decision_id: str
    remarks: tuple[Remark, ...]


class Corrected(Event):
    """補正: the citizen sent a corrected application; `resigned` when what had been signed changed.

    `signature_arrived_at`: when another signature reached us with it; None when the one before came again. `proof` says how
    it is known that the applicant came.
    """

    type: Literal["corrected"] = "corrected"
    decision_id: str
    revision: int
    resigned: bool
    signature_arrived_at: datetime | None = None
    proof: Proof | None = None


ExaminationEvent = (
    CaseTaken
    | CaseAssigned
    | ApprovalProposed
    | RejectionProposed
    | RemandedToExaminer
    | RejectionWanted
    | Approved
    | Rejected
    | ReturnedToApplicant
    | Corrected
)
