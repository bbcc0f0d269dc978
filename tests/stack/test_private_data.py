"""Whatever a running stack writes is its user's alone: logs, databases, secrets, archive, the city's cards."""

import os
import stat
import subprocess
from pathlib import Path

import pytest
from fixtures.journey import Journey, Town

from embedded.demo.people import until
from embedded.stack_environment import inherited

pytestmark = pytest.mark.stack
ROOT = Path(__file__).parents[2]


def open_to_others(folder: Path) -> list[str]:
    """Name what other users of the machine could read, write or pass through."""
    found = []
    for path in (folder, *folder.rglob("*")):
        try:
            status = path.lstat()
        except FileNotFoundError:  # a database's, gone meanwhile
            continue
        if stat.S_IMODE(status.st_mode) & 0o077 and not (stat.S_ISSOCK(status.st_mode) or stat.S_ISLNK(status.st_mode)):
            found.append(f"{path.relative_to(folder)} {stat.S_IMODE(status.st_mode):o}")
    return found


async def test_nobody_else_reads_what_a_stack_keeps(town: Town):
    """A request went its way to the archive: nothing under `var` is open to others, and everything expected is there."""
    journey = await (await Journey(town).apply()).reaches("awaiting_payment")
    await journey.code()
    await journey.people.citizen.withdraw()
    var = town.stack.data.path

    async def archived() -> bool:
        return any((var / "archive").rglob("*.json*"))

    await until(archived, "the archived history")
    assert open_to_others(var) == []
    written = {path.name for path in var.rglob("*") if path.is_file()}
    assert {"worker.log", "web.log", "temporal.log", "postgres.log", "keys.json", "cards.sqlite3"} <= written


@pytest.mark.parametrize("before", [None, 0o644, 0o666])
async def test_a_signed_request_is_its_writers_alone(town: Town, tmp_path: Path, before: int | None):
    """`request sign --out` onto a new file, and onto one that stood there open to all."""
    out = tmp_path / "request.json"
    if before is not None:
        out.touch()
        out.chmod(before)
    command = (ROOT / ".venv/bin/madoguchi", "request", "sign", ROOT / "docs/examples/form.json", "--card", "card-1001")
    ended = subprocess.run(  # noqa: ASYNC221 - the town is other processes
        [*map(str, command), "--pin", "ABC123", "--out", str(out)],
        env={**inherited(os.environ), **town.stack.environment()},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert '"signature"' in out.read_text(encoding="utf-8")
