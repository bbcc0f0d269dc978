"""Whose turn came to nothing rests, twice as long each time, so that it stands in nobody's way. Kept in memory alone."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import NamedTuple

_FIRST, _LONGEST = 60.0, 6 * 3600.0  # seconds


class _Rest(NamedTuple):
    until: float
    seconds: float


@dataclass
class Resting:
    """Names that rest. `now` gives seconds that never go back."""

    now: Callable[[], float]
    _rests: dict[str, _Rest] = field(default_factory=dict)

    def names(self) -> list[str]:
        """Return who rests now."""
        now = self.now()
        return [name for name, rest in self._rests.items() if now < rest.until]

    def begin(self, name: str) -> bool:
        """Let one rest: a minute, then twice as long each time, six hours at most. Say whether it is the first time."""
        before = self._rests.get(name)
        seconds = _FIRST if before is None else min(before.seconds * 2, _LONGEST)
        self._rests[name] = _Rest(self.now() + seconds, seconds)
        return before is None

    def forget_but(self, names: Collection[str]) -> None:
        """Forget all who are not among the names: nobody waits for them any more."""
        self._rests = {name: rest for name, rest in self._rests.items() if name in names}
