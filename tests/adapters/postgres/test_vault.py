"""The vault in Postgres: the contract, and what encryption must withstand."""

import pytest
from contracts.vault import APPLICATION, CORRECTED, OTHER, REQUEST, VaultContract

from adapters.keys import KeyRing, Keys
from adapters.postgres.cipher import VaultCipher
from adapters.postgres.commitments import Commitments
from adapters.postgres.session import Pool
from adapters.postgres.vault import PostgresVault
from domain.errors import DomainError, ErrorCode

pytestmark = pytest.mark.database


class TestPostgresVault(VaultContract):
    """The contract."""


def _vault(pool: Pool, keys: Keys, ring: KeyRing) -> PostgresVault:
    return PostgresVault(pool, VaultCipher(ring), Commitments(keys.hash))


async def test_nothing_readable_is_stored(pool: Pool, vault: PostgresVault):
    """No column of the vault holds the content, and two puts of it look different."""
    await vault.put(REQUEST, APPLICATION, b"canary-content")
    await vault.put(REQUEST, CORRECTED, b"canary-content")
    rows = await pool.fetch("SELECT nonce, ciphertext, commitment FROM vault.items")

    assert not any(b"canary" in row["ciphertext"] for row in rows)
    assert len({row["nonce"] for row in rows}) == 2
    assert len({row["ciphertext"] for row in rows}) == 2


async def test_erasing_overwrites_the_wrapped_key(pool: Pool, vault: PostgresVault):
    """After erasing no key stands in the row."""
    await vault.put(REQUEST, APPLICATION, b"a")
    await vault.erase(REQUEST)

    assert await pool.fetchval("SELECT wrapped FROM vault.data_keys") is None


async def test_an_item_moved_elsewhere_does_not_open(pool: Pool, vault: PostgresVault):
    """Ciphertext under another revision is refused, not decrypted."""
    await vault.put(REQUEST, APPLICATION, b"a")
    await pool.execute("UPDATE vault.items SET revision = 2")

    await _refused(ErrorCode.PAYLOAD_FOREIGN, vault.get(REQUEST, CORRECTED))


async def test_a_data_key_moved_to_another_request_does_not_open(pool: Pool, vault: PostgresVault):
    """A wrapped key is bound to its request."""
    await vault.put(REQUEST, APPLICATION, b"a")
    await vault.put(OTHER, APPLICATION, b"a")
    await pool.execute(
        "UPDATE vault.data_keys SET wrapped = (SELECT wrapped FROM vault.data_keys WHERE case_id = $1)", OTHER
    )

    await _refused(ErrorCode.PAYLOAD_FOREIGN, vault.get(REQUEST, APPLICATION))
    assert await vault.get(OTHER, APPLICATION) == b"a"


async def test_a_flipped_bit_is_noticed(pool: Pool, vault: PostgresVault):
    """Altered ciphertext is refused."""
    await vault.put(REQUEST, APPLICATION, b"a")
    await pool.execute("UPDATE vault.items SET ciphertext = set_bit(ciphertext, 3, 1 - get_bit(ciphertext, 3))")

    await _refused(ErrorCode.PAYLOAD_FOREIGN, vault.get(REQUEST, APPLICATION))


async def test_a_retired_key_still_opens_and_rewrapping_frees_it(pool: Pool, keys: Keys, vault: PostgresVault):
    """After rotation old requests stay readable; when all are rewrapped the old key is not needed any more."""
    await vault.put(REQUEST, APPLICATION, b"a")
    both = KeyRing(primary="k2", keys={**keys.vault.keys, "k2": b"2" * 32})
    rotated = _vault(pool, keys, both)
    await rotated.put(OTHER, APPLICATION, b"b")

    assert await rotated.get(REQUEST, APPLICATION) == b"a"
    assert await rotated.rewrap(10) == 1
    assert await rotated.rewrap(10) == 0
    only_new = _vault(pool, keys, KeyRing(primary="k2", keys={"k2": b"2" * 32}))
    assert await only_new.get(REQUEST, APPLICATION) == b"a"
    assert await only_new.get(OTHER, APPLICATION) == b"b"


async def test_a_data_key_that_cannot_be_rewrapped_is_named(pool: Pool, keys: Keys, vault: PostgresVault):
    """Nothing is moved then: an altered wrapping is looked into, not passed over."""
    await vault.put(REQUEST, APPLICATION, b"a")
    await vault.put(OTHER, APPLICATION, b"b")
    await pool.execute("UPDATE vault.data_keys SET wrapped = 'altered' WHERE case_id = $1", OTHER)
    rotated = _vault(pool, keys, KeyRing(primary="k2", keys={**keys.vault.keys, "k2": b"2" * 32}))

    error = await _refused(ErrorCode.PAYLOAD_FOREIGN, rotated.rewrap(10))

    assert (error.facts, await rotated.retired()) == ({"case_id": OTHER}, 2)


async def test_an_unknown_key_is_named(pool: Pool, keys: Keys, vault: PostgresVault):
    """A request wrapped by a key that is gone says which key is missing."""
    await vault.put(REQUEST, APPLICATION, b"a")
    stranger = _vault(pool, keys, KeyRing(primary="k9", keys={"k9": b"9" * 32}))

    error = await _refused(ErrorCode.KEY_UNKNOWN, stranger.get(REQUEST, APPLICATION))

    assert error.facts == {"key_id": "k1"}


async def _refused(code: ErrorCode, attempt) -> DomainError:
    with pytest.raises(DomainError) as refused:
        await attempt
    assert refused.value.code is code
    return refused.value
