"""A whole stack whose disk fills up: nothing more is acknowledged, nothing acknowledged is lost, room mends it."""

import contextlib
import secrets
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
from fixtures.journey import Journey, Town
from fixtures.night import Night
from fixtures.runbook import entry

from embedded.demo.people import until
from embedded.errors import StackError
from embedded.processes import tail

pytestmark = pytest.mark.stack
SIZE = 320 * 1024 * 1024  # bytes; a fresh stack takes about a third
_MORE = "SELECT pg_logical_emit_message(false, 'ballast', repeat('x', 1000000))"  # into the log alone


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own in memory, for everything of a stack."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "none", disk], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("a disk in memory can only be mounted by root")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


@pytest.fixture
async def small_town(small_disk: Path, make_stack) -> AsyncIterator[Town]:
    """A stack on that disk."""
    async with make_stack(small_disk / "var") as stack, Town(stack) as town:
        yield town


async def test_disk_full(small_town: Town, small_disk: Path):
    """The counter answers 503, metrics and logs say why; with room again and Postgres up, the same submission is taken."""
    town, night, page = small_town, Night(small_town), entry("Disk full")
    (verify,) = page.commands
    acknowledged = await (await Journey(town).apply()).reaches("awaiting_payment")
    refused = Journey(town)
    form, signature = await refused.signed()
    body = {"json": {"form": form, "signature": signature}, "headers": {"Idempotency-Key": secrets.token_hex(8)}}

    ballast = small_disk / "ballast"
    _fill(ballast)
    await _write_until_it_fails(town)
    await town.stack.process("postgres").exited

    async def answered(status: int) -> bool:
        answer = await town.client.post(f"{town.stack.addresses.web}/api/v1/requests", **body)
        if answer.status_code == 202:
            refused.receipt = refused.people.citizen.receipt = answer.json()["receipt_number"]
        return bool(answer.status_code == status)

    await until(lambda: answered(503), "a submission that is refused")
    free = await night.metric("madoguchi_disk_free_bytes", folder="archive")
    size = await night.metric("madoguchi_disk_size_bytes", folder="archive")
    assert free is not None
    assert size is not None
    assert free / size < 0.1
    assert (await night.metric_of_the_web("madoguchi_submissions_total", outcome="failed") or 0) >= 1
    await night.measures("madoguchi_reachable", system="postgres", most=0)
    await night.reads(page, system="postgres")
    assert "No space left on device" in tail(town.stack.data.log("postgres"))

    ballast.unlink()
    if not town.stack.process("postgres").running:
        await town.stack.supervisor.restart("postgres")
    if not town.stack.process("temporal").running:
        await town.stack.supervisor.restart("temporal")
    await until(lambda: answered(202), "the same submission")
    assert (await night.types(verify)).status == 0
    await refused.reaches("awaiting_payment")
    await acknowledged.pay()


def _fill(file: Path) -> None:
    with file.open("wb", buffering=0) as ballast:
        for piece in (1 << 20, 1 << 12):
            with contextlib.suppress(OSError):
                while ballast.write(bytes(piece)):
                    pass


async def _write_until_it_fails(town: Town) -> None:
    """Let the database's log need more room than it has kept: Postgres stops itself rather than lose what it took."""
    session = await asyncpg.connect(town.stack.environment()["MADOGUCHI_DATABASE_URL"])
    try:
        for _ in range(100):
            await session.execute(_MORE)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        return
    finally:
        session.terminate()
    raise StackError("the disk did not fill up")
