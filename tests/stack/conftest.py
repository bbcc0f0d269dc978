"""One whole stack, as processes, for all tests of this folder; its data lie in a path with a space."""

import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from fixtures.journey import Town
from fixtures.night import Night
from fixtures.postgres import installed_programs

from embedded.engine_binary import EngineSources, find_engine
from embedded.stack import Stack
from embedded.stack_options import StackOptions, temporal_cli

ROOT = Path(__file__).parents[2]
MakeStack = Callable[[Path], Stack]
Report = Callable[[str], None]
_measured: list[str] = []


@pytest.fixture
def report() -> Report:
    """Say something that was measured: it stands at the end of the run's report, whether or not the test passes."""
    return _measured.append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write what was measured."""
    for line in _measured:
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
async def make_stack() -> MakeStack:
    """Make a stack with its data in a folder."""
    given = temporal_cli(os.environ)
    engine = await find_engine(EngineSources(environment=os.environ, given=given))

    def make(folder: Path) -> Stack:
        return Stack(
            ROOT,
            StackOptions(
                environment=os.environ,
                folder=folder,
                temporal_cli=engine,
                say=lambda _: None,
                postgres_programs=installed_programs(),
            ),
        )

    return make


@pytest.fixture(scope="session")
async def stack(make_stack: MakeStack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """The running stack."""
    async with make_stack(tmp_path_factory.mktemp("the stack") / "var") as running:
        yield running


@pytest.fixture
async def town(stack: Stack) -> AsyncIterator[Town]:
    """The stack's people and books, without faults."""
    async with Town(stack) as opened:
        await opened.faults()
        yield opened
        for name in [child.spec.name for child in stack.supervisor.children if not child.running]:
            await stack.supervisor.restart(name)  # of a test that failed: the next is not to fail with it
        await opened.faults()


@pytest.fixture
def night(town: Town) -> Night:
    """The operator of the stack."""
    return Night(town)
