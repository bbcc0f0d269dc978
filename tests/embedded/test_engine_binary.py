"""Finding Temporal's development server: programs here are small shell scripts that answer as the real ones."""

import os
from pathlib import Path

import pytest

from embedded.engine_binary import INSTALLED, EngineSources, find_engine
from embedded.engine_version import is_new_enough, version_line
from embedded.errors import StackError

WHEEL = "temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)"
OLD = "temporal version 1.1.0 (Server 1.25.0, UI 2.30.0)"
OLDEST = "temporal version 0.0.0-DEV (Server 1.29.1, UI 2.42.1)"


def script(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def temporal(path: Path, line: str) -> Path:
    return script(path, f"echo '{line}'")


@pytest.fixture
def sources(tmp_path: Path) -> EngineSources:
    """A machine with an empty folder `bin` first on PATH, and the wheel's program."""
    environment = {"PATH": f"{tmp_path / 'bin'}:/nowhere", "HOME": str(tmp_path / "home")}
    return EngineSources(environment=environment, installed=temporal(tmp_path / "wheel" / "temporal", WHEEL))


async def test_the_program_of_the_locked_wheel_is_there_and_new_enough() -> None:
    """`make setup` installed it beside this Python: nothing is built or downloaded."""
    line = await version_line(INSTALLED, os.environ)

    assert line is not None
    assert is_new_enough(line)


async def test_the_wheels_program_is_used(sources: EngineSources) -> None:
    """Nothing is on PATH: the wheel's."""
    assert await find_engine(sources) == sources.installed


@pytest.mark.parametrize("line", [OLDEST, WHEEL])
async def test_program_on_path_is_used(tmp_path: Path, sources: EngineSources, line: str) -> None:
    """A `temporal` that is new enough on PATH comes before the wheel's."""
    found = temporal(tmp_path / "bin" / "temporal", line)
    assert await find_engine(sources) == found


@pytest.mark.parametrize("line", [OLD, "temporal version 2.0.0 (Server 2.0.0, UI 3.0.0)", "something else"])
async def test_another_program_on_path_is_passed_over(tmp_path: Path, sources: EngineSources, line: str) -> None:
    """An older one, one of another major version, and no Temporal at all are not used."""
    temporal(tmp_path / "bin" / "temporal", line)
    assert await find_engine(sources) == sources.installed


async def test_a_program_that_was_cut_short_is_not_used(sources: EngineSources) -> None:
    """It does not answer for its version; the sentence says what to run."""
    sources.installed.write_bytes(b"\x7fELF cut short")
    with pytest.raises(StackError, match="run `make setup`"):
        await find_engine(sources)


async def test_given_program_must_be_one(tmp_path: Path, sources: EngineSources) -> None:
    """TEMPORAL_CLI that names something else is refused in one sentence."""
    wrong = script(tmp_path / "wrong", "exit 3")
    given = EngineSources(environment=sources.environment, given=wrong)
    with pytest.raises(StackError, match="is no Temporal command line: mend or unset it"):
        await find_engine(given)
