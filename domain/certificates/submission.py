"""The counter's rows: what is stored when a submission is acknowledged (到達), and what starts its workflow."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.certificates.application import Application
from domain.certificates.kinds import CertificateKind, CertificateOptions, Copies
from domain.certificates.status import Proof
from domain.personal import PERSONAL

IdempotencyKey = Annotated[str, Field(min_length=8, max_length=128, pattern=r"^[\x21-\x7e]+$")]


class Submission(BaseModel):
    """A checked application with its signature (CMS, DER). Personal data: kept in the vault."""

    model_config = PERSONAL

    application: Application
    signature: bytes
    idempotency_key: IdempotencyKey


class CitizenKey(BaseModel):
    """What lets the citizen in: the receipt number shows where the request stands, with the code it is acted upon.

    Kept in the vault, for the mails; elsewhere there are keyed hashes of both. The code goes out by mail alone.
    """

    model_config = PERSONAL

    receipt_number: str
    code: str


class Proven(BaseModel):
    """A request whose citizen has come, and how that is known. Only who checked the proof makes one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    proof: Proof


class Receipt(BaseModel):
    """What the citizen gets: `repeated` when the same submission had been acknowledged before."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    receipt_number: str
    case_number: str
    received_at: datetime
    repeated: bool = False


class Correction(BaseModel):
    """A stored correction: its revision (the first submission is 1) and when it reached us."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    revision: int
    received_at: datetime


class StartOrder(BaseModel):
    """Everything a workflow needs to begin; no personal data."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    case_number: str
    municipality: str
    kind: CertificateKind
    options: CertificateOptions
    copies: Copies
    received_at: datetime
    has_workflow: bool = False
