"""交付: typeset certificate and cover letter from the register as it stands now, into the vault.

The same is tried before anybody is asked to pay, and thrown away: no money is taken for what cannot be printed or posted.
"""

from pydantic import BaseModel, ConfigDict
from temporalio import activity

from activities.certificates.addressee import addressee
from activities.certificates.paper_orders import IssueCertificate, PaperOrders
from activities.failures import translated
from domain.cases.ports import Vault
from domain.cases.vault import Found, VaultItem, VaultKind
from domain.certificates.application import Application
from domain.certificates.documents import CertificateOrder
from domain.certificates.kinds import Source
from domain.certificates.ports import DocumentPress
from domain.certificates.vault import RequestItem
from domain.documents import Document
from domain.errors import DomainError, ErrorCode
from domain.identity.residents import RegistryFinding
from domain.municipality.book import PolicyBook
from domain.municipality.calendar import local_date
from domain.ports import Clock, ResidentRegistry
from domain.postal.letters import MailClass, Recipient


class CertificateMade(BaseModel):
    """Commitments to the two documents, and what the letter will weigh in grams."""

    model_config = ConfigDict(frozen=True)

    certificate: str
    cover_letter: str
    sheets: int
    weight_grams: int
    mail_class: MailClass


class Proof(BaseModel):
    """What the letter would be now. No more: how much paper a household makes is nothing for a history to keep."""

    model_config = ConfigDict(frozen=True)

    printable: bool = True


_KNOWN = (VaultKind.APPLICATION, RequestItem.ELIGIBILITY, RequestItem.ELIGIBILITY_AT_ISSUE)
_NEEDED = (*_KNOWN, RequestItem.RECIPIENT, RequestItem.CERTIFICATE, RequestItem.COVER_LETTER)


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

    @activity.defn(name="try_print")
    async def try_print(self, order: IssueCertificate) -> Proof:
        """Typeset and weigh what would be sent now; nothing is kept.

        Raises ApplicationError (final) for what `issue_certificate` would refuse.
        """
        with translated():
            found = await self._vault.find(order.case_id, *(_item(order, kind) for kind in _KNOWN))
            orders, resident = self._orders(order, found), _resident(order, found)
            printed = await self._from_register(orders, resident)
            certificate = self._press.certificate(printed)
            recipient = addressee(printed.record, resident, orders.application.delivery)
            orders.weight_grams(orders.sheets(certificate, self._press.cover_letter(orders.cover_letter(recipient))))
            return Proof()

    @activity.defn(name="issue_certificate")
    async def issue_certificate(self, order: IssueCertificate) -> CertificateMade:
        """Make both documents. Made anew after a crash only if they do not stand yet.

        Raises ApplicationError (final) VAULT_ITEM_MISSING when the register named nobody, or not the same person both
        times; SYSTEM_REJECTED when it has no line or no address for the applicant; FONT_MISSING; POLICY_INVALID when no
        letter of the tariff takes so many sheets.
        """
        with translated():
            found = await self._vault.find(order.case_id, *(_item(order, kind) for kind in _NEEDED))
            orders = self._orders(order, found)
            certificate, recipient = await self._certificate(orders, found)
            standing = found.get(_item(order, RequestItem.COVER_LETTER))
            cover_letter = _read(standing) if standing else self._press.cover_letter(orders.cover_letter(recipient))
            sheets = orders.sheets(certificate, cover_letter)
            return CertificateMade(
                weight_grams=orders.weight_grams(sheets),
                certificate=await self._keep(order, found, RequestItem.CERTIFICATE, certificate),
                cover_letter=await self._keep(order, found, RequestItem.COVER_LETTER, cover_letter),
                sheets=sheets,
                mail_class=order.mail_class,
            )

    def _orders(self, order: IssueCertificate, found: Found) -> PaperOrders:
        application = Application.model_validate_json(found.need(_item(order, VaultKind.APPLICATION)))
        policy = self._book.policy(application.municipality)
        return PaperOrders(
            order=order,
            application=application,
            policy=policy,
            # Not the receipt number: the paper is shown to others, and that number opens the status page.
            serial=self._vault.pseudonym("serial", order.case_id)[:12].upper(),
            today=local_date(self._clock()),
        )

    async def _certificate(self, orders: PaperOrders, found: Found) -> tuple[Document, Recipient]:
        """Return the certificate, and the recipient, which is kept first: where one certificate goes never changes."""
        order = orders.order
        goes_to, standing = (
            found.get(_item(order, RequestItem.RECIPIENT)),
            found.get(_item(order, RequestItem.CERTIFICATE)),
        )
        if goes_to is not None and standing is not None:
            return _read(standing), Recipient.model_validate_json(goes_to)
        resident = _resident(order, found)
        printed = await self._from_register(orders, resident)
        if goes_to is None:
            goes_to = addressee(printed.record, resident, orders.application.delivery).model_dump_json().encode()
            await self._vault.put(order.case_id, _item(order, RequestItem.RECIPIENT), goes_to, beside=found)
        certificate = self._press.certificate(printed)
        return certificate, Recipient.model_validate_json(goes_to)

    async def _from_register(self, orders: PaperOrders, resident: str) -> CertificateOrder:
        """Return what is printed, as the registers have it now. A picture of a seal is kept nowhere but on the paper."""
        record = await self._registry.record(resident)
        of_seals = orders.application.kind.entry.source is Source.SEALS
        return orders.certificate(record, await self._registry.seal(resident) if of_seals else None, resident)

    async def _keep(self, order: IssueCertificate, found: Found, kind: str, document: Document) -> str:
        content = document.model_dump_json().encode()
        return await self._vault.put(order.case_id, _item(order, kind), content, beside=found)


def _read(document: bytes) -> Document:
    return Document.model_validate_json(document)


def _item(order: IssueCertificate, kind: str) -> VaultItem:
    at_issue = kind == RequestItem.ELIGIBILITY_AT_ISSUE
    return VaultItem(kind=kind, revision=order.look if at_issue else order.revision)


def _resident(order: IssueCertificate, found: Found) -> str:
    """Return whom the register named. It is asked twice; if it named two people, neither is printed."""
    findings = (found.get(_item(order, kind)) for kind in (RequestItem.ELIGIBILITY, RequestItem.ELIGIBILITY_AT_ISSUE))
    named = {RegistryFinding.model_validate_json(each).resident_id for each in findings if each is not None} - {None}
    if len(named) != 1:
        raise DomainError(ErrorCode.VAULT_ITEM_MISSING, item="resident")
    return str(named.pop())
