"""Entries of the runbook about processes that do not run or do not start, each followed on the running stack."""

import asyncio
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fixtures import broken_process
from fixtures.journey import Journey, Town
from fixtures.night import Night
from fixtures.runbook import entry
from fixtures.services import free_port

from adapters.keys import Keys
from embedded.demo.people import until
from embedded.errors import StackError

pytestmark = pytest.mark.stack
WORKER, WEB = ".venv/bin/madoguchi worker", ".venv/bin/madoguchi web"


async def test_no_worker(town: Town, night: Night):
    """Nobody answers behind the port, requests wait as received, decisions wait; started again, it is ready and all go on."""
    (health,) = entry("No worker").commands
    case = await (await Journey(town).apply()).pay()
    assert await night.metric("madoguchi_worker_ready") == 1
    town.stack.process("worker").kill()
    await town.stack.process("worker").exited

    journey = await Journey(town).apply()
    with pytest.raises(httpx2.ConnectError):
        await night.metric("madoguchi_worker_ready")
    assert (await night.types(health)).status != 0
    decision = asyncio.create_task(case.people.examiner.decide(case.case_id, action="take"))
    assert (await journey.people.citizen.status())["status"] == "received"
    assert not decision.done()

    await town.stack.supervisor.restart("worker")
    assert "200 OK" in (await night.types(health)).out
    await journey.reaches("awaiting_payment")
    assert await decision == "under_examination"


async def test_no_web(town: Town, night: Night):
    """Requests go on meanwhile; it answers as soon as it is started again, and the provider tells then what was paid."""
    (alive,) = entry("No web").commands
    paying, waiting = await Journey(town).apply(), Journey(town)
    link = await paying.link()
    await town.faults({"system": "registry", "kind": "status", "status": 503})
    await (await waiting.apply()).reaches("under_examination")
    town.stack.process("web").kill()
    await town.stack.process("web").exited
    assert (await night.types(alive)).status != 0
    with pytest.raises(httpx2.ConnectError):
        await night.metric_of_the_web("madoguchi_reachable")

    await town.faults()
    await until(lambda: _stands(night, waiting, "awaiting_payment"), "the request that goes on")
    await paying.people.citizen.pay(link)

    await town.stack.supervisor.restart("web")
    assert "204 No Content" in (await night.types(alive)).out
    await paying.paid()


async def _stands(night: Night, journey: Journey, status: str) -> bool:
    question = "SELECT count(*) FROM reading.cases WHERE case_number = $1 AND status = $2"
    return await night.counts(question, journey.case_number, status) == 1


async def test_crash_loop(town: Town, night: Night, tmp_path: Path):
    """The metric tells each start; the exit status and the last lines tell why; the checks say that it is nothing else."""
    newer, keys = entry("Crash loop").commands
    (tmp_path / "file").touch()
    begun = await night.metric("process_start_time_seconds")
    assert begun
    town.stack.process("worker").kill()
    await town.stack.supervisor.restart("worker")
    await night.measures("process_start_time_seconds", least=begun + 0.01)
    wrong = {"MADOGUCHI_ARCHIVE_DIR": str(tmp_path / "file")}
    away = {"MADOGUCHI_DATABASE_URL": "postgresql://nobody:geheim@127.0.0.1:1/none", "MADOGUCHI_WEB_DESK": "both"}
    fault = f"'{sys.executable}' '{broken_process.FILE}' worker adapters.readiness answers"

    ends = await asyncio.gather(_last(town, WORKER, wrong), _last(town, WEB, away), _last(town, fault, {}))

    assert [status for status, _ in ends] == [2, 3, broken_process.FAULT]
    for (_, line), word in zip(ends, ("MADOGUCHI_ARCHIVE_DIR is wrong", "postgres", "unexpected_error"), strict=True):
        assert word in line
    assert [(await night.types(line)).status for line in (newer, keys)] == [0, 0]


async def _last(town: Town, command: str, changes: dict[str, str]) -> tuple[int, str]:
    """Return how a process with ports of its own ends, and its last two lines."""
    ports = {"MADOGUCHI_WORKER_HEALTH_PORT": str(free_port()), "MADOGUCHI_WEB_PORT": str(free_port())}
    ended = await Night(town, {**ports, "MADOGUCHI_WEB_METRICS_PORT": "", **changes}).types(command)
    return ended.status, "".join(ended.out.splitlines()[-2:])


async def test_a_database_newer_than_the_code(night: Night):
    """The version before an update must not be started again: the check says so."""
    newer, _ = entry("Crash loop").commands
    await night.asks("INSERT INTO upkeep.migrations VALUES (9000, 'later.sql', 'x')")
    try:
        answer = await night.types(newer)
    finally:
        await night.asks("DELETE FROM upkeep.migrations WHERE number = 9000")

    assert answer.status == 3
    assert "has migration 9000, which this" in answer.out


class KeyFile:
    """The stack's key file, and the copy that somebody keeps."""

    def __init__(self, file: Path, kept: Path) -> None:
        self.file = file
        self._kept = Path(shutil.copy2(file, kept))

    def lose(self) -> None:
        """Take it away."""
        self.file.unlink()

    def put_another(self) -> None:
        """Put new keys in its place."""
        Keys.generate().save_new(self.file)

    def bring_back(self) -> None:
        """Put the copy in its place, for the service's user alone."""
        shutil.copyfile(self._kept, self.file)
        self.file.chmod(0o600)


@pytest.fixture
def key_file(night: Night, tmp_path: Path) -> Iterator[KeyFile]:
    """The stack's, there again in the end."""
    keys = KeyFile(Path(night.environment["MADOGUCHI_KEYS_FILE"]), tmp_path / "kept elsewhere")
    yield keys
    keys.bring_back()


async def test_key_lost(town: Town, night: Night, key_file: KeyFile):
    """Without the file, or with another, nothing starts and the last line names it; what runs goes on; the copy mends it."""
    (checked,) = entry("Key lost").commands
    key_file.lose()
    journey = await (await Journey(town).apply()).reaches("awaiting_payment")
    await _nothing_starts(town, night, checked, str(key_file.file))
    key_file.put_another()
    await _nothing_starts(town, night, checked, "The key file lacks the payload key")

    key_file.bring_back()
    assert (await night.types(checked)).status == 0
    await _started_again(town)
    assert await night.metric("madoguchi_worker_ready") == 1
    await journey.pay()


async def _nothing_starts(town: Town, night: Night, check: str, sentence: str) -> None:
    """Neither worker nor web, if they are ended; and the check tells the same."""
    answer = await night.types(check)
    assert answer.status == 2
    assert sentence in answer.out
    for name in ("worker", "web"):
        town.stack.process(name).kill()
    for refused in await _started_again(town, return_exceptions=True):
        assert isinstance(refused, StackError)
        assert "ended with exit code 2" in str(refused)
        assert sentence in str(refused)


async def _started_again(town: Town, *, return_exceptions: bool = False) -> list[Any]:
    again = town.stack.supervisor.restart
    return await asyncio.gather(again("worker"), again("web"), return_exceptions=return_exceptions)
