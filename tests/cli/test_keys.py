"""`madoguchi keys`: whether file and database belong together, what a rotation needs, and a key that is gone."""

import json

import pytest
from fixtures.installation import Installation

from adapters.keys import KeyRing, Keys
from adapters.postgres.cipher import VaultCipher
from adapters.postgres.commitments import Commitments
from adapters.postgres.key_check import take_keys
from adapters.postgres.vault import PostgresVault
from domain.cases.vault import VaultItem, VaultKind

pytestmark = pytest.mark.database


async def test_the_right_file_is_fine(installation: Installation):
    """Status 0; the keys are named, so that an operator sees which file it is, and not shown."""
    found = await installation.run("keys", "check")
    keys = Keys.load(installation.folder / "keys.json")
    said = (await installation.say("keys", "check")).out

    assert found["ok"]
    assert found["vault"] == {"primary": keys.vault.primary, "ids": sorted(keys.vault.keys)}
    assert f"vault: {keys.vault.primary} *" in said
    assert all(key.hex() not in said for key in keys.vault.keys.values())


APPLICATION = VaultItem(kind=VaultKind.APPLICATION)


class Rotation:
    """Two requests in the vault, and a new primary vault key beside the one they were stored under."""

    def __init__(self, installation: Installation) -> None:
        self.file = installation.folder / "keys.json"
        self.pool = installation.pool
        self.old = Keys.load(self.file)
        self.new = Keys.generate().vault.key("k1")

    def ring(self, **keys: bytes) -> PostgresVault:
        """Give the key file this ring, its primary key k2, and return a vault with it."""
        ring = KeyRing(primary="k2", keys={**keys, "k2": self.new})
        self.file.unlink()
        self.old.model_copy(update={"vault": ring}).save_new(self.file)
        return PostgresVault(self.pool, VaultCipher(ring), Commitments(self.old.hash))


@pytest.fixture
async def rotation(installation: Installation) -> Rotation:
    begun = Rotation(installation)
    await take_keys(begun.pool, begun.old)
    vault = PostgresVault(begun.pool, VaultCipher(begun.old.vault), Commitments(begun.old.hash))
    for number in ("1", "2"):
        await vault.put(f"request-{number}", APPLICATION, number.encode())
    begun.ring(k1=begun.old.vault.key("k1"))
    return begun


async def test_after_rewrapping_the_old_vault_key_is_not_missed(installation: Installation, rotation: Rotation):
    """The ring without it opens all that was stored; before, it would have been refused. A second time does nothing."""
    rotation.ring()
    assert "lacks the vault key k1" in (await installation.say("keys", "check", expect=2)).errors

    rotation.ring(k1=rotation.old.vault.key("k1"))
    assert await installation.run("keys", "rewrap") == {"key": "k2", "rewrapped": 2, "left": 0}
    assert await installation.run("keys", "rewrap") == {"key": "k2", "rewrapped": 0, "left": 0}

    vault = rotation.ring()
    assert (await installation.run("keys", "check"))["vault"] == {"primary": "k2", "ids": ["k2"]}
    assert [await vault.get(f"request-{number}", APPLICATION) for number in ("1", "2")] == [b"1", b"2"]


async def test_what_is_in_use_is_left_and_said_so(installation: Installation, rotation: Rotation):
    """Status 1 and the number; nobody is waited for, and how far it came stands on standard error."""
    async with rotation.pool.acquire() as session, session.transaction():
        await session.execute("SELECT FROM vault.data_keys WHERE case_id = 'request-1' FOR SHARE")
        ended = await installation.say("keys", "rewrap", "--json", expect=1)

    assert (json.loads(ended.out)["left"], ended.errors) == (1, "1 / 2\n")


async def test_with_foreign_keys_nothing_is_rewrapped(installation: Installation, rotation: Rotation):
    """A file that is not this database's is told before anything is written: status 2."""
    rotation.ring(k1=rotation.new)

    assert (await installation.run("keys", "rewrap", expect=2))["error"]["code"] == "keys"
    assert await rotation.pool.fetchval("SELECT count(*) FROM vault.data_keys WHERE key_id = 'k1'") == 2


async def test_a_lost_key_is_given_up_with_yes_alone(installation: Installation):
    """Without it only the number of requests is told; after it the new file is accepted."""
    file = installation.folder / "keys.json"
    await take_keys(installation.pool, Keys.load(file))
    file.unlink()

    assert (await installation.run("keys", "lost", "hash"))["done"] is False
    assert (await installation.run("keys", "lost", "hash", "--yes"))["done"] is True


async def test_a_foreign_checkpoint_key_does_not_make_checkpoints_look_forged(installation: Installation):
    """`audit verify` names the key file instead: status 2, not the "no" of a ledger that does not verify."""
    file = installation.folder / "keys.json"
    right = Keys.load(file)
    await take_keys(installation.pool, right)
    file.unlink()
    right.model_copy(update={"checkpoint": Keys.generate().checkpoint}).save_new(file)

    assert (await installation.run("audit", "verify", expect=2))["error"]["code"] == "keys"


@pytest.mark.parametrize("name", [("checkpoint", "k1"), ("vault", "-"), ("payload", "k9")])
async def test_a_key_that_nobody_knows_is_not_given_up(installation: Installation, name: tuple[str, str]):
    """An id where there is none, none where there is one, a slip of the pen: nothing is done, and status 1 says so."""
    await take_keys(installation.pool, Keys.load(installation.folder / "keys.json"))

    for yes in ((), ("--yes",)):
        assert (await installation.run("keys", "lost", *name, *yes, expect=1))["done"] is False


async def test_a_key_that_has_left_no_proof_yet_is_no_lost_one(installation: Installation, rotation: Rotation):
    """The database is older than proofs, and nothing was started since: the key file has the key, so nothing is marked."""
    await rotation.pool.execute("DELETE FROM upkeep.key_checks")

    assert (await installation.run("keys", "lost", "vault", "k1", "--yes", expect=1))["done"] is False
    assert await rotation.pool.fetchval("SELECT count(*) FROM vault.data_keys WHERE key_id = 'k1'") == 2


async def test_a_key_that_is_there_is_no_lost_one(installation: Installation):
    """The answer is "no": status 1."""
    await take_keys(installation.pool, Keys.load(installation.folder / "keys.json"))
    assert (await installation.run("keys", "lost", "vault", "k1", "--yes", expect=1))["done"] is False


@pytest.mark.parametrize("command", ["card-app", "sign-in"])
async def test_our_keys_at_another_service_are_made_once(installation: Installation, command: str):
    """The public half is printed, to be registered; a second time the same is."""
    file = installation.folder / f"{command}.json"
    first = await installation.run("keys", command, str(file))
    again = await installation.run("keys", command, str(file))

    assert (first["made"], again["made"]) == (True, False)
    assert first["keys"] == again["keys"]
    assert not [name for key in first["keys"] for name in ("d", "p", "q") if name in key]
    file.write_text("{}")
    assert (await installation.run("keys", command, str(file), expect=2))["error"]["code"] == "key_file"
