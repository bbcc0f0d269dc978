"""Entries of the runbook about ledger, checkpoints and archive, each followed on the running stack in that state."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fixtures.journey import Journey, Town
from fixtures.night import Night, a_worker
from fixtures.runbook import entry
from fixtures.services import free_port

from adapters.keys import Keys
from audit.checkpoint import Checkpoint, file_name
from audit.ledger_key import ledger_signer
from embedded.demo.people import until
from embedded.stack import Stack

pytestmark = pytest.mark.stack
OF = "SELECT case_id FROM intake.cases WHERE case_number = $1"
ARCHIVED = "SELECT count(*) FROM ledger.archives WHERE case_id = $1"
GIVE_UP = ".venv/bin/madoguchi keys lost checkpoint --yes"
WITHDRAW = '.venv/bin/madoguchi request withdraw "$ID" --code "$CODE"'


@dataclass
class Folder:
    """A folder of ours that somebody has put a file in the place of."""

    path: Path

    def spoil(self) -> None:
        """Put the file there; what was in the folder stays beside it. A worker may make the folder anew in between."""
        self.path.rename(self._aside)
        while True:
            try:
                return self.path.touch(exist_ok=False)
            except FileExistsError:
                shutil.rmtree(self.path)

    def mend(self) -> None:
        """Take it away again."""
        if self._aside.exists():
            self.path.unlink()
            self._aside.rename(self.path)

    @property
    def _aside(self) -> Path:
        return self.path.with_name(f"{self.path.name} of before")


@dataclass
class Signing:
    """A second worker, which signs a checkpoint every second into a folder of its own, and its operator."""

    folder: Folder
    night: Night

    @property
    def files(self) -> list[Path]:
        """What was signed."""
        return sorted(self.folder.path.glob("checkpoint-*.txt"))


def signing_night(stack: Stack, folder: Path, **changes: str) -> Night:
    """Return the operator of such a worker."""
    own = {"MADOGUCHI_CHECKPOINT_SECONDS": "1", "MADOGUCHI_WORKER_HEALTH_PORT": str(free_port())}
    changes = {**own, "MADOGUCHI_CHECKPOINT_DIR": str(folder), **changes}
    return Night(Town(stack), changes, folder.parent / f"worker-{own['MADOGUCHI_WORKER_HEALTH_PORT']}.log")


@pytest.fixture(scope="module")
async def signing(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Signing]:
    """With something to sign."""
    folder = tmp_path_factory.mktemp("signing") / "checkpoints"
    night = signing_night(stack, folder)
    async with night.town, a_worker(night):
        await Journey(night.town).apply()
        made = Signing(Folder(folder), night)
        await until(lambda: _there(made), "the first checkpoint")
        yield made


async def _there(signing: Signing) -> bool:
    return bool(signing.files)


@pytest.fixture
def spoilt(signing: Signing) -> Iterator[Signing]:
    """The same, its folder in a bad state until it is mended."""
    signing.folder.spoil()
    signing.night.begin()
    yield signing
    signing.folder.mend()


async def test_upkeep_stopped(spoilt: Signing):
    """The one task stands still and the log names it and its folder, the others go on; mended, it goes on by itself."""
    page, ended = entry("Upkeep stopped"), "madoguchi_upkeep_last_success_timestamp_seconds"
    night = spoilt.night
    await night.reads(page, task="checkpointer", system="checkpoints")
    stopped = await night.metric(ended, task="checkpointer")
    others = await night.metric(ended, task="sealer")
    assert stopped
    assert others

    await night.measures(ended, task="sealer", least=others + 2)
    assert await night.metric(ended, task="checkpointer") == stopped
    spoilt.folder.mend()
    await night.measures(ended, task="checkpointer", least=stopped + 0.01)


async def test_checkpoint_too_old(town: Town, spoilt: Signing):
    """While the folder cannot be written no checkpoint is signed, by hand neither; mended, the worker signs by itself."""
    page, covered = entry("Checkpoint too old"), "madoguchi_checkpoint_timestamp_seconds"
    (by_hand,) = page.commands
    night = spoilt.night
    await night.reads(page, system="checkpoints")
    begun = await night.metric(covered)
    assert begun
    await (await Journey(town).apply()).reaches("awaiting_payment")
    assert (await night.types(by_hand)).status != 0
    assert await night.metric(covered) == begun

    spoilt.folder.mend()
    before = spoilt.files
    await night.measures(covered, least=begun + 0.01)
    assert set(spoilt.files) > set(before)
    assert (await night.types(by_hand)).status == 0


async def test_ledger_contradicted(stack: Stack, signing: Signing):
    """A checkpoint of a longer ledger: log and metric say so, verify says no; moved away, signing goes on."""
    page, told = entry("Ledger contradicted"), "madoguchi_checkpoint_contradicted"
    verify, _ = page.commands
    night = signing.night
    keys = Keys.load(Path(stack.environment()["MADOGUCHI_KEYS_FILE"]))
    signer = ledger_signer(keys, stack.environment()["MADOGUCHI_MUNICIPALITY"])
    longer = Checkpoint(origin=signer.verifier.name, size=10**6, root=b"r" * 32, at="2026-11-23T00:00:00Z")
    strange = signing.folder.path / file_name(longer.size)
    strange.write_text(signer.sign(longer.text), encoding="utf-8")

    await night.measures(told, least=1)
    await night.reads(page, why="ledger_other_than_signed")
    answer = await night.types(verify)
    assert answer.status == 1
    assert "ledger_shorter" in answer.out

    strange.unlink()
    await night.measures(told, most=0)
    assert (await night.types(verify)).status == 0


@dataclass
class Changed:
    """An installation whose checkpoint key was changed, the checkpoints by the old one still in its folder."""

    night: Night
    folder: Path
    old_folder: Path
    old_key: str

    def move(self) -> None:
        """Move them to another folder."""
        self.old_folder.mkdir()
        for file in self.folder.glob("checkpoint-*.txt"):
            file.rename(self.old_folder / file.name)


@pytest.fixture
async def changed(stack: Stack, signing: Signing, tmp_path: Path) -> AsyncIterator[Changed]:
    """The old key given up, and taken in again in the end; the worker has not begun yet."""
    environment = stack.environment()
    keys = Keys.load(Path(environment["MADOGUCHI_KEYS_FILE"]))
    keys.model_copy(update={"checkpoint": os.urandom(32)}).save_new(tmp_path / "keys.json")
    folder = tmp_path / "checkpoints"
    folder.mkdir()
    shutil.copy2(signing.files[-1], folder)
    night = signing_night(stack, folder, MADOGUCHI_KEYS_FILE=str(tmp_path / "keys.json"))
    old_key = str(ledger_signer(keys, environment["MADOGUCHI_MUNICIPALITY"]).verifier)
    assert (await night.types(GIVE_UP)).status == 0
    yield Changed(night, folder, tmp_path / "old", old_key)
    assert (await signing.night.types(GIVE_UP)).status == 0


async def test_the_key_of_the_ledger_was_changed(changed: Changed):
    """The old checkpoints contradict; moved away they still verify with the old public key, and signing goes on."""
    page, told = entry("Ledger contradicted"), "madoguchi_checkpoint_contradicted"
    verify, verify_old = page.commands
    night = changed.night
    async with night.town, a_worker(night):
        await night.measures(told, least=1)
        await night.reads(page, why="newest_checkpoint_foreign_key")
        assert (await night.types(verify)).status == 1

        changed.move()
        await night.measures(told, most=0)
        assert (await night.types(verify)).status == 0
        old = await night.types(verify_old, FOLDER=str(changed.old_folder), KEY=changed.old_key)
        assert old.status == 0, old.out


@pytest.fixture
async def archive(night: Night) -> AsyncIterator[Folder]:
    """The stack's archive folder, in a bad state."""
    folder = Folder(Path(night.environment["MADOGUCHI_ARCHIVE_DIR"]))
    folder.spoil()
    yield folder
    folder.mend()


async def test_archive_late(town: Town, night: Night, archive: Folder):
    """What ends meanwhile waits, is counted and stands in the log; mended, it is archived by itself."""
    page = entry("Archive late")
    (metrics,) = page.commands
    journey = await Journey(town).apply()
    assert (await night.types(WITHDRAW, ID=journey.receipt, CODE=await journey.code())).status == 0
    case_id = await night.asks(OF, journey.case_number)
    await night.reads(page, "upkeep waits", system="archive")
    await night.reads(page, "history not kept", case_id=str(case_id))
    await night.measures("madoguchi_waiting_seconds", kind="archive", least=1)
    assert 'madoguchi_waiting_seconds{kind="archive"}' in (await night.types(metrics)).out

    archive.mend()
    await until(lambda: _archived(night, case_id), "the history in the archive")


async def _archived(night: Night, case_id: str) -> bool:
    return await night.counts(ARCHIVED, case_id) > 0
