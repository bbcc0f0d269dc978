"""What is printed of a request: orders for the press. Personal data: vault only."""

from datetime import date, datetime

from pydantic import BaseModel

from domain.certificates.kinds import CertificateKind, CertificateOptions
from domain.certificates.terms import FeeLine
from domain.identity.residents import ResidentRecord
from domain.identity.seals import SealRegistration
from domain.municipality.texts import Language
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


class Office(BaseModel):
    """Who gives a paper to a citizen, in the words of its language, and whom to ask."""

    model_config = PERSONAL

    municipality: str
    name: str
    telephone: str


class Paid(BaseModel):
    """The fee as it was paid, and the provider's number of it; `returned`: it went back."""

    model_config = PERSONAL

    at: datetime
    amount: int
    reference: str
    returned: bool = False


class ReceiptOrder(BaseModel):
    """受付票: that a request arrived, with what the applicant gave. Texts are in its language.

    No address: who reads the applicant's mail opens the receipt, and must not learn from it where they live now.
    `fee` None: not known yet. `code` is the 受付コード and `checkpoint` where the checkpoint that it is verified
    against is found; None while none covers the request.
    """

    model_config = PERSONAL

    language: Language
    office: Office
    receipt_number: str
    case_number: str
    received_at: datetime
    kind: str
    choices: tuple[str, ...]
    copies: int
    name: str
    fee: tuple[FeeLine, ...] | None = None
    paid: Paid | None = None
    page: str
    code: str | None = None
    checkpoint: str | None = None
    printed_at: datetime


class Explained(BaseModel):
    """A refusal in one language: what was asked for, the grounds, and the 教示."""

    model_config = PERSONAL

    language: Language
    kind: str
    grounds: tuple[str, ...]
    redress: str


class RefusalOrder(BaseModel):
    """却下通知書. The decision is in Japanese; `beside` says the same in the applicant's language, None where that is it."""

    model_config = PERSONAL

    office: Office
    mayor: str
    case_number: str
    received_at: datetime
    decided_at: datetime
    copies: int
    name: str
    decision: Explained
    beside: Explained | None = None
