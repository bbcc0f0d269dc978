"""`madoguchi keys`: whether file and database belong together, and what is said of a key that is gone."""

import pytest
from fixtures.installation import Installation

from adapters.keys import Keys
from adapters.postgres.key_check import take_keys

pytestmark = pytest.mark.database


async def test_the_right_file_is_fine(installation: Installation):
    """Status 0."""
    assert await installation.run("keys", "check") == {"ok": True}


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


async def test_a_key_that_is_there_is_no_lost_one(installation: Installation):
    """The answer is "no": status 1."""
    await take_keys(installation.pool, Keys.load(installation.folder / "keys.json"))
    assert (await installation.run("keys", "lost", "vault", "k1", "--yes", expect=1))["done"] is False
