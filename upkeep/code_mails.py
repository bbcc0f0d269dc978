"""Sends codes by mail: beside the mail room, for nobody waits for a notice as they wait for a code."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

import structlog

from domain.cases.drafting import CodeMail
from domain.errors import DomainError, ErrorCode, PortRejected, PortUnavailable
from domain.municipality.book import PolicyBook
from domain.municipality.code_mail import written
from domain.municipality.texts import Language
from domain.ports import Mailer

# As many as are surely handed over within the lease, though each take the mailer's fifteen seconds.
_AT_ONCE = 3
_LEASE = timedelta(minutes=1)
_log = structlog.get_logger()


class Waiting(Protocol):
    """Mails with a code, leased to one sender at a time."""

    async def claim(self, limit: int, lease: timedelta, /) -> Sequence[CodeMail]:
        """Take mails that are due."""

    async def done(self, mail: CodeMail, /) -> None:
        """Erase a mail that went out, or never will."""

    async def later(self, mail: CodeMail, /) -> None:
        """Try a mail again later."""


class CodeMails:
    """Writes each mail in the municipality's words, in the language its page was read in, and hands it over."""

    def __init__(
        self, waiting: Waiting, book: PolicyBook, municipality: str, mailer: Mailer, web_base_url: str
    ) -> None:
        self._waiting = waiting
        self._book = book
        self._municipality = municipality
        self._mailer = mailer
        self._base = web_base_url.rstrip("/")

    async def send_due(self) -> int:
        """Send what is due and return how many mails were handled. Raises PortUnavailable("postgres")."""
        due = await self._waiting.claim(_AT_ONCE, _LEASE)
        for mail in due:
            await self._send(mail)
        return len(due)

    async def _send(self, mail: CodeMail) -> None:
        language = Language(mail.language)
        try:
            texts = self._book.policy(self._municipality).texts[language]
            await self._mailer.send(written(mail, texts, language, self._base))
        except PortUnavailable:
            await self._waiting.later(mail)
        except DomainError as error:
            if error.code is not ErrorCode.POLICY_INVALID:
                raise
            await self._waiting.later(mail)  # settings that are wrong today
        except PortRejected as error:
            _log.warning("code not taken by the mail server", error=error.provider_code)
            await self._waiting.done(mail)
        else:
            await self._waiting.done(mail)
