"""What is printed: orders for the typesetter and the finished document. Personal data: vault only."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

from domain.certificates.kinds import CertificateKind, CertificateOptions
from domain.identity.residents import ResidentRecord
from domain.identity.seals import SealRegistration
from domain.personal import PERSONAL
from domain.postal.letters import MailClass, Recipient

MOST_SHEETS = 200
"""Of one document: twice what the heaviest letter takes."""


class CertificateOrder(BaseModel):
    """Everything a certificate says. `applicant_id` is the registry's id of the applicant, `seal` what it is of, if that."""

    model_config = PERSONAL

    kind: CertificateKind
    options: CertificateOptions
    record: ResidentRecord
    seal: SealRegistration | None = None
    applicant_id: str
    municipality_name: str
    mayor: str
    serial: str
    issued_on: date


class CoverLetterOrder(BaseModel):
    """Everything the cover letter of a window envelope says."""

    model_config = PERSONAL

    recipient: Recipient
    mail_class: MailClass
    municipality_name: str
    office: str
    office_address: str
    telephone: str
    case_number: str
    contents: tuple[str, ...]
    issued_on: date


class DocumentFormat(StrEnum):
    """Formats we print."""

    PDF = "pdf"


class Document(BaseModel):
    """A finished document."""

    model_config = {**PERSONAL, "ser_json_bytes": "base64", "val_json_bytes": "base64"}

    content: bytes
    sheets: Annotated[int, Field(ge=1, le=MOST_SHEETS)]
    format: DocumentFormat = DocumentFormat.PDF
