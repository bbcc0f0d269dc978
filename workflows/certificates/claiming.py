"""A tracking number is claimed before the decision that names it is taken: whoever types it holds the envelope still."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from domain.actors import Role
from domain.certificates.commands import ConfirmDispatch, Decision
from domain.errors import DomainError, PortUnavailable
from domain.ports import TrackingNumbers
from domain.postal.tracking import parse_tracking_number


@asynccontextmanager
async def claimed(numbers: TrackingNumbers, case_id: str, decision: Decision) -> AsyncIterator[None]:
    """Hold the number of a decision while it is taken; refused, the number is free again.

    Without an answer it stays claimed: the decision may have been taken. Raises DomainError(TRACKING_NUMBER_IN_USE,
    case_id=the other case), PortUnavailable("postgres").
    """
    number = _number_of(decision)
    new = number is not None and await numbers.claim(number, case_id)
    try:
        yield
    except DomainError:
        if new and number is not None:
            with suppress(PortUnavailable):  # the claim is given up by itself after a while
                await numbers.release(number, case_id)
        raise


def _number_of(decision: Decision) -> str | None:
    """Return the number to claim; None when the decision will be refused for another reason than another letter."""
    command = decision.command
    if not isinstance(command, ConfirmDispatch) or Role.DISPATCHER not in decision.actor.roles:
        return None
    try:
        return parse_tracking_number(command.tracking_number)
    except DomainError:
        return None
