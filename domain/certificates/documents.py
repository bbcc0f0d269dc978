"""What is printed of a request: orders for the press. Personal data: vault only."""

from datetime import date

from pydantic import BaseModel

from domain.certificates.kinds import CertificateKind, CertificateOptions
from domain.identity.residents import ResidentRecord
from domain.identity.seals import SealRegistration
from domain.personal import PERSONAL
from domain.postal.letters import MailClass, Recipient


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
