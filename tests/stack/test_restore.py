"""Backups brought back, on a stack of its own: nothing is lost, or what is lost is found out. And a stack that is moved."""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest
from fixtures.journey import Journey, Town
from fixtures.night import Night
from fixtures.postgres import installed_programs
from fixtures.runbook import OPERATIONS, entry

from embedded.demo.people import until
from embedded.postgres import programs
from embedded.stack import Stack

pytestmark = pytest.mark.stack
DUMP, RESTORE, SCHEMA, VERIFY, REBUILD = entry("Backups", OPERATIONS).commands
(MOVE,) = entry("Moving a stack of one machine", OPERATIONS).commands
CHECKPOINT = ".venv/bin/madoguchi audit checkpoint"
REPLAY = '.venv/bin/madoguchi audit replay "$ID"'
WITHDRAW = '.venv/bin/madoguchi request withdraw "$ID" --code "$CODE"'
OF = "SELECT case_id FROM intake.cases WHERE case_number = $1"
FOLDERS = ("archive", "checkpoints", "secrets")


@pytest.fixture(scope="module")
async def hall(make_stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """A stack that may be spoilt."""
    async with make_stack(tmp_path_factory.mktemp("the hall") / "var") as running:
        yield running


@pytest.fixture
async def town(hall: Stack) -> AsyncIterator[Town]:
    """Its people and books."""
    async with Town(hall) as opened:
        yield opened


@pytest.fixture
def night(town: Town) -> Night:
    """Its operator, who has Postgres' own programs."""
    return Night(town, {"PATH": f"{installed_programs() or programs()}:{os.environ['PATH']}"})


async def settled(night: Night, journey: Journey) -> Journey:
    """Wait until the ledger has all of a request that waits for its payment."""
    await journey.link()
    await sealed(night)
    return journey


async def sealed(night: Night) -> None:
    """Wait until the ledger has all that was recorded."""

    async def all_of_it() -> bool:
        return await night.counts("SELECT count(*) FROM ledger.staged") == 0

    await until(all_of_it, "the ledger")


@asynccontextmanager
async def closed(stack: Stack) -> AsyncIterator[None]:
    """Stop worker and both web processes for a while."""
    for name in ("web", "office", "worker"):
        await stack.process(name).stop()
    try:
        yield
    finally:
        await asyncio.gather(*(stack.supervisor.restart(name) for name in ("worker", "web", "office")))


async def lose_the_database(stack: Stack) -> None:
    """Put an empty one in its place."""
    session = await asyncpg.connect(stack.environment()["MADOGUCHI_DATABASE_URL"].rpartition("/")[0] + "/postgres")
    try:
        await session.execute("DROP DATABASE madoguchi WITH (FORCE)")
        await session.execute("CREATE DATABASE madoguchi")
    finally:
        await session.close()


async def archived(night: Night, journey: Journey) -> Journey:
    """Withdraw a request, and wait until its history and its payment's are in the archive."""
    assert (await night.types(WITHDRAW, ID=journey.receipt, CODE=await journey.code())).status == 0
    case_id = await night.asks(OF, journey.case_number)

    async def kept() -> bool:
        return await night.counts("SELECT count(*) FROM ledger.archives WHERE case_id = $1", case_id) == 2

    await until(kept, "the histories in the archive")
    return journey


async def test_a_backup_of_everything_is_brought_back(town: Town, night: Night, tmp_path: Path):
    """Database, keys, archive and checkpoints are gone and brought back: all verifies and a request goes on."""
    stack = town.stack
    ended = await archived(night, await settled(night, await Journey(town).apply()))
    journey = await settled(night, await Journey(town).apply())
    async with closed(stack):
        signed = json.loads((await night.types(f"{CHECKPOINT} --json")).out)
        assert (await night.types(DUMP, at=tmp_path)).status == 0
        for name in FOLDERS:
            shutil.move(stack.data.path / name, tmp_path / name)
        await lose_the_database(stack)
        assert (await night.types(VERIFY)).status != 0

        restored = await night.types(RESTORE, at=tmp_path)
        assert restored.status == 0, restored.out
        for name in FOLDERS:
            shutil.move(tmp_path / name, stack.data.path / name)
        for line in (SCHEMA, VERIFY, REBUILD, VERIFY):
            answer = await night.types(line)
            assert answer.status == 0, answer.out
        assert signed["size"] in json.loads((await night.types(f"{VERIFY} --json")).out)["checkpoints"]
    replayed = json.loads((await night.types(f"{REPLAY} --json", ID=ended.case_number)).out)
    assert [each["filed"] for each in replayed["workflows"]] == ["intact", "intact"]
    await (await journey.pay()).propose()
    await (await journey.approve()).printed()
    await journey.seal(await journey.people.post.sticker("specified_record"))
    await (await journey.deliver()).done_once()


async def test_a_database_older_than_a_checkpoint(town: Town, night: Night, tmp_path: Path):
    """It is found out by verify, metric and log; what had gone further stops for a person, the rest goes on."""
    page = entry("Ledger contradicted")
    verify, _ = page.commands
    moved, rests = await (await Journey(town).apply()).pay(), await settled(night, await Journey(town).apply())
    assert (await night.types(DUMP, at=tmp_path)).status == 0
    await moved.propose()
    await settled(night, await Journey(town).apply())
    assert (await night.types(CHECKPOINT)).status == 0
    async with closed(town.stack):
        assert (await night.types(RESTORE, at=tmp_path)).status == 0
        answer = await night.types(verify)
        assert answer.status == 1
        assert "ledger_shorter" in answer.out

    await night.reads(page, why="ledger_other_than_signed")
    assert await night.metric("madoguchi_checkpoint_contradicted") == 1
    await rests.pay()
    await stops(night, moved, "approve")
    put_aside(Path(night.environment["MADOGUCHI_CHECKPOINT_DIR"]), tmp_path)
    assert (await night.types(verify)).status == 0


def put_aside(checkpoints: Path, folder: Path) -> None:
    """Move the newest checkpoint to another folder."""
    newest = max(checkpoints.iterdir(), key=lambda each: int(each.stem.partition("-")[2]))
    newest.rename(folder / newest.name)


async def stops(night: Night, journey: Journey, action: str) -> None:
    """Let an officer decide, and see that the request stops with a conflict in the log."""
    people = journey.people
    officer = people.approver if action == "approve" else people.examiner
    decision = asyncio.create_task(officer.decide(journey.case_id, action=action))

    async def told() -> bool:
        lines = [line for line in night.logged() if line["code"] == "ledger_conflict"]
        return any(line.get("case_id") == journey.case_id for line in lines)

    try:
        await until(told, "the conflict in the log")
    finally:
        decision.cancel()
        await asyncio.gather(decision, return_exceptions=True)


async def test_an_engine_older_than_the_ledger(town: Town, night: Night, tmp_path: Path):
    """What the engine does not know to have happened is not recorded again: such a request stops, the rest goes on."""
    stack = town.stack
    moved, rests = await (await Journey(town).apply()).pay(), await (await Journey(town).apply()).pay()
    data = stack.data.path / "temporal"
    await stack.process("temporal").stop()
    shutil.copytree(data, tmp_path / "temporal")
    await stack.supervisor.restart("temporal")
    await moved.propose()
    await sealed(night)
    async with closed(stack):
        await stack.process("temporal").stop()
        shutil.rmtree(data)
        shutil.copytree(tmp_path / "temporal", data)
        await stack.supervisor.restart("temporal")

    await rests.propose()
    await stops(night, moved, "take")
    assert (await moved.people.examiner.case(moved.case_id))["status"] == "awaiting_approval"
    assert (await night.types(VERIFY)).status == 0


async def test_a_stack_that_is_moved(make_stack, tmp_path: Path):
    """Stopped, copied and started at another place, it goes on where it was, to the letter box."""
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    async with make_stack(here / "var") as stack, Town(stack) as town:
        left = await (await (await Journey(town).apply()).pay()).propose()
        moving = Night(town)
    assert (await moving.types(MOVE, at=here, THERE=str(there))).status == 0
    shutil.rmtree(here)

    async with make_stack(there / "var") as stack, Town(stack) as town:
        journey = Journey(town)
        journey.receipt = journey.people.citizen.receipt = left.receipt
        journey.case_id = left.case_id
        await (await journey.approve()).printed()
        await journey.seal(await journey.people.post.sticker("specified_record"))
        await (await journey.deliver()).done_once()
        assert (await Night(town).types(VERIFY)).status == 0
