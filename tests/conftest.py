"""Fixtures that every test may ask for, and the contract suites, whose assertions explain themselves when they fail."""

import signal

import pytest

pytest.register_assert_rewrite("contracts", "fixtures")
pytest_plugins = ["fixtures.engine", "fixtures.postgres", "fixtures.sealing", "fixtures.whole_stack"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make commands` and `make screenshots` write what they found."""
    parser.addoption("--write-commands", action="store_true", help="write the commands' runs to docs/reliability.md")
    parser.addoption("--write-screenshots", action="store_true", help="write the pictures of the pages to docs/pages")


def _take_signals_back() -> None:
    """A run started with nohup or in the background ignores these, and so would every program that a test starts."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


_take_signals_back()
