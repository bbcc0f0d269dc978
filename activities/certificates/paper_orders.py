"""What the press is asked for: the orders for one request's certificate and letter, and what they weigh together."""

from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict

from domain.certificates.application import Application
from domain.certificates.documents import CertificateOrder, CoverLetterOrder
from domain.certificates.kinds import Copies
from domain.certificates.rules import texts_of
from domain.documents import Document
from domain.identity.residents import ResidentRecord
from domain.identity.seals import SealRegistration
from domain.municipality.policy import MunicipalityPolicy
from domain.municipality.postage import parcel
from domain.municipality.texts import Language
from domain.postal.letters import MailClass, Recipient


class IssueCertificate(BaseModel):
    """Which revision of which request, after which look at the register, how many copies, to travel by which class."""

    model_config = ConfigDict(frozen=True)

    case_id: str
    revision: int
    look: int = 1
    case_number: str
    copies: Copies
    mail_class: MailClass


@dataclass(frozen=True)
class PaperOrders:
    """Certificate and letter of one request as of one day (`today`, where the office is)."""

    order: IssueCertificate
    application: Application
    policy: MunicipalityPolicy
    serial: str
    today: date

    def certificate(self, record: ResidentRecord, seal: SealRegistration | None, resident: str) -> CertificateOrder:
        """Return the order for the certificate from what the registers have."""
        return CertificateOrder(
            kind=self.application.kind,
            options=self.application.options,
            record=record,
            seal=seal,
            applicant_id=resident,
            municipality_name=self.policy.municipality.name,
            mayor=self.policy.municipality.mayor,
            serial=self.serial,
            issued_on=self.today,
        )

    def cover_letter(self, recipient: Recipient) -> CoverLetterOrder:
        """Return the order for the cover letter to a recipient."""
        words, city = texts_of(self.policy, Language.JA), self.policy.municipality
        return CoverLetterOrder(
            recipient=recipient,
            mail_class=self.order.mail_class,
            municipality_name=city.name,
            office=city.office.name,
            office_address=city.office.address,
            telephone=city.office.telephone,
            case_number=self.order.case_number,
            contents=(f"{words.certificate[self.application.kind]} {self.order.copies}通",),
            issued_on=self.today,
        )

    def sheets(self, certificate: Document, cover_letter: Document) -> int:
        """Return how many sheets go into the envelope."""
        return certificate.sheets * self.order.copies + cover_letter.sheets

    def weight_grams(self, sheets: int) -> int:
        """Return what a letter of so many sheets weighs. Raises DomainError(POLICY_INVALID) when no rate takes it."""
        return parcel(self.policy.postage, sheets, self.order.mail_class, self.today).weight_grams
