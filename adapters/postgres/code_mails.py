"""Mails with a code that wait to be handed over: claimed for a while, sent, tried again until the code is over.

A mail may be sent twice, under the same Message-ID. Handed over, or too late (`PostgresMailCodes.erase_expired`), nothing
of it stays.
"""

import json
from collections.abc import Sequence
from datetime import timedelta

import structlog
from asyncpg import Record

from adapters.postgres.cipher import VaultCipher, WrappedKey
from adapters.postgres.commitments import Commitments
from adapters.postgres.draft_links import link_of
from adapters.postgres.session import Pool, connection
from domain.cases.drafting import CodeMail
from domain.cases.vault import VaultItem
from domain.errors import DomainError
from domain.ports import Clock

_log = structlog.get_logger()
_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(minutes=1)
_CLAIM = """
    WITH due AS MATERIALIZED (
        SELECT draft_id FROM drafts.mails JOIN drafts.codes USING (draft_id) WHERE due_at <= $1 AND valid_until > $1
        ORDER BY due_at LIMIT $3 FOR UPDATE OF mails SKIP LOCKED
    )
    UPDATE drafts.mails SET attempts = attempts + 1, due_at = $2
    FROM due JOIN drafts.codes USING (draft_id) JOIN vault.data_keys AS keys ON keys.case_id = draft_id
    WHERE mails.draft_id = due.draft_id
    RETURNING mails.draft_id, mails.occasion, language, nonce, sealed, attempts, mail_hash, valid_until, key_id, wrapped
"""
_DONE = "DELETE FROM drafts.mails WHERE draft_id = $1 AND occasion = $2"
_LATER = "UPDATE drafts.mails SET due_at = $4 WHERE draft_id = $1 AND occasion = $2 AND attempts = $3"


def item_of(occasion: int) -> VaultItem:
    """Return the place that a sealed mail is bound to."""
    return VaultItem(kind="code_mail", revision=occasion)


def content_of(mail: str, code: str) -> bytes:
    """Return what is sealed of a mail."""
    return json.dumps([mail, code]).encode()


class PostgresCodeMails:
    """Mails with a code. `clock` gives aware UTC. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool, cipher: VaultCipher, commitments: Commitments, *, clock: Clock) -> None:
        self._pool = pool
        self._cipher = cipher
        self._commitments = commitments
        self._clock = clock

    async def claim(self, limit: int, lease: timedelta) -> Sequence[CodeMail]:
        """Take up to `limit` mails that are due, for this sender alone until `lease` has passed."""
        now = self._clock()
        async with connection(self._pool) as session:
            rows = await session.fetch(_CLAIM, now, now + lease, limit)
        found = [self._opened(row) for row in rows]
        return tuple(each for each in found if each is not None)

    async def done(self, mail: CodeMail) -> None:
        """Erase a mail that was handed over, or refused for good."""
        async with connection(self._pool) as session:
            await session.execute(_DONE, mail.draft_id, mail.occasion)

    async def later(self, mail: CodeMail) -> None:
        """Try a claimed mail again: 2 s after the first failure, then twice as long each time, at most a minute."""
        wait = min(_FIRST_WAIT * 2 ** min(mail.attempt - 1, 10), _LONGEST_WAIT)
        async with connection(self._pool) as session:
            await session.execute(_LATER, mail.draft_id, mail.occasion, mail.attempt, self._clock() + wait)

    def _opened(self, row: Record) -> CodeMail | None:
        """Return a mail; None for one that our keys do not open: it is erased when its code is over."""
        draft_id, item = row["draft_id"], item_of(row["occasion"])
        try:
            data_key = self._cipher.unwrap(draft_id, WrappedKey(row["key_id"], row["wrapped"]))
            mail, code = json.loads(self._cipher.open(data_key, draft_id, item, row["nonce"], row["sealed"]))
        except DomainError as error:
            _log.warning("code mail unreadable", draft_id=draft_id, error=error.code.value)
            return None
        return CodeMail(
            draft_id=draft_id,
            occasion=row["occasion"],
            language=row["language"],
            mail=mail,
            code=code,
            link=link_of(self._commitments, draft_id, row["mail_hash"]),
            valid_until=row["valid_until"],
            attempt=row["attempts"],
        )
