"""The vault (domain.ports.Vault) in Postgres.

Erasing overwrites the wrapped data key. Older copies of that row (dead rows until the next vacuum, the write-ahead
log, backups) still hold it: an erasure is complete when these have passed, or when the key ring's key is destroyed.
"""

from dataclasses import dataclass, field

from adapters.postgres.cipher import VaultCipher, WrappedKey
from adapters.postgres.commitments import Commitments
from adapters.postgres.session import Connection, Pool, connection, transaction
from domain.cases.vault import Found, VaultItem
from domain.errors import DomainError, ErrorCode

_NEW_KEY = """
    INSERT INTO vault.data_keys (case_id, key_id, wrapped) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
    RETURNING case_id
"""
_KEY = "SELECT key_id, wrapped FROM vault.data_keys WHERE case_id = $1"
# One statement, with or without a transaction around it; a key destroyed meanwhile takes no item.
_NEW_ITEM = """
    INSERT INTO vault.items (case_id, kind, revision, nonce, ciphertext, commitment)
    SELECT $1, $2, $3, $4, $5, $6 FROM vault.data_keys WHERE case_id = $1 AND wrapped IS NOT NULL FOR SHARE
    ON CONFLICT DO NOTHING RETURNING commitment
"""
_STANDING = """
    SELECT commitment FROM vault.items JOIN vault.data_keys AS keys USING (case_id)
    WHERE case_id = $1 AND kind = $2 AND revision = $3 AND keys.wrapped IS NOT NULL
"""
_ITEMS = """
    SELECT keys.key_id, keys.wrapped, items.kind, items.revision, items.nonce, items.ciphertext
    FROM vault.data_keys AS keys
    LEFT JOIN (vault.items AS items JOIN unnest($2::text[], $3::integer[]) AS asked (kind, revision) USING (kind, revision))
        ON items.case_id = keys.case_id
    WHERE keys.case_id = $1
"""
_ERASE = """
    INSERT INTO vault.data_keys (case_id, key_id, wrapped, destroyed_at) VALUES ($1, NULL, NULL, now())
    ON CONFLICT (case_id) DO UPDATE SET key_id = NULL, wrapped = NULL, destroyed_at = now()
    WHERE vault.data_keys.destroyed_at IS NULL
"""
_RETIRED = """
    SELECT case_id, key_id, wrapped FROM vault.data_keys
    WHERE key_id <> $1 AND key_id NOT LIKE 'lost:%' LIMIT $2 FOR UPDATE SKIP LOCKED
"""
_RETIRED_COUNT = "SELECT count(*) FROM vault.data_keys WHERE key_id <> $1 AND key_id NOT LIKE 'lost:%'"
_REWRAP = "UPDATE vault.data_keys SET key_id = $2, wrapped = $3 WHERE case_id = $1"


@dataclass(frozen=True)
class _Opened(Found):
    """What was found, and the key that opened it: held as long as the step that asked, and no longer."""

    data_key: bytes = field(repr=False)


class PostgresVault:
    """Items encrypted by a data key per case. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool, cipher: VaultCipher, commitments: Commitments) -> None:
        self._pool = pool
        self._cipher = cipher
        self._commitments = commitments

    async def put(self, case_id: str, item: VaultItem, content: bytes, *, beside: Found | None = None) -> str:
        """Store one item and return its commitment; the same content twice is one item.

        Raises DomainError LEDGER_CONFLICT (other content stands there) or VAULT_KEY_DESTROYED.
        """
        async with connection(self._pool) as session:
            if isinstance(beside, _Opened) and beside.case_id == case_id:
                return await self._put(session, case_id, beside.data_key, item, content)
            return await self.put_within(session, case_id, item, content)

    async def put_within(self, session: Connection, case_id: str, item: VaultItem, content: bytes) -> str:
        """Do what `put` does in the caller's session, inside its transaction if it has one."""
        return await self._put(session, case_id, await self._data_key(session, case_id), item, content)

    async def _put(self, session: Connection, case_id: str, data_key: bytes, item: VaultItem, content: bytes) -> str:
        commitment = self._commitments.of_item(case_id, item, content)
        nonce, ciphertext = self._cipher.seal(data_key, case_id, item, content)
        place = (case_id, item.kind, item.revision)
        if await session.fetchval(_NEW_ITEM, *place, nonce, ciphertext, commitment) is None:
            standing = await session.fetchval(_STANDING, *place)
            if standing is None:
                raise DomainError(ErrorCode.VAULT_KEY_DESTROYED, case_id=case_id)
            if standing != commitment:
                raise DomainError(ErrorCode.LEDGER_CONFLICT, case_id=case_id, item=item.kind, at=item.revision)
        return commitment

    async def _data_key(self, session: Connection, case_id: str) -> bytes:
        row = await session.fetchrow(_KEY, case_id)
        if row is None:
            data_key, wrapping = self._cipher.new_data_key(case_id)
            if await session.fetchval(_NEW_KEY, case_id, wrapping.key_id, wrapping.wrapped):
                return data_key
            row = await session.fetchrow(_KEY, case_id)  # another writer was first
        if row is None or row["wrapped"] is None:
            raise DomainError(ErrorCode.VAULT_KEY_DESTROYED, case_id=case_id)
        return self._cipher.unwrap(case_id, WrappedKey(row["key_id"], row["wrapped"]))

    async def get(self, case_id: str, item: VaultItem) -> bytes:
        """Return one item. Raises DomainError VAULT_ITEM_MISSING, VAULT_KEY_DESTROYED, KEY_UNKNOWN, PAYLOAD_FOREIGN."""
        return (await self.find(case_id, item)).need(item)

    async def find(self, case_id: str, *items: VaultItem) -> Found:
        """Return those of the items that are there. Raises DomainError VAULT_KEY_DESTROYED, KEY_UNKNOWN, PAYLOAD_FOREIGN."""
        async with connection(self._pool) as session:
            rows = await session.fetch(
                _ITEMS, case_id, [item.kind for item in items], [item.revision for item in items]
            )
        if not rows:
            return Found(case_id, {})
        if rows[0]["wrapped"] is None:
            raise DomainError(ErrorCode.VAULT_KEY_DESTROYED, case_id=case_id)
        data_key = self._cipher.unwrap(case_id, WrappedKey(rows[0]["key_id"], rows[0]["wrapped"]))
        sealed = {(row["kind"], row["revision"]): row for row in rows}
        return _Opened(
            case_id,
            {
                item: self._cipher.open(data_key, case_id, item, row["nonce"], row["ciphertext"])
                for item in items
                if (row := sealed.get((item.kind, item.revision))) is not None
            },
            data_key,
        )

    async def erase(self, case_id: str) -> None:
        """Destroy the case's data key, for ever: nothing can be stored for the case afterwards either."""
        async with connection(self._pool) as session:
            await session.execute(_ERASE, case_id)

    def pseudonym(self, purpose: str, value: str) -> str:
        """Return the keyed hash of a value, the same for the same purpose (hex, 32 characters)."""
        return self._commitments.pseudonym(purpose, value)

    async def rewrap(self, limit: int) -> int:
        """Wrap up to `limit` data keys of retired keys with the primary one; return how many.

        0 means all are, but for those somebody uses at this moment. Raises DomainError KEY_UNKNOWN, PAYLOAD_FOREIGN.
        """
        async with transaction(self._pool) as session:
            rows = await session.fetch(_RETIRED, self._cipher.primary, limit)
            await session.executemany(_REWRAP, [self._rewrapped(*row) for row in rows])
        return len(rows)

    def _rewrapped(self, case_id: str, key_id: str, wrapped: bytes) -> tuple[str, str, bytes]:
        try:
            data_key = self._cipher.unwrap(case_id, WrappedKey(key_id, wrapped))
        except DomainError as error:  # among thousands: say whose
            raise DomainError(error.code, case_id=case_id, **error.facts) from None
        wrapping = self._cipher.wrap(case_id, data_key)
        return case_id, wrapping.key_id, wrapping.wrapped

    async def retired(self) -> int:
        """Return how many data keys are wrapped by retired keys."""
        async with connection(self._pool) as session:
            return int(await session.fetchval(_RETIRED_COUNT, self._cipher.primary))
