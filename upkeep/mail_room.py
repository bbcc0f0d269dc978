"""The mail room: sends the notices that events left in the outbox, beside their procedures and never in their way."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Protocol

import structlog
from pydantic import ValidationError

from domain.cases.correspondence import Paper
from domain.cases.notices import Channel, DueNotice
from domain.cases.ports import Vault
from domain.errors import DomainError, ErrorCode, PortRejected, PortUnavailable
from domain.mail import Mail
from domain.municipality.book import PolicyBook
from domain.municipality.policy import MunicipalityPolicy
from domain.municipality.texts import CaseTexts, Language, NoticeText, render
from domain.ports import Mailer
from domain.procedures import PROCEDURES, Procedures

# As many as are surely handed over within the lease, though each take the mailer's fifteen seconds.
_AT_ONCE = 6
_LEASE = timedelta(minutes=2)
# Settings that are wrong today, and a procedure of another release: who has it will come. Otherwise there is nobody to
# write to any more (the vault's key was destroyed), or there are no words.
_MENDED_LATER = {ErrorCode.KEY_UNKNOWN, ErrorCode.POLICY_INVALID, ErrorCode.PROCEDURE_UNKNOWN}
# A state that another release wrote: likewise.
_UNREADABLE = "case_unreadable"
_log = structlog.get_logger()


class Outbox(Protocol):
    """Notices to send, leased to one sender at a time."""

    async def claim(self, channel: Channel, limit: int, lease: timedelta) -> Sequence[DueNotice]:
        """Take notices of a channel that are due."""

    async def sent(self, notice: DueNotice) -> None:
        """Note that a notice went out."""

    async def later(self, notice: DueNotice, error: str) -> None:
        """Try a notice again later."""

    async def give_up(self, notice: DueNotice, error: str) -> None:
        """Stop trying; an officer sees it among the pending ones."""


class MailRoom:
    """Writes a notice as its procedure says, in the municipality's words and the citizen's language, and hands it to the mail server, once per key."""

    def __init__(
        self,
        outbox: Outbox,
        vault: Vault,
        book: PolicyBook,
        mailer: Mailer,
        web_base_url: str,
        procedures: Procedures = PROCEDURES,
    ) -> None:
        self._outbox = outbox
        self._vault = vault
        self._book = book
        self._mailer = mailer
        self._base = web_base_url.rstrip("/")
        self._procedures = procedures

    async def send_due(self) -> int:
        """Send what is due and return how many notices were handled. Raises PortUnavailable("postgres")."""
        due = await self._outbox.claim(Channel.MAIL, _AT_ONCE, _LEASE)
        for notice in due:
            await self._send(notice)
        return len(due)

    async def _send(self, notice: DueNotice) -> None:
        try:
            await self._mailer.send(await self._written(notice))
        except PortUnavailable as error:
            await self._outbox.later(notice, error.system)
        except PortRejected as error:
            await self._give_up(notice, error.provider_code)
        except ValidationError:
            await self._outbox.later(notice, _UNREADABLE)
        except DomainError as error:
            if error.code in _MENDED_LATER:
                await self._outbox.later(notice, error.code.value)
            else:
                await self._give_up(notice, error.code.value)
        else:
            await self._outbox.sent(notice)

    async def _give_up(self, notice: DueNotice, error: str) -> None:
        _log.warning("notice given up", case_id=notice.case_id, notice=notice.notice, error=error)
        await self._outbox.give_up(notice, error)

    async def _written(self, notice: DueNotice) -> Mail:
        procedure = self._procedures.of(notice.case_id)
        state = procedure.state.model_validate_json(notice.state)
        letter = procedure.correspondence
        texts = _texts(self._book.policy(state.municipality), procedure.name, notice.notice)
        found = await self._vault.find(notice.case_id, *letter.items(state))
        paper = Paper(language := letter.language(state, found), texts[language], self._base)
        words = _words(paper.texts, notice.notice)
        values = letter.values(state, found, paper)
        try:
            subject, body = render(words.subject, values), render(words.body, values)
        except KeyError:
            raise DomainError(ErrorCode.WORDS_MISSING, notice=notice.notice) from None
        return Mail(key=notice.key, to=letter.address(state, found), subject=subject, body=body)


def _texts(policy: MunicipalityPolicy, procedure: str, notice: str) -> Mapping[Language, CaseTexts]:
    """Return a procedure's words. Raises DomainError(WORDS_MISSING) when the municipality offers it no more."""
    rules = policy.procedures.get(procedure)
    if rules is None:
        raise DomainError(ErrorCode.WORDS_MISSING, notice=notice)
    return rules.texts


def _words(texts: CaseTexts, notice: str) -> NoticeText:
    """Return the words of a notice. Raises DomainError(WORDS_MISSING) when there are none."""
    words = texts.notice.get(notice)
    if words is None:
        raise DomainError(ErrorCode.WORDS_MISSING, notice=notice)
    return words
