"""The counter's rows: what is stored when a submission is acknowledged (到達), and what starts its workflow."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from domain.personal import PERSONAL

IdempotencyKey = Annotated[str, Field(min_length=8, max_length=128, pattern=r"^[\x21-\x7e]+$")]


class Statement(BaseModel):
    """A form that is checked and not stored: the text to sign, byte for byte, and its number, which goes back as `nonce`."""

    model_config = PERSONAL

    nonce: str
    text: str


class Sent(BaseModel):
    """What somebody sent, and the key they gave it. Personal data.

    Key and `body`, as it was sent, say whether two are the same: what was made of it may be another the second time, as
    the tables we look it up in change.
    """

    model_config = PERSONAL

    municipality: str
    idempotency_key: IdempotencyKey
    body: Mapping[str, bytes]


class Submission(Sent):
    """What somebody sent and a procedure checked, as the intake stores it. Personal data: `items` go to the vault.

    `items` are what is kept, by kind of item. `subject` is what the case is about, in terms of its procedure: no personal
    data. `statement` numbers the text that was signed: it is good for one case.
    """

    procedure: str
    subject: Mapping[str, JsonValue]
    statement: str
    items: Mapping[str, bytes]


class StartOrder(BaseModel):
    """Everything a workflow needs to begin; no personal data. `subject` belongs to the procedure."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    procedure: str
    case_number: str
    municipality: str
    received_at: datetime
    subject: Mapping[str, JsonValue]


class Receipt(BaseModel):
    """What the citizen gets: `repeated` when the same submission had been acknowledged before."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    receipt_number: str
    case_number: str
    received_at: datetime
    repeated: bool = False


class Correction(BaseModel):
    """A stored correction (補正): its revision (the first submission is 1) and when it reached us."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    revision: int
    received_at: datetime


class Acknowledged(BaseModel):
    """A submission that stands in the intake: of which case, which revision of it (from 1), and when it reached us.

    `has_workflow` of the case, `repeated` when it stood there before.
    """

    model_config = PERSONAL

    order: StartOrder
    receipt_number: str
    revision: int
    received_at: datetime
    has_workflow: bool = False
    repeated: bool = False

    def answers(self, corrected: str | None) -> bool:
        """Say whether this is what opened a case (None), or a correction of the case that is named."""
        return self.revision == 1 if corrected is None else self.revision > 1 and self.order.case_id == corrected

    @property
    def place(self) -> Correction:
        """Return its place among the revisions of its case."""
        return Correction(revision=self.revision, received_at=self.received_at)

    @property
    def receipt(self) -> Receipt:
        """Return what the citizen gets."""
        return Receipt(
            case_id=self.order.case_id,
            receipt_number=self.receipt_number,
            case_number=self.order.case_number,
            received_at=self.received_at,
            repeated=self.repeated,
        )
