"""Whether the key file is the one that this database's state was written with; else no process begins.

The first worker or web process leaves a proof of each key: HMAC-SHA-256 (RFC 2104) of a constant text, from which the
key cannot be told. Everything that opens the state compares every key of the file. A wrong one would not fail at once: it
would write what nobody can read later, refuse texts that this office gave out, or sign a ledger in a stranger's name.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.keys import Keys
from adapters.postgres.cipher import VaultCipher, WrappedKey
from adapters.postgres.session import Connection, Pool, connection, transaction
from domain.errors import DomainError

LOST = "lost:"
"""Before the id of a vault key given up for lost; no id in a key file has a colon."""
SINGLE = ("hash", "statement", "checkpoint")
"""Purposes whose key is no ring. To replace one, the old one is given up for lost."""
_NEEDED_WHILE_OPEN = ("payload", "voucher")
"""What histories hold is read, and believed, by these."""
_NO_ID = "-"
# Processes started before a key was retired go on encrypting with it until they are restarted.
_ROLLING = timedelta(days=1)
_PROOFS = "SELECT purpose, key_id, proof, retired_at FROM upkeep.key_checks"
_PROOF = "SELECT proof FROM upkeep.key_checks WHERE purpose = $1 AND key_id = $2"
_STRANGER = "SELECT key_id FROM vault.data_keys WHERE key_id <> ALL ($1) AND key_id NOT LIKE 'lost:%' LIMIT 1"
_SAMPLE = "SELECT case_id, wrapped FROM vault.data_keys WHERE key_id = $1 LIMIT 1"
_OPEN = "SELECT count(*) FROM reading.cases WHERE NOT closed AND ($1::timestamptz IS NULL OR received_at < $1)"
_ADD = "INSERT INTO upkeep.key_checks (purpose, key_id, proof) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
_IN_USE = """
    UPDATE upkeep.key_checks SET retired_at = CASE WHEN key_id = $2 THEN NULL ELSE coalesce(retired_at, now()) END
    WHERE purpose = $1 AND (key_id = $2) = (retired_at IS NOT NULL)
"""


class KeysForeign(Exception):  # noqa: N818 - reads as what happened
    """The key file is not this database's; the message says in one sentence which key, and what to do."""


@dataclass(frozen=True)
class _Proof:
    """A key of the file, or what the database knows of one."""

    purpose: str
    key_id: str
    proof: bytes
    retired_at: datetime | None = None


async def check_keys(pool: Pool, keys: Keys) -> None:
    """Raise KeysForeign when what stands in the database was written with other keys; change nothing."""
    async with connection(pool) as session:
        await _compare(session, keys)


async def take_keys(pool: Pool, keys: Keys) -> None:
    """Do what `check_keys` does and leave the proof of keys used from now on. Raises KeysForeign."""
    async with transaction(pool) as session:
        known = await _compare(session, keys)
        fresh = [each for each in _proofs(keys) if (each.purpose, each.key_id) not in known]
        await _open_a_sample(session, keys, fresh)
        for each in fresh:
            await session.execute(_ADD, each.purpose, each.key_id, each.proof)
        for purpose, ring in (("payload", keys.payload), ("vault", keys.vault)):
            await session.execute(_IN_USE, purpose, ring.primary)
    if fresh:  # another process may have been first, with another file
        await check_keys(pool, keys)


async def held(session: Connection, keys: Keys, purpose: str, key_id: str) -> bool:
    """Say whether the key file has the key of this name: the very one the database knows, or the first it will know."""
    ours = {(each.purpose, each.key_id): each.proof for each in _proofs(keys)}.get((purpose, key_id))
    known = await session.fetchval(_PROOF, purpose, key_id)
    return ours is not None and (known is None or hmac.compare_digest(ours, known))


async def _compare(session: Connection, keys: Keys) -> set[tuple[str, str]]:
    """Return the keys the database knows. Raises KeysForeign."""
    ours = {(each.purpose, each.key_id): each.proof for each in _proofs(keys)}
    known = [_Proof(*row) for row in await session.fetch(_PROOFS)]
    for each in known:
        proof = ours.get((each.purpose, each.key_id))
        if proof is not None and not hmac.compare_digest(proof, each.proof):
            raise KeysForeign(_wrong(each.purpose, each.key_id))
        if proof is None and each.purpose in _NEEDED_WHILE_OPEN:
            await _not_needed(session, each)
    stranger = await session.fetchval(_STRANGER, list(keys.vault.keys))
    if stranger is not None:
        raise KeysForeign(
            f"The key file lacks the vault key {stranger}, which opens what is stored: put it back beside the new one, "
            f"or give it up for lost with `madoguchi keys lost vault {stranger}`."
        )
    return {(each.purpose, each.key_id) for each in known}


async def _not_needed(session: Connection, missing: _Proof) -> None:
    until = missing.retired_at and missing.retired_at + _ROLLING
    count = await session.fetchval(_OPEN, until)
    if count:
        raise KeysForeign(
            f"The key file lacks the {missing.purpose} key {missing.key_id}, which {count} open requests may need: put it "
            f"back beside the new one, or give it up for lost with `madoguchi keys lost {missing.purpose} {missing.key_id}`."
        )


async def _open_a_sample(session: Connection, keys: Keys, fresh: Iterable[_Proof]) -> None:
    """Open one stored data key by each vault key that has left no proof yet: the database may be older than proofs."""
    cipher = VaultCipher(keys.vault)
    for each in fresh:
        row = await session.fetchrow(_SAMPLE, each.key_id) if each.purpose == "vault" else None
        if row is None:
            continue
        try:
            cipher.unwrap(row["case_id"], WrappedKey(each.key_id, row["wrapped"]))
        except DomainError:
            raise KeysForeign(_wrong(each.purpose, each.key_id)) from None


def _wrong(purpose: str, key_id: str) -> str:
    name, words = (
        (f"{purpose} key", purpose) if key_id == _NO_ID else (f"{purpose} key {key_id}", f"{purpose} {key_id}")
    )
    return (
        f"The {name} of the key file is not the one this database was written with: point MADOGUCHI_KEYS_FILE at the "
        f"right file, or give the old key up for lost with `madoguchi keys lost {words}`."
    )


def _proofs(keys: Keys) -> list[_Proof]:
    rings = (("payload", keys.payload), ("vault", keys.vault))
    found = [_proof(purpose, key_id, key) for purpose, ring in rings for key_id, key in ring.keys.items()]
    found += [_proof("voucher", key_id, check.key) for key_id, check in keys.vouchers.items()]
    return found + [_proof(purpose, _NO_ID, getattr(keys, purpose)) for purpose in SINGLE]


def _proof(purpose: str, key_id: str, key: bytes) -> _Proof:
    return _Proof(purpose, key_id, hmac.digest(key, f"madoguchi key check|{purpose}|{key_id}".encode(), "sha256"))
