"""What was measured on the stack, and its operator. The stack itself: `fixtures/whole_stack.py`."""

from collections.abc import Callable

import pytest
from fixtures.journey import Town
from fixtures.night import Night

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


@pytest.fixture
def night(town: Town) -> Night:
    """The operator of the stack."""
    return Night(town)
