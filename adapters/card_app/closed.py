"""The card app where nobody signs: a process of the office alone."""

from collections.abc import Mapping

from adapters.card_app.config import SYSTEM
from domain.errors import PortUnavailable
from domain.identity.card_app import Trip


class NoCardApp:
    """Implements `domain.ports.CardApp`: it is not there."""

    async def begin(self, text: bytes) -> Trip:  # noqa: ARG002 - the port's
        """Raise PortUnavailable."""
        raise PortUnavailable(SYSTEM)

    async def finish(self, trip: Trip, answer: Mapping[str, str]) -> bytes:  # noqa: ARG002 - the port's
        """Raise PortUnavailable."""
        raise PortUnavailable(SYSTEM)
