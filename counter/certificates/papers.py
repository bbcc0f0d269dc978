"""受付票 and 却下通知書, made when a citizen asks for them and kept nowhere: by who has opened the case alone (ADR 33)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from counter.certificates.findings import places_of, standing
from domain.cases.ports import ReceiptCodes, Vault
from domain.cases.submission import StartOrder
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.application import Application, IdentityFrom
from domain.certificates.documents import Explained, Office, Paid, ReceiptOrder, RefusalOrder
from domain.certificates.events import AnyEvent
from domain.certificates.grounds import grounds_of, refusal_in
from domain.certificates.kinds import RecordScope, asked
from domain.certificates.ports import PaperPress
from domain.certificates.rules import texts_of
from domain.certificates.state import RequestState
from domain.certificates.status import RefundStatus
from domain.certificates.submission import Subject
from domain.certificates.texts import CertificateTexts
from domain.documents import Document
from domain.errors import DomainError, ErrorCode
from domain.municipality.book import PolicyBook
from domain.municipality.policy import MunicipalityPolicy
from domain.municipality.texts import Language
from domain.ports import Clock

_AT_ONCE = 2
"""Papers set at the same time: each takes a processor for a moment."""


@dataclass(frozen=True)
class CitizenPapers:
    """Makes papers. `base` is the address of our web pages, without a slash at its end."""

    vault: Vault
    press: PaperPress
    book: PolicyBook
    codes: ReceiptCodes
    clock: Clock
    base: str
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    async def receipt(
        self, order: StartOrder, receipt_number: str, state: RequestState | None, language: Language
    ) -> Document:
        """Return the 受付票 of a case as it stands now; `state` None: its procedure has not begun.

        Raises DomainError VAULT_ITEM_MISSING, VAULT_KEY_DESTROYED or FONT_MISSING, PortUnavailable.
        """
        policy = self.book.policy(order.municipality)
        application = Application.model_validate_json(await self.vault.get(order.case_id, _application_of(state)))
        code = await self.codes.code_of(order.case_id)
        wanted, texts = Subject.of(order), texts_of(policy, language)
        paper = ReceiptOrder(
            language=language,
            office=_office(policy, language),
            receipt_number=receipt_number,
            case_number=order.case_number,
            received_at=order.received_at,
            kind=texts.certificate[wanted.kind],
            choices=_choices(wanted, texts),
            copies=wanted.copies,
            name=application.applicant.name,
            fee=None if state is None else state.terms.fee,
            paid=None if state is None else _paid(state),
            page=f"{self.base}/{language.value}/r/{receipt_number}",
            code=None if code is None else str(code),
            checkpoint=None if code is None else f"{self.base}/api/v1/checkpoints/{code.size}",
            printed_at=self.clock(),
        )
        async with self._turns:
            return await asyncio.to_thread(self.press.receipt, paper)

    async def refusal(
        self, order: StartOrder, state: RequestState, events: Sequence[AnyEvent], language: Language
    ) -> Document:
        """Return the 却下通知書 of a rejected case. Raises DomainError(REQUEST_UNKNOWN) for any other, and as `receipt`."""
        refused = refusal_in(events)
        if refused is None:
            raise DomainError(ErrorCode.REQUEST_UNKNOWN)
        policy = self.book.policy(order.municipality)
        name = await self._name_of_the_refused(order.case_id, state)
        kind, grounds = Subject.of(order).kind, grounds_of(refused)

        def explained(spoken: Language) -> Explained:
            texts = texts_of(policy, spoken)
            return Explained(
                language=spoken,
                kind=texts.certificate[kind],
                grounds=tuple(texts.rejection_reason[each] for each in grounds),
                redress=policy.texts[spoken].redress,
            )

        paper = RefusalOrder(
            office=_office(policy, Language.JA),
            mayor=policy.municipality.mayor,
            case_number=order.case_number,
            received_at=order.received_at,
            decided_at=refused.at,
            copies=Subject.of(order).copies,
            name=name,
            decision=explained(Language.JA),
            beside=None if language is Language.JA else explained(language),
        )
        async with self._turns:
            return await asyncio.to_thread(self.press.refusal, paper)

    async def _name_of_the_refused(self, case_id: str, state: RequestState) -> str:
        """Return who applied: as they typed it, or by card as the register writes it where it is certain who they are.

        A card replaces characters that its certificate cannot write; the register knows them. A receipt has the card's name
        all the same: from the register's a held request could be told from one that waits for the register.
        """
        item = _application_of(state)
        found = await self.vault.find(case_id, item, *places_of(state))
        application, findings = Application.model_validate_json(found.need(item)), standing(found, state)
        certain = findings[-1].certain_name if findings and application.identity_from is IdentityFrom.CARD else ""
        return certain or application.applicant.name


def _application_of(state: RequestState | None) -> VaultItem:
    return VaultItem(kind=VaultKind.APPLICATION, revision=1 if state is None else state.revision)


def _office(policy: MunicipalityPolicy, language: Language) -> Office:
    municipality = policy.municipality
    name = municipality.name_en if language is Language.EN else municipality.name
    return Office(municipality=name, name=policy.texts[language].office, telephone=municipality.office.telephone)


def _choices(wanted: Subject, texts: CertificateTexts) -> tuple[str, ...]:
    scopes = wanted.kind.entry.scopes
    scope = (texts.scope[RecordScope(wanted.options.scope)],) if len(scopes) > 1 else ()
    return (*scope, *(texts.option[each] for each in asked(wanted.options)))


def _paid(state: RequestState) -> Paid | None:
    money = state.money
    if money.captured_at is None:
        return None
    returned = money.refund is RefundStatus.DONE
    return Paid(at=money.captured_at, amount=state.terms.amount, reference=money.provider_reference, returned=returned)
