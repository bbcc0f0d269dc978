"""Codes by mail (domain.cases.ports.MailCodes) in Postgres: keyed hashes, counted exactly, whoever asks in parallel."""

import hmac
import secrets
from datetime import datetime

from asyncpg import Record

from adapters.postgres.cipher import VaultCipher, WrappedKey
from adapters.postgres.code_mails import content_of, item_of
from adapters.postgres.commitments import Commitments
from adapters.postgres.limits import count_within
from adapters.postgres.session import Connection, Pool, connection, transaction
from domain.cases.drafting import (
    CODE_DIGITS,
    CODE_TRIES,
    CODE_VALID,
    COUNTED,
    MOST_BY_ADDRESS,
    MOST_BY_NETWORK,
    Draft,
)
from domain.errors import DomainError, ErrorCode
from domain.municipality.texts import Language
from domain.ports import Clock
from domain.written import folded

_ERASED_AT_ONCE = 1000
_KEY = """
    SELECT key_id, wrapped FROM drafts.drafts JOIN vault.data_keys AS keys ON keys.case_id = draft_id
    WHERE draft_id = $1 AND drafts.case_id IS NULL AND expires_at > $2 FOR NO KEY UPDATE OF drafts
"""
_CODE = """
    INSERT INTO drafts.codes AS standing (draft_id, occasion, mail_hash, code_hash, valid_until) VALUES ($1, 1, $2, $3, $4)
    ON CONFLICT (draft_id) DO UPDATE SET occasion = standing.occasion + 1, mail_hash = $2, code_hash = $3,
        valid_until = $4, tries = 0
    RETURNING occasion
"""
_MAIL = """
    INSERT INTO drafts.mails (draft_id, occasion, language, nonce, sealed, asked_at, due_at) VALUES ($1, $2, $3, $4, $5, $6, $6)
    ON CONFLICT (draft_id) DO UPDATE
        SET occasion = $2, language = $3, nonce = $4, sealed = $5, asked_at = $6, due_at = $6, attempts = 0
"""
# Under the draft's lock, taken by the question for its key: not even parallel guessers have more tries.
_STANDING = "SELECT mail_hash, code_hash, valid_until, tries FROM drafts.codes WHERE draft_id = $1"
_WRONG = "UPDATE drafts.codes SET tries = tries + 1 WHERE draft_id = $1"
_CONFIRMED = "UPDATE drafts.drafts SET mail_hash = $2 WHERE draft_id = $1 AND mail_hash IS DISTINCT FROM $2"
_ERASE = """
    DELETE FROM drafts.sendings WHERE ctid IN (
        SELECT ctid FROM drafts.sendings WHERE sent_at <= $1 ORDER BY sent_at LIMIT $2 FOR UPDATE SKIP LOCKED
    ) RETURNING counted
"""
_ERASE_MAILS = """
    DELETE FROM drafts.mails WHERE draft_id IN (
        SELECT draft_id FROM drafts.mails JOIN drafts.codes USING (draft_id) WHERE valid_until <= $1
        LIMIT $2 FOR UPDATE OF mails SKIP LOCKED
    ) RETURNING draft_id
"""


class PostgresMailCodes:
    """Codes by mail. `clock` gives aware UTC. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool, cipher: VaultCipher, commitments: Commitments, *, clock: Clock) -> None:
        self._pool = pool
        self._cipher = cipher
        self._commitments = commitments
        self._clock = clock

    async def send(self, draft: Draft, mail: str, network: str, language: Language) -> None:
        """Send a new code to an address, with the draft's link; it replaces the one before.

        Raises DomainError TOO_MANY_CODES (wait_seconds), by address and by network; DRAFT_UNKNOWN when it was sent or is
        over.
        """
        now = self._clock()
        async with transaction(self._pool) as session:
            await self._count(session, mail, network, now)
            row = await session.fetchrow(_KEY, draft.draft_id, now)
            if row is None:
                raise DomainError(ErrorCode.DRAFT_UNKNOWN)
            data_key = self._cipher.unwrap(draft.draft_id, WrappedKey(row["key_id"], row["wrapped"]))
            code, valid_until = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}", now + CODE_VALID
            hashes = (self._mail_hash(mail), self._code_hash(draft.draft_id, code))
            occasion: int = await session.fetchval(_CODE, draft.draft_id, *hashes, valid_until)
            content = content_of(mail, code)
            nonce, sealed = self._cipher.seal(data_key, draft.draft_id, item_of(occasion), content)
            await session.execute(_MAIL, draft.draft_id, occasion, language, nonce, sealed, now)

    async def confirm(self, draft: Draft, mail: str, code: str) -> None:
        """Accept a code, however its digits are written; the right one twice is once.

        Raises DomainError MAIL_CODE_REFUSED (tries_left), MAIL_CODE_OVER: none was sent to this address, its ten minutes
        are over, or five wrong ones came.
        """
        now = self._clock()
        async with transaction(self._pool) as session:
            refusal = await self._refused(session, draft.draft_id, mail, code, now)
        if refusal is not None:  # told outside the transaction: the wrong code stays counted
            raise refusal

    async def _refused(
        self, session: Connection, draft_id: str, mail: str, code: str, now: datetime
    ) -> DomainError | None:
        typed = folded(code)
        typed = typed if typed.isascii() else ""
        await session.execute(_KEY, draft_id, now)
        row, mail_hash = await session.fetchrow(_STANDING, draft_id), self._mail_hash(mail)
        if row is None or not _is_open(row, mail_hash, now):
            return DomainError(ErrorCode.MAIL_CODE_OVER)
        if hmac.compare_digest(row["code_hash"], self._code_hash(draft_id, typed)):
            await session.execute(_CONFIRMED, draft_id, mail_hash)
            return None
        await session.execute(_WRONG, draft_id)
        left = CODE_TRIES - row["tries"] - 1
        return (
            DomainError(ErrorCode.MAIL_CODE_REFUSED, tries_left=left) if left else DomainError(ErrorCode.MAIL_CODE_OVER)
        )

    async def erase_expired(self) -> int:
        """Forget what counts no more, and mails that are too late; return how many."""
        now = self._clock()
        async with connection(self._pool) as session:
            late = await session.fetch(_ERASE_MAILS, now, _ERASED_AT_ONCE)
            return len(late) + len(await session.fetch(_ERASE, now - COUNTED, _ERASED_AT_ONCE))

    async def _count(self, session: Connection, mail: str, network: str, now: datetime) -> None:
        """Count one code, each limit under its lock. Raises DomainError TOO_MANY_CODES."""
        limits = {
            self._commitments.pseudonym("codes by address", _counted(mail)): MOST_BY_ADDRESS,
            self._commitments.pseudonym("codes by network", network): MOST_BY_NETWORK,
        }
        await count_within(session, limits, now, ErrorCode.TOO_MANY_CODES)

    def _mail_hash(self, mail: str) -> str:
        return self._commitments.pseudonym("draft mail", mail)

    def _code_hash(self, draft_id: str, code: str) -> str:
        return self._commitments.pseudonym("mail code", f"{draft_id}|{code}")


def _is_open(row: Record, mail_hash: str, now: datetime) -> bool:
    return bool(row["mail_hash"] == mail_hash and row["valid_until"] > now and row["tries"] < CODE_TRIES)


def _counted(mail: str) -> str:
    """Return the mailbox an address leads to: capitals, and what stands after a plus, make no other."""
    local, _, domain = mail.lower().rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"
