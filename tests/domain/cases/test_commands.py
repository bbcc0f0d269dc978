"""What stands on a command's class, for every procedure: a new verb that forgets a part is noticed here."""

from typing import Any, get_args

import pytest
from fakes.dogs.procedure import DOGS

from domain.actors import OFFICE, Role
from domain.cases.procedure import Procedure
from domain.procedures import PROCEDURES

EACH = pytest.mark.parametrize("procedure", [*PROCEDURES, DOGS], ids=lambda each: each.name)


def accepted(procedure: Procedure[Any, Any]) -> set[type]:
    """Return the commands that a decision of the procedure may bear."""
    field = procedure.decision.model_fields["command"].annotation
    return {each for each in get_args(field) if isinstance(each, type)}


@EACH
def test_a_decision_bears_every_command_and_no_other(procedure: Procedure[Any, Any]) -> None:
    """One that is only declared could never be sent; one that is only accepted would have no roles for the auditor."""
    assert accepted(procedure) == set(procedure.commands)


@EACH
def test_a_command_is_a_citizens_or_the_offices(procedure: Procedure[Any, Any]) -> None:
    """Never both: an office process vouches for its own alone."""
    for command in procedure.commands:
        assert command.roles
        assert set(command.roles) <= OFFICE or command.roles == (Role.CITIZEN,)
        assert command.is_of_the_office() is (Role.CITIZEN not in command.roles)


@EACH
def test_an_event_tells_of_one_command(procedure: Procedure[Any, Any]) -> None:
    """Each verb has its own name and its own events, all of them the procedure's."""
    events = set(get_args(get_args(procedure.event._type)[0]))
    told = [event for command in procedure.commands for event in command.recorded_as]
    assert set(told) <= events
    assert len(set(told)) == len(told)
    assert len({command.verb() for command in procedure.commands}) == len(procedure.commands)
    for command in procedure.commands:
        assert command.recorded_as
        assert all(procedure.command_of(event.name()) is command for event in command.recorded_as)
