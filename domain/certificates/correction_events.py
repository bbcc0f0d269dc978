"""Events of a correction (補正): asked for, field by field, and sent. The rules of `event` hold."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.cases.citizen import Proof
from domain.cases.event import Event
from domain.certificates.status import CorrectableField, RemarkCode


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
