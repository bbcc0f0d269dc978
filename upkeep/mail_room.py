"""The mail room: sends the notices that events left in the outbox, beside the procedure and never in its way."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

import structlog

from domain import money
from domain.cases.citizen import CitizenKey
from domain.cases.ports import Vault
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.application import Application
from domain.certificates.notices import DueNotice, Mail
from domain.certificates.rules import texts_of
from domain.certificates.texts import Placeholder
from domain.errors import DomainError, ErrorCode, PortRejected, PortUnavailable
from domain.japan import legal_day
from domain.municipality.book import PolicyBook
from domain.municipality.texts import Language, render
from domain.ports import Mailer

# As many as are surely handed over within the lease, though each take the mailer's fifteen seconds.
_AT_ONCE = 6
_LEASE = timedelta(minutes=2)
# Settings that are wrong today. Otherwise the vault's key was destroyed: there is nobody to write to any more.
_MENDED_BY_THE_OPERATOR = {ErrorCode.KEY_UNKNOWN, ErrorCode.POLICY_INVALID}
# Written in place of what the request has left behind while the mail waited to go out.
_PAST = "-"
_KEY = VaultItem(kind=VaultKind.CITIZEN_KEY)
_log = structlog.get_logger()


class Outbox(Protocol):
    """Notices to send, leased to one sender at a time."""

    async def claim(self, limit: int, lease: timedelta) -> Sequence[DueNotice]:
        """Take notices that are due."""

    async def sent(self, notice: DueNotice) -> None:
        """Note that a notice went out."""

    async def later(self, notice: DueNotice, error: str) -> None:
        """Try a notice again later."""

    async def give_up(self, notice: DueNotice, error: str) -> None:
        """Stop trying; an officer sees it among the pending ones."""


class MailRoom:
    """Writes a notice in the municipality's words and hands it to the mail server, once per key."""

    def __init__(self, outbox: Outbox, vault: Vault, book: PolicyBook, mailer: Mailer, web_base_url: str) -> None:
        self._outbox = outbox
        self._vault = vault
        self._book = book
        self._mailer = mailer
        self._base = web_base_url.rstrip("/")

    async def send_due(self) -> int:
        """Send what is due and return how many notices were handled. Raises PortUnavailable("postgres")."""
        due = await self._outbox.claim(_AT_ONCE, _LEASE)
        for notice in due:
            await self._send(notice)
        return len(due)

    async def _send(self, notice: DueNotice) -> None:
        try:
            await self._mailer.send(await self._written(notice))
        except PortUnavailable as error:
            await self._outbox.later(notice, error.system)
        except PortRejected as error:
            _log.warning("notice refused for good", case_id=notice.case_id, notice=notice.notice.value)
            await self._outbox.give_up(notice, error.provider_code)
        except DomainError as error:
            mended = error.code in _MENDED_BY_THE_OPERATOR
            await (self._outbox.later if mended else self._outbox.give_up)(notice, error.code.value)
        else:
            await self._outbox.sent(notice)

    async def _written(self, notice: DueNotice) -> Mail:
        item = VaultItem(kind=VaultKind.APPLICATION, revision=notice.revision)
        found = await self._vault.find(notice.case_id, item, _KEY)
        application = Application.model_validate_json(found.need(item))
        key = CitizenKey.model_validate_json(found.need(_KEY))
        words = texts_of(self._book.policy(notice.municipality), Language.JA).notice[notice.notice]
        status = f"{self._base}/api/v1/requests/{key.receipt_number}"
        values: dict[str, str] = {
            Placeholder.RECEIPT_NUMBER: key.receipt_number,
            Placeholder.CASE_NUMBER: notice.case_number,
            Placeholder.CODE: key.code,
            Placeholder.STATUS_URL: status,
            Placeholder.PAYMENT_URL: f"{status}/payment?code={key.code}",
            Placeholder.AMOUNT: str(money.total(notice.fee)),
            Placeholder.PAY_UNTIL: _PAST if notice.payment_due_at is None else legal_day(notice.payment_due_at),
            Placeholder.TRACKING_NUMBER: notice.tracking_number or _PAST,
        }
        return Mail(
            key=notice.key,
            to=application.applicant.mail,
            subject=render(words.subject, values),
            body=render(words.body, values),
        )
