"""Two stacks on one machine, and the command that finds its own."""

import asyncio
import os
import sys
from pathlib import Path

import httpx2
import pytest
from fixtures.journey import Journey, Town

pytestmark = pytest.mark.stack
ROOT = Path(__file__).parents[2]


async def test_two_stacks_at_once_do_not_meet(town: Town, make_stack, tmp_path: Path):
    """Another folder is another city hall: other ports, other books; a receipt of the one is unknown to the other."""
    async with make_stack(tmp_path / "var") as running, Town(running) as other:
        assert set(town.stack._ports.values()).isdisjoint(running._ports.values())
        here, there = Journey(town), Journey(other)
        await asyncio.gather(_paid(here), _paid(there))

        assert len(await town.captures(here.case_id)) == len(await other.captures(there.case_id)) == 1
        assert await other.captures(here.case_id) == await town.captures(there.case_id) == []
        assert await _status(other, there.receipt) == await _status(town, here.receipt) == httpx2.codes.OK
        assert await _status(other, here.receipt) == await _status(town, there.receipt) == httpx2.codes.NOT_FOUND


async def _paid(journey: Journey) -> None:
    await journey.apply()
    await journey.pay()


async def _status(town: Town, receipt: str) -> int:
    return (await town.client.get(f"{town.stack.addresses.web}/api/v1/requests/{receipt}")).status_code


async def test_the_command_works_on_the_stack(town: Town):
    """One case from the terminal: listed, refused to who may not, taken once, withdrawn once, shown."""
    journey = Journey(town)
    await _paid(journey)
    number = journey.case_number
    take = ("staff", "take", number, "--as", "officer-sato", "--decision-id", "take-0001")

    assert number in await _madoguchi(town, 0, "staff", "list")
    await _madoguchi(town, 1, "staff", "approve", number, "--as", "officer-suzuki")
    assert await _madoguchi(town, 0, *take) == await _madoguchi(town, 0, *take)
    assert "取り下げました" in await _madoguchi(
        town, 0, "request", "withdraw", journey.receipt, "--code", await journey.code()
    )
    await journey.reaches("withdrawn")
    assert "取り下げました" in await _madoguchi(town, 0, "request", "show", number)


async def _madoguchi(town: Town, expected: int, *words: str) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "cli.main",
        *words,
        cwd=ROOT,
        env={**os.environ, **town.stack.environment()},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = (part.decode() for part in await process.communicate())
    assert process.returncode == expected, out + errors
    assert "Traceback" not in errors
    return out
