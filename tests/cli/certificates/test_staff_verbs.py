"""Every verb of the office has its command on the line, and a case's next actions are told as they are called."""

import pytest

from cli.certificates.case_words import called
from cli.certificates.staff import app
from domain.cases.decision import Command
from domain.certificates.commands import COMMANDS

OFFICE = [command for command in COMMANDS if command.is_of_the_office()]
VERBS = {each.name or each.callback.__name__ for each in app.registered_commands if each.callback}


@pytest.mark.parametrize("command", OFFICE, ids=lambda each: each.verb())
def test_an_officers_verb_is_a_command_of_staff(command: type[Command]) -> None:
    """The command line once had none for returned mail."""
    assert called(command.verb()).split()[0] in VERBS


def test_no_two_verbs_are_called_alike() -> None:
    """What is told to do one thing does not do another."""
    calls = [called(command.verb()) for command in OFFICE]
    assert len(set(calls)) == len(calls)
