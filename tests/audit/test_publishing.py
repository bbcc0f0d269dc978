"""Checkpoints published again and again: each ledger once, never over a contradiction, beside other workers."""

import asyncio
from pathlib import Path

import pytest
from contracts.stories import batch
from fixtures.sealed_ledger import seal_batches

from adapters.postgres.session import Pool
from audit.checkpoint import file_name, publish, read_checkpoint
from audit.notes import Signer
from audit.publishing import Publisher
from domain.errors import DomainError, ErrorCode, PortUnavailable

pytestmark = pytest.mark.database


def sizes(folder: Path, signer: Signer) -> list[int]:
    """Return the sizes signed in a folder."""
    return sorted(read_checkpoint(path, [signer.verifier]).size for path in folder.glob("*.txt"))


async def test_each_state_of_the_ledger_is_signed_once(pool: Pool, tmp_path: Path, signer: Signer):
    """The folder is made; nothing new means no new file."""
    publisher = Publisher(pool, signer, tmp_path / "checkpoints")

    await publisher()
    await publisher()
    await seal_batches(pool, [batch(1, 1, 3)])
    await publisher()

    assert sizes(tmp_path / "checkpoints", signer) == [0, 3]


async def test_workers_that_publish_at_once_do_not_disturb_each_other(pool: Pool, tmp_path: Path, signer: Signer):
    """Ten at the same moment: one file, no failure."""
    await seal_batches(pool, [batch(1, 1, 3)])

    await asyncio.gather(*(Publisher(pool, signer, tmp_path)() for _ in range(10)))

    assert sizes(tmp_path, signer) == [3]


class Overtaken(Signer):
    """Signs, but another process has done the same by then."""

    def __init__(self, name: str, seed: bytes, folder: Path) -> None:
        super().__init__(name, seed)
        self._folder = folder

    def sign(self, text: str) -> str:
        """Sign, and find that somebody was first."""
        note = super().sign(text)
        (self._folder / file_name(int(text.split("\n")[1]))).write_text(note, encoding="utf-8")
        return note


async def test_whoever_is_overtaken_by_another_process_returns_its_checkpoint(pool: Pool, tmp_path: Path):
    """`audit checkpoint` and `audit export` beside a worker: the ledger is signed, and that is all they want."""
    await seal_batches(pool, [batch(1, 1, 3)])

    assert await publish(pool, Overtaken("city.example/ledger", b"s" * 32, tmp_path), tmp_path) == tmp_path / file_name(
        3
    )


async def test_a_ledger_that_lost_entries_is_not_signed(pool: Pool, folder: Path, signer: Signer, tamper):
    """A contradiction, told by a code; the folder stays as it is."""
    before = sizes(folder, signer)
    await tamper(
        "DELETE FROM ledger.entries WHERE position >= 20",
        "UPDATE ledger.tree SET size = 20",
    )

    with pytest.raises(DomainError) as told:
        await Publisher(pool, signer, folder)()

    assert told.value.code is ErrorCode.LEDGER_CONFLICT
    assert told.value.facts == {"why": "ledger_other_than_signed"}
    assert sizes(folder, signer) == before


async def test_a_folder_of_another_key_is_not_signed_over(pool: Pool, folder: Path):
    """After a change of the key the old checkpoints must be moved away: who signs next cannot check them."""
    with pytest.raises(DomainError) as told:
        await Publisher(pool, Signer("city.example/ledger", b"t" * 32), folder)()

    assert told.value.facts == {"why": "newest_checkpoint_foreign_key"}


@pytest.mark.parametrize("folder", ["file", "file/checkpoints"])
async def test_a_folder_that_cannot_be_written_is_a_system_that_does_not_answer(
    pool: Pool, tmp_path: Path, signer: Signer, folder: str
):
    """The upkeep waits and tries again, as for any other system."""
    (tmp_path / "file").write_text("")

    with pytest.raises(PortUnavailable) as told:
        await Publisher(pool, signer, tmp_path / folder)()

    assert told.value.system == "checkpoints"
