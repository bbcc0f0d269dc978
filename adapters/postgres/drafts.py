"""Drafts (domain.cases.ports.Drafts) in Postgres: encrypted by a data key per draft, found by the browsers they belong to.

A draft of another browser, one that is over and one that never was are the same row that is not there: one question, one
answer. Erasing a draft is erasing its data key; everything of it goes with it.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from asyncpg import Record

from adapters.postgres.cipher import VaultCipher, WrappedKey
from adapters.postgres.commitments import Commitments
from adapters.postgres.draft_links import is_link_of, linked
from adapters.postgres.limits import count_within
from adapters.postgres.session import Connection, Pool, connection, transaction
from domain import ids
from domain.cases.drafting import KEPT, MOST_DRAFTS_BY_NETWORK, Draft
from domain.cases.vault import VaultItem
from domain.errors import DomainError, ErrorCode
from domain.ports import Clock

_ERASED_AT_ONCE = 200
_ROW = """
    SELECT draft_id, procedure, about, version, idempotency_key, nonce, sealed, mail_hash, drafts.case_id, expires_at, key_id,
        wrapped
    FROM drafts.drafts JOIN vault.data_keys AS keys ON keys.case_id = draft_id
"""
_OF_A_BROWSER = f"{_ROW} JOIN drafts.browsers USING (draft_id) WHERE visit = $1 AND expires_at > $2"
_FOUND = f"{_OF_A_BROWSER} AND draft_id = $3"
_OPEN = f"{_OF_A_BROWSER} AND drafts.case_id IS NULL ORDER BY begun_at DESC, draft_id"
_OPEN_FOR = (
    f"{_OF_A_BROWSER} AND drafts.case_id IS NULL AND procedure = $3 AND about = $4 ORDER BY begun_at DESC LIMIT 1"
)
_LINKED = f"{_ROW} WHERE draft_id = $1 AND expires_at > $2"
_TO_CHANGE = f"{_ROW} WHERE draft_id = $1 FOR UPDATE OF drafts"
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended($1, 3))"
_NEW_KEY = "INSERT INTO vault.data_keys (case_id, key_id, wrapped) VALUES ($1, $2, $3)"
_NEW = """
    INSERT INTO drafts.drafts (draft_id, procedure, about, version, idempotency_key, nonce, sealed, begun_at, expires_at)
    VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8)
"""
_LET_IN = "INSERT INTO drafts.browsers (visit, draft_id) VALUES ($1, $2) ON CONFLICT DO NOTHING"
_CHANGE = """
    UPDATE drafts.drafts SET version = $2, nonce = $3, sealed = $4, case_id = $5, expires_at = $6 WHERE draft_id = $1
"""
_EXTEND = """
    UPDATE drafts.drafts SET expires_at = $4
    WHERE draft_id = $3 AND expires_at > $2 AND EXISTS (SELECT FROM drafts.browsers WHERE visit = $1 AND draft_id = $3)
"""
_DROP = """
    DELETE FROM vault.data_keys WHERE case_id = $2 AND EXISTS (
        SELECT FROM drafts.drafts JOIN drafts.browsers USING (draft_id)
        WHERE visit = $1 AND draft_id = $2 AND drafts.case_id IS NULL AND expires_at > $3
    )
"""
_ERASE = """
    DELETE FROM vault.data_keys WHERE case_id IN (
        SELECT draft_id FROM drafts.drafts WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED
    ) RETURNING case_id
"""


class PostgresDrafts:
    """Drafts. `clock` gives aware UTC. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool, cipher: VaultCipher, commitments: Commitments, *, clock: Clock) -> None:
        self._pool = pool
        self._cipher = cipher
        self._commitments = commitments
        self._clock = clock

    async def begin(
        self, visit: str, procedure: str, about: str, content: bytes, *, network: str | None = None
    ) -> Draft:
        """Keep a new draft; the browser's open one for the same, if there is one, is returned as it stands instead.

        Raises DomainError TOO_MANY_FROM_NETWORK (wait_seconds) when as many were begun from the `network`, if it is given.
        """
        async with transaction(self._pool) as session:
            await session.execute(_ONE_AT_A_TIME, f"{visit}|{procedure}|{about}")
            row = await session.fetchrow(_OPEN_FOR, visit, self._clock(), procedure, about)
            if row is not None:
                return self._opened(row)
            if network is not None:
                await self._count(session, network)
            return await self._new(session, visit, procedure, about, content)

    async def _count(self, session: Connection, network: str) -> None:
        limits = {self._commitments.pseudonym("drafts by network", network): MOST_DRAFTS_BY_NETWORK}
        await count_within(session, limits, self._clock(), ErrorCode.TOO_MANY_FROM_NETWORK)

    async def _new(self, session: Connection, visit: str, procedure: str, about: str, content: bytes) -> Draft:
        now = self._clock()
        draft = Draft(
            draft_id=ids.draft_id(secrets.token_bytes(10)),
            procedure=procedure,
            about=about,
            version=1,
            expires_at=now + KEPT,
            idempotency_key=secrets.token_hex(16),
            content=content,
        )
        data_key, wrapping = self._cipher.new_data_key(draft.draft_id)
        nonce, sealed = self._cipher.seal(data_key, draft.draft_id, _content(1), content)
        await session.execute(_NEW_KEY, draft.draft_id, wrapping.key_id, wrapping.wrapped)
        values = (draft.draft_id, procedure, about, draft.idempotency_key, nonce, sealed, now, draft.expires_at)
        await session.execute(_NEW, *values)
        await session.execute(_LET_IN, visit, draft.draft_id)
        return draft

    async def find(self, visit: str, draft_id: str) -> Draft | None:
        """Return a draft of this browser, sent ones too; None for any other, known or not."""
        if not ids.is_draft_id(draft_id):
            return None
        async with connection(self._pool) as session:
            row = await session.fetchrow(_FOUND, visit, self._clock(), draft_id)
        return None if row is None else self._opened(row)

    async def open_ones(self, visit: str) -> Sequence[Draft]:
        """Return what this browser has begun and not sent, newest first."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_OPEN, visit, self._clock())
        return tuple(self._opened(row) for row in rows)

    async def keep(self, draft: Draft, content: bytes) -> Draft:
        """Store new content and extend the draft. The same change twice is one.

        Raises DomainError DRAFT_CHANGED (another version stands, it was sent or is over).
        """
        now = self._clock()
        async with transaction(self._pool) as session:
            row = await session.fetchrow(_TO_CHANGE, draft.draft_id)
            standing = self._opened(row) if row is not None and row["expires_at"] > now else None
            if row is None or standing is None or standing.sent:
                raise DomainError(ErrorCode.DRAFT_CHANGED)
            if standing.version == draft.version + 1 and standing.content == content:
                return standing
            if standing.version != draft.version:
                raise DomainError(ErrorCode.DRAFT_CHANGED)
            after = standing.model_copy(
                update={"version": draft.version + 1, "content": content, "expires_at": now + KEPT}
            )
            await self._change(session, row, after, _content(after.version), content)
        return after

    async def extend(self, visit: str, draft_id: str) -> Draft | None:
        """Keep a draft of this browser for another 72 hours."""
        if not ids.is_draft_id(draft_id):
            return None
        now = self._clock()
        async with connection(self._pool) as session:
            await session.execute(_EXTEND, visit, now, draft_id, now + KEPT)
        return await self.find(visit, draft_id)

    async def sent(self, draft: Draft, case_id: str, receipt_number: str) -> Draft:
        """Note that it has become a case: its content is erased. The same twice is once.

        A draft that was erased meanwhile is returned as sent all the same. Raises DomainError DRAFT_CHANGED when it has
        become another case.
        """
        after = draft.model_copy(update={"content": b"", "case_id": case_id, "receipt_number": receipt_number})
        async with transaction(self._pool) as session:
            row = await session.fetchrow(_TO_CHANGE, draft.draft_id)
            if row is None:
                return after
            if row["case_id"] is not None:
                if row["case_id"] != case_id:
                    raise DomainError(ErrorCode.DRAFT_CHANGED)
                return self._opened(row)
            update = {"version": row["version"] + 1, "expires_at": self._clock() + KEPT}
            after = after.model_copy(update=update)
            await self._change(session, row, after, _receipt(after.version), receipt_number.encode())
        return after

    async def drop(self, visit: str, draft_id: str) -> None:
        """Erase a draft of this browser that was not sent."""
        if not ids.is_draft_id(draft_id):
            return
        async with connection(self._pool) as session:
            await session.execute(_DROP, visit, draft_id, self._clock())

    async def continue_by(self, visit: str, secret: str) -> Draft | None:
        """Return the draft of a mailed link, from now on this browser's too; None for a link that opens nothing.

        A link opens nothing before its mail's code was typed where the draft was begun: an address with a slip in it is
        somebody else's.
        """
        draft = await self.linked(secret)
        if draft is not None:
            async with connection(self._pool) as session:
                await session.execute(_LET_IN, visit, draft.draft_id)
        return draft

    async def linked(self, secret: str) -> Draft | None:
        """Return the draft of a mailed link, as `continue_by`; nobody is let in by it."""
        draft_id = linked(secret)
        if draft_id is None:
            return None
        async with connection(self._pool) as session:
            row = await session.fetchrow(_LINKED, draft_id, self._clock())
        mail_hash = row["mail_hash"] if row is not None else None
        if not is_link_of(self._commitments, secret, draft_id, mail_hash) or row is None:
            return None
        return self._opened(row)

    async def erase_expired(self) -> int:
        """Erase what is over, the oldest first, and return how many."""
        async with connection(self._pool) as session:
            return len(await session.fetch(_ERASE, self._clock(), _ERASED_AT_ONCE))

    async def _change(self, session: Connection, row: Record, after: Draft, item: VaultItem, content: bytes) -> None:
        nonce, sealed = self._cipher.seal(self._data_key(row), after.draft_id, item, content)
        await session.execute(_CHANGE, after.draft_id, after.version, nonce, sealed, after.case_id, after.expires_at)

    def _data_key(self, row: Record) -> bytes:
        return self._cipher.unwrap(row["draft_id"], WrappedKey(row["key_id"], row["wrapped"]))

    def _opened(self, row: Record) -> Draft:
        item = _content(row["version"]) if row["case_id"] is None else _receipt(row["version"])
        content = self._cipher.open(self._data_key(row), row["draft_id"], item, row["nonce"], row["sealed"])
        expires_at: datetime = row["expires_at"]
        return Draft(
            draft_id=row["draft_id"],
            procedure=row["procedure"],
            about=row["about"],
            version=row["version"],
            expires_at=expires_at,
            idempotency_key=row["idempotency_key"],
            content=content if row["case_id"] is None else b"",
            case_id=row["case_id"],
            receipt_number=None if row["case_id"] is None else content.decode(),
        )


def _content(version: int) -> VaultItem:
    return VaultItem(kind="draft", revision=version)


def _receipt(version: int) -> VaultItem:
    return VaultItem(kind="draft_receipt", revision=version)
