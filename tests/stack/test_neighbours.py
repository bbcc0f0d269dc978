"""Two stacks on one machine, and many commands that come and go."""

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import typer
from fixtures.journey import Journey, Town

from cli.commands import app

pytestmark = pytest.mark.stack
ROOT = Path(__file__).parents[2]
# `MADOGUCHI_TEST_RUNS=50` runs each of the first fifty times.
RUNS = int(os.environ.get("MADOGUCHI_TEST_RUNS", "4"))
# They use the engine's client and leave at once: the library aborts in such a process if it is not let go of in order.
ENGINE = (
    ("-m", "cli.main", "staff", "take", "{case}", "--as", "officer-sato", "--decision-id", "take-0001"),
    ("-m", "cli.main", "audit", "replay", "{case}"),
    ("-m", "cli.main", "request", "withdraw", "{other}"),
    ("starter.py", "{file}"),
)
LONG_LIVED = {"serve", "up", "demo", "worker", "web", "sandbox"}
OTHERS = (
    ("request", "list"),
    ("request", "show", "{case}"),
    ("request", "submit", "{file}"),
    ("staff", "list"),
    ("payment", "show", "{case}"),
    ("audit", "verify"),
    ("audit", "checkpoint"),
    ("audit", "explain", "{case}"),
    ("audit", "export", "{case}", "--out", "{folder}"),
    ("audit", "rebuild"),
    ("keys", "check"),
    ("notice", "list"),
    ("migrate", "--dry-run"),
    ("policy", "check", "municipalities"),
    ("policy", "show", "999001", "--on", "2026-11-24"),
    ("doctor",),
)


async def test_two_stacks_at_once_do_not_meet(town: Town, make_stack, tmp_path: Path):
    """Another folder is another city hall: other ports, other books; a receipt of the one is unknown to the other."""
    async with make_stack(tmp_path / "var") as running, Town(running) as other:
        assert set(town.stack._ports.values()).isdisjoint(running._ports.values())
        here, there = Journey(town), Journey(other)
        await asyncio.gather(_paid(here), _paid(there))

        assert len(await town.captures(here.request_id)) == len(await other.captures(there.request_id)) == 1
        assert await other.captures(here.request_id) == await town.captures(there.request_id) == []
        assert await _status(other, there.receipt) == await _status(town, here.receipt) == httpx2.codes.OK
        assert await _status(other, here.receipt) == await _status(town, there.receipt) == httpx2.codes.NOT_FOUND


async def _paid(journey: Journey) -> None:
    await journey.apply()
    await journey.pay()


async def _status(town: Town, receipt: str) -> int:
    return (await town.client.get(f"{town.stack.addresses.web}/api/v1/requests/{receipt}")).status_code


async def test_short_commands_never_end_in_an_abort(town: Town, tmp_path: Path):
    """Each command many times, two at once: every status is 0, as documented for what it is asked."""
    case, other = Journey(town), Journey(town)
    await asyncio.gather(_paid(case), _paid(other))
    form, signature = await Journey(town).signed()
    file = tmp_path / "request.json"
    file.write_text(json.dumps({"form": form, "signature": signature, "idempotency_key": "k" * 32}), encoding="utf-8")
    names = {"case": case.receipt, "other": other.receipt, "file": str(file)}
    runs = [words for words in ENGINE for _ in range(RUNS)] + [("-m", "cli.main", *words) for words in OTHERS]
    environment = {**os.environ, **town.stack.environment()}
    statuses: Counter[tuple[str, int | None]] = Counter()

    async def some(mine: list[tuple[str, ...]]) -> None:
        for words in mine:
            argv = [word.format(**names, folder=tmp_path / f"export-{id(mine)}") for word in words]
            process = await asyncio.create_subprocess_exec(
                sys.executable, *argv, cwd=ROOT, env=environment, stdout=asyncio.subprocess.DEVNULL
            )
            statuses[" ".join(words), await process.wait()] += 1

    await asyncio.gather(some(runs[::2]), some(runs[1::2]))
    assert {key: count for key, count in statuses.items() if key[1] != 0} == {}
    assert statuses.total() == len(runs)


def test_every_short_command_is_among_them():
    """A command that is added is run here too, or is one that leaves the same way as `staff take`."""
    run = {words[: 1 if words[1:2] == ("--dry-run",) else 2] for words in OTHERS} | {words[2:4] for words in ENGINE}
    known = {words for words in _commands(typer.main.get_command(app)) if words[0] not in LONG_LIVED}
    like_take = {words for words in known if words[0] == "staff"} | {("notice", "again"), ("notice", "settle")}
    assert known - run - like_take == {("request", "sign"), ("keys", "lost")}


def _commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, (*path, name))
        else:
            yield (*path, name)


async def test_the_command_works_on_the_stack(town: Town):
    """One case from the terminal: listed, refused to who may not, taken once, withdrawn once, shown."""
    journey = Journey(town)
    await _paid(journey)
    number = journey.receipt
    take = ("staff", "take", number, "--as", "officer-sato", "--decision-id", "take-0001")

    assert number in await _madoguchi(town, 0, "staff", "list")
    await _madoguchi(town, 1, "staff", "approve", number, "--as", "officer-suzuki")
    assert await _madoguchi(town, 0, *take) == await _madoguchi(town, 0, *take)
    assert "withdrawn" in await _madoguchi(town, 0, "request", "withdraw", number)
    await journey.reaches("withdrawn")
    assert "withdrawn" in await _madoguchi(town, 0, "request", "show", number)


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
