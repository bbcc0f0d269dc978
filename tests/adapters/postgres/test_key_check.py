"""Proofs of keys: who was first, what a rotation may do, when a key is missed, and how one is given up for lost."""

import asyncio
import secrets
from datetime import timedelta

import pytest

from adapters.keys import KeyRing, Keys, VoucherCheck
from adapters.postgres.cipher import VaultCipher
from adapters.postgres.key_check import KeysForeign, check_keys, take_keys
from adapters.postgres.lost_keys import GivenUp, give_up
from adapters.postgres.session import Pool

pytestmark = pytest.mark.database
OPEN_REQUEST = """
    INSERT INTO reading.cases VALUES
    ('open', 'certificates', 'AAAA', '999001', 'held', now(), now(), NULL, NULL, false, 1, '{}', NULL, '{}')
"""


@pytest.fixture
def keys() -> Keys:
    return Keys.generate()


def ring(primary: str, *others: tuple[str, bytes]) -> KeyRing:
    """Return a ring with a new primary key and others."""
    return KeyRing.model_validate({"primary": primary, "keys": {primary: secrets.token_bytes(32), **dict(others)}})


async def wrapped_by(pool: Pool, keys: Keys) -> None:
    """Store a data key wrapped by the vault's primary key, as a request does."""
    wrapping = VaultCipher(keys.vault).new_data_key("open")[1]
    statement = "INSERT INTO vault.data_keys (case_id, key_id, wrapped) VALUES ('open', $1, $2)"
    await pool.execute(statement, wrapping.key_id, wrapping.wrapped)


async def test_a_check_leaves_nothing_behind(pool: Pool, keys: Keys):
    """A command with a wrong file on a fresh database does not make that file the right one."""
    await check_keys(pool, Keys.generate())
    await take_keys(pool, keys)
    await check_keys(pool, keys)


async def test_no_key_can_be_told_from_its_proof(pool: Pool, keys: Keys):
    """What is stored is neither a key nor the same for two purposes that share one."""
    key = keys.payload.key("k1")
    shared = dict.fromkeys(("hash", "statement", "checkpoint"), key)
    same = keys.model_copy(update={"vault": keys.payload, "vouchers": {"k1": VoucherCheck(key=key)}} | shared)
    await take_keys(pool, same)

    proofs = [row["proof"] for row in await pool.fetch("SELECT proof FROM upkeep.key_checks")]
    assert len(set(proofs)) == 6
    assert same.hash not in proofs


async def test_of_two_first_starts_with_different_files_one_goes_on(pool: Pool):
    """Whoever is second is told; no matter how close they were."""
    ends = await asyncio.gather(*(take_keys(pool, Keys.generate()) for _ in range(2)), return_exceptions=True)

    assert sorted(type(end).__name__ for end in ends) == ["KeysForeign", "NoneType"]


async def test_a_database_older_than_proofs_is_opened_once(pool: Pool, keys: Keys):
    """A vault key without a proof must open what it is said to have wrapped."""
    await wrapped_by(pool, keys)

    with pytest.raises(KeysForeign, match="The vault key k1 of the key file is not the one"):
        await take_keys(pool, Keys.generate())
    await take_keys(pool, keys)


@pytest.mark.parametrize("purpose", ["statement", "checkpoint"])
async def test_an_installation_older_than_a_proof_takes_it_at_its_next_start(pool: Pool, keys: Keys, purpose: str):
    """Until then any key of that purpose is fine, as on a fresh database; afterwards only the one that was taken."""
    await take_keys(pool, keys)
    await pool.execute("DELETE FROM upkeep.key_checks WHERE purpose = $1", purpose)
    other = keys.model_copy(update={purpose: secrets.token_bytes(32)})
    await check_keys(pool, other)

    await take_keys(pool, keys)
    with pytest.raises(
        KeysForeign, match=f"The {purpose} key of the key file is not .* `madoguchi keys lost {purpose}`"
    ):
        await check_keys(pool, other)


async def test_a_rotation_goes_through(pool: Pool, keys: Keys):
    """A new primary key beside the old one is fine, for processes started before and after."""
    await take_keys(pool, keys)
    await wrapped_by(pool, keys)
    both = keys.model_copy(update={"vault": ring("k2", ("k1", keys.vault.key("k1")))})

    await take_keys(pool, both)
    await check_keys(pool, keys)


async def test_a_vault_key_is_missed_as_long_as_something_is_wrapped_by_it(pool: Pool, keys: Keys):
    """Also when nobody has left a proof of it."""
    await wrapped_by(pool, keys)
    with pytest.raises(KeysForeign, match="lacks the vault key k1"):
        await check_keys(pool, keys.model_copy(update={"vault": ring("k2")}))

    await pool.execute("UPDATE vault.data_keys SET key_id = NULL, wrapped = NULL, destroyed_at = now()")
    await check_keys(pool, keys.model_copy(update={"vault": ring("k2")}))


async def test_a_payload_key_is_missed_as_long_as_a_request_may_need_it(pool: Pool, keys: Keys):
    """That is while one is open that came before the key was retired, with a day for processes not yet restarted."""
    old, new = keys.payload.key("k1"), ring("k2")
    await take_keys(pool, keys)
    await take_keys(pool, keys.model_copy(update={"payload": ring("k2", ("k1", old), ("k2", new.key("k2")))}))
    await pool.execute(OPEN_REQUEST)
    without = keys.model_copy(update={"payload": new})
    with pytest.raises(KeysForeign, match="lacks the payload key k1, which 1 open requests may need"):
        await check_keys(pool, without)

    await pool.execute("UPDATE upkeep.key_checks SET retired_at = now() - $1::interval", timedelta(days=2))
    await check_keys(pool, without)


async def test_a_lost_vault_key_is_given_up_and_its_id_is_free(pool: Pool, keys: Keys):
    """First it is said what would be lost; afterwards a new file with the same id begins."""
    await take_keys(pool, keys)
    await wrapped_by(pool, keys)
    fresh = keys.model_copy(update={"vault": Keys.generate().vault})

    looked = await give_up(pool, fresh, "vault", "k1", only_look=True)
    with pytest.raises(KeysForeign):
        await check_keys(pool, fresh)
    done = await give_up(pool, fresh, "vault", "k1", only_look=False)

    assert (looked, done) == (GivenUp(cases=1), GivenUp(done=True, cases=1))
    await take_keys(pool, fresh)
    assert await pool.fetchval("SELECT key_id FROM vault.data_keys") == "lost:k1"


OTHERS = [("payload", "k1"), ("hash", "-"), ("statement", "-"), ("checkpoint", "-")]


@pytest.mark.parametrize(("purpose", "key_id"), OTHERS)
async def test_other_keys_are_given_up_too(pool: Pool, keys: Keys, purpose: str, key_id: str):
    """The new file is then the right one."""
    await take_keys(pool, keys)
    fresh = keys.model_copy(update={purpose: getattr(Keys.generate(), purpose)})
    await give_up(pool, None, purpose, key_id, only_look=False)

    await take_keys(pool, fresh)
    with pytest.raises(KeysForeign):
        await check_keys(pool, keys)


async def test_a_key_that_is_in_the_file_is_not_given_up(pool: Pool, keys: Keys):
    """Whoever has it has not lost it."""
    await take_keys(pool, keys)
    await wrapped_by(pool, keys)

    assert (await give_up(pool, keys, "vault", "k1", only_look=False)).still_here
    await check_keys(pool, keys)
