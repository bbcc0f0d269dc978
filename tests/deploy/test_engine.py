"""Without an engine, compose or an image one sentence says what to do; nothing is downloaded. The tools are scripts here."""

import subprocess
import sys
from pathlib import Path

import pytest

from embedded.compose.demo import run_compose_demo
from embedded.errors import StackError

pytestmark = pytest.mark.program

ROOT = Path(__file__).parents[2]


@pytest.fixture
def tools(tmp_path: Path):
    """Return a function that puts a program on an otherwise empty PATH and one that runs `python -m embedded.compose`."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def put(name: str, script: str) -> None:
        (folder / name).write_text(f'#!/bin/sh\necho "$*" >>{folder}/asked\n{script}\n')
        (folder / name).chmod(0o755)

    def compose(verb: str) -> tuple[int, str, str]:
        ended = subprocess.run(
            [sys.executable, "-m", "embedded.compose", verb],
            cwd=ROOT,
            env={"PATH": str(folder), "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        asked = folder / "asked"
        return ended.returncode, ended.stderr, asked.read_text() if asked.exists() else ""

    return put, compose


def test_without_docker(tools):
    """It is named, and the exit status is that of a system that does not answer."""
    _, compose = tools
    status, said, _ = compose("demo")
    assert (status, said) == (
        3,
        "docker is not on PATH: install Docker Engine with its compose plugin, then run this again\n",
    )


def test_without_compose(tools):
    """Docker alone is not enough."""
    put, compose = tools
    put("docker", "exit 1")
    status, said, _ = compose("up")
    assert (status, len(said.splitlines())) == (3, 1)
    assert "install the docker compose plugin" in said


def test_without_an_engine(tools):
    """The client is there and nobody answers it."""
    put, compose = tools
    put("docker", '[ "$1" = compose ]')
    status, said, _ = compose("demo")
    assert (status, len(said.splitlines())) == (3, 1)
    assert "no Docker engine answers" in said


def test_without_the_images(tools):
    """The commands that get them are told, and none is run."""
    put, compose = tools
    put("docker", '[ "$1" != image ] || [ "$3" = postgres:18 ]')
    status, said, asked = compose("demo")
    assert (status, len(said.splitlines())) == (3, 1)
    assert "docker pull temporalio/server:1.31.2 && docker pull temporalio/admin-tools:1.31.2" in said
    assert "postgres:18" not in said
    assert not [line for line in asked.splitlines() if line.split()[0] in {"pull", "build"}]


async def test_what_is_begun_is_taken_down_when_it_fails(tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A start that fails ends with `down --volumes` of the same project, and with the name of the log."""
    put, _ = tools
    put("docker", 'case "$*" in *" up "*) exit 17;; esac')
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    checkout = tmp_path / "my checkout"
    checkout.mkdir()

    with pytest.raises(StackError, match="compose up failed with status 17: see "):
        await run_compose_demo(checkout, lambda _: None)

    asked = (tmp_path / "bin" / "asked").read_text().splitlines()
    calls = [line.split() for line in asked if "-p" in line.split()]
    projects = {words[words.index("-p") + 1] for words in calls}
    assert calls[-1][-3:] == ["down", "--remove-orphans", "--volumes"]
    assert len(projects) == 1
    assert projects.pop().startswith("madoguchi-demo-")


def test_another_verb_is_wrong_usage(tools):
    """Exit status 2 and the verbs."""
    _, compose = tools
    assert compose("pull")[:2] == (2, "usage: python -m embedded.compose demo|up|down\n")
