"""`make compose-demo` stopped by Ctrl-C leaves nothing behind: no container, no volume, no network."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from embedded.compose.engine import compose_program, require_images
from embedded.errors import StackError

ROOT = Path(__file__).parents[2]
_WITHIN = 600.0  # seconds; building the images the first time takes minutes

pytestmark = pytest.mark.stack


def left_behind(project: str) -> list[str]:
    """Return what the engine still has of a project."""
    label = f"label=com.docker.compose.project={project}"
    kinds = (("ps", "--all"), ("volume", "ls"), ("network", "ls"))
    return [
        each
        for kind in kinds
        for each in subprocess.run(
            ["docker", *kind, "--quiet", "--filter", label], capture_output=True, text=True, check=True, timeout=60
        ).stdout.split()
    ]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_nothing_is_left(number: signal.Signals):
    """Interrupted as soon as its first containers are there: the shell's status for the signal, one sentence, everything removed."""
    try:
        compose_program()
        require_images()
    except StackError as error:
        pytest.skip(str(error))
    demo = subprocess.Popen(
        [sys.executable, "-m", "embedded.compose", "demo"], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    try:
        project = f"madoguchi-demo-{demo.pid}"
        deadline = time.monotonic() + _WITHIN
        while not left_behind(project):
            assert demo.poll() is None, demo.communicate()[1]
            assert time.monotonic() < deadline
        demo.send_signal(number)
        _, said = demo.communicate(timeout=180)
    finally:
        demo.kill()
        demo.wait()

    assert demo.returncode == 128 + number, said
    assert said.splitlines()[-2:] == ["taking everything down", f"stopped by {number.name}"]
    assert left_behind(project) == []
