"""The eraser: drafts that are over, codes that count no more, cases that nobody has looked at for an hour."""

from collections.abc import Collection
from typing import Protocol


class Keeper(Protocol):
    """Keeps what ends by itself."""

    async def erase_expired(self) -> int:
        """Erase some of what is over and return how many."""


class Eraser:
    """Asks each keeper in turn."""

    def __init__(self, keepers: Collection[Keeper]) -> None:
        self._keepers = keepers

    async def erase(self) -> int:
        """Erase what is over, some at a time, and return how many. Raises PortUnavailable("postgres")."""
        return sum([await keeper.erase_expired() for keeper in self._keepers])
