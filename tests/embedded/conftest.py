"""What the tests of the embedded stack share: an environment for children and small child programs."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from embedded.engine_binary import EngineSources, find_engine
from embedded.processes import ProcessSpec

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def environment() -> dict[str, str]:
    """The caller's environment, as the command line would hand it on."""
    return dict(os.environ)


@pytest.fixture
def python_child(tmp_path: Path, environment: dict[str, str]) -> Callable[..., ProcessSpec]:
    """Make the specification of a child that runs a piece of Python."""

    def make(code: str, name: str = "child", **changes: object) -> ProcessSpec:
        given = {
            "name": name,
            "argv": (sys.executable, "-c", code),
            "log": tmp_path / f"{name}.log",
            "cwd": tmp_path,
            "environment": environment,
        }
        return ProcessSpec(**{**given, **changes})

    return make


@pytest.fixture
async def engine_binary(environment: dict[str, str]) -> Path:
    """Temporal's development server."""
    given = environment.get("TEMPORAL_CLI")
    return await find_engine(EngineSources(environment=environment, given=Path(given) if given else None))
