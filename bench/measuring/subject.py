"""What is measured: something that can be prepared, run, and left to finish what it does beside."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol


class Runs(Protocol):
    """Runs cases alone, one after another, or several at once."""

    async def alone(self, cases: int) -> list[float]:
        """Run cases one after another and return the seconds each took."""

    async def together(self, cases: int, at_once: int) -> float:
        """Run cases, some at once, and return the seconds until all had ended."""


@dataclass(frozen=True)
class Subject:
    """One of the things compared. `processes` are the process ids whose time counts, by name."""

    name: str
    runs: Runs
    processes: Mapping[str, int]
    settle: Callable[[], Awaitable[None]]
