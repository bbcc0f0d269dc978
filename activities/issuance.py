"""交付: typeset certificate and cover letter from the register as it stands now, into the vault."""

from pydantic import BaseModel, ConfigDict
from temporalio import activity

from activities.addressee import addressee
from activities.failures import translated
from domain.certificates.application import Application
from domain.certificates.documents import CertificateOrder, CoverLetterOrder, Document
from domain.certificates.kinds import CertificateKind, Copies
from domain.errors import DomainError, ErrorCode
from domain.identity.residents import RegistryFinding
from domain.policy.book import PolicyBook
from domain.policy.calendar import local_date
from domain.policy.policy import MunicipalityPolicy
from domain.policy.postage import parcel
from domain.policy.texts import Language
from domain.ports import Clock, DocumentPress, ResidentRegistry, Vault
from domain.postal.letters import MailClass, Recipient
from domain.vault import Found, VaultItem, VaultKind


class IssueCertificate(BaseModel):
    """Which revision of which request, after which look at the register, how many copies, to travel by which class."""

    model_config = ConfigDict(frozen=True)

    request_id: str
    revision: int
    look: int = 1
    receipt_number: str
    copies: Copies
    mail_class: MailClass


class CertificateMade(BaseModel):
    """Commitments to the two documents, and what the letter will weigh in grams."""

    model_config = ConfigDict(frozen=True)

    certificate: str
    cover_letter: str
    sheets: int
    weight_grams: int
    mail_class: MailClass


_NEEDED = (
    VaultKind.APPLICATION,
    VaultKind.ELIGIBILITY,
    VaultKind.ELIGIBILITY_AT_ISSUE,
    VaultKind.RECIPIENT,
    VaultKind.CERTIFICATE,
    VaultKind.COVER_LETTER,
)


class IssuanceActivities:
    """Printing into the vault."""

    def __init__(
        self, vault: Vault, registry: ResidentRegistry, press: DocumentPress, book: PolicyBook, clock: Clock
    ) -> None:
        self._vault = vault
        self._registry = registry
        self._press = press
        self._book = book
        self._clock = clock

    @activity.defn(name="issue_certificate")
    async def issue_certificate(self, order: IssueCertificate) -> CertificateMade:
        """Make both documents. Made anew after a crash only if they do not stand yet.

        Raises ApplicationError (final) VAULT_ITEM_MISSING when the register named nobody, or not the same person both
        times; SYSTEM_REJECTED when it has no line or no address for the applicant; FONT_MISSING.
        """
        with translated():
            found = await self._vault.find(order.request_id, *(_item(order, kind) for kind in _NEEDED))
            application = Application.model_validate_json(found.need(_item(order, VaultKind.APPLICATION)))
            policy = self._book.policy(application.municipality)
            certificate, recipient = await self._certificate(order, found, application, policy)
            cover_letter = self._cover_letter(order, found, recipient, policy, application.kind)
            sheets = certificate.sheets * order.copies + cover_letter.sheets
            today = local_date(self._clock(), policy.municipality.zone)
            return CertificateMade(
                certificate=await self._keep(order, found, VaultKind.CERTIFICATE, certificate),
                cover_letter=await self._keep(order, found, VaultKind.COVER_LETTER, cover_letter),
                sheets=sheets,
                weight_grams=parcel(policy.postage, sheets, order.mail_class, today).weight_grams,
                mail_class=order.mail_class,
            )

    async def _certificate(
        self, order: IssueCertificate, found: Found, application: Application, policy: MunicipalityPolicy
    ) -> tuple[Document, Recipient]:
        """Return the certificate, and the recipient, which is kept first: where one certificate goes never changes."""
        goes_to, standing = found.get(_item(order, VaultKind.RECIPIENT)), found.get(_item(order, VaultKind.CERTIFICATE))
        if goes_to is not None and standing is not None:
            return Document.model_validate_json(standing), Recipient.model_validate_json(goes_to)
        resident = _resident(order, found)
        record = await self._registry.record(resident)
        if goes_to is None:
            goes_to = addressee(record, resident, application.delivery).model_dump_json().encode()
            await self._vault.put(order.request_id, _item(order, VaultKind.RECIPIENT), goes_to, beside=found)
        certificate = self._press.certificate(
            CertificateOrder(
                kind=application.kind,
                options=application.options,
                record=record,
                applicant_id=resident,
                municipality_name=policy.municipality.name,
                mayor=policy.municipality.mayor,
                # Not the receipt number: the paper is shown to others, and that number opens the status page.
                serial=self._vault.pseudonym("serial", order.request_id)[:12].upper(),
                issued_on=local_date(self._clock(), policy.municipality.zone),
            )
        )
        return certificate, Recipient.model_validate_json(goes_to)

    def _cover_letter(
        self,
        order: IssueCertificate,
        found: Found,
        recipient: Recipient,
        policy: MunicipalityPolicy,
        kind: CertificateKind,
    ) -> Document:
        standing = found.get(_item(order, VaultKind.COVER_LETTER))
        if standing is not None:
            return Document.model_validate_json(standing)
        words = policy.texts[Language.JA]
        office = policy.municipality
        return self._press.cover_letter(
            CoverLetterOrder(
                recipient=recipient,
                mail_class=order.mail_class,
                municipality_name=office.name,
                office=office.office.name,
                office_address=office.office.address,
                telephone=office.office.telephone,
                receipt_number=order.receipt_number,
                contents=(f"{words.certificate[kind]} {order.copies}通",),
                issued_on=local_date(self._clock(), office.zone),
            )
        )

    async def _keep(self, order: IssueCertificate, found: Found, kind: VaultKind, document: Document) -> str:
        content = document.model_dump_json().encode()
        return await self._vault.put(order.request_id, _item(order, kind), content, beside=found)


def _item(order: IssueCertificate, kind: VaultKind) -> VaultItem:
    at_issue = kind is VaultKind.ELIGIBILITY_AT_ISSUE
    return VaultItem(kind=kind, revision=order.look if at_issue else order.revision)


def _resident(order: IssueCertificate, found: Found) -> str:
    """Return whom the register named. It is asked twice; if it named two people, neither is printed."""
    findings = (found.get(_item(order, kind)) for kind in (VaultKind.ELIGIBILITY, VaultKind.ELIGIBILITY_AT_ISSUE))
    named = {RegistryFinding.model_validate_json(each).resident_id for each in findings if each is not None} - {None}
    if len(named) != 1:
        raise DomainError(ErrorCode.VAULT_ITEM_MISSING, item="resident")
    return str(named.pop())
