"""Disturbs the calls of a fake: once each as planned, or for as long as it is down."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager

from domain.errors import PortUnavailable


class Faults:
    """What goes wrong with one outside system. `calls` counts every attempt by name."""

    def __init__(self, system: str) -> None:
        self.system = system
        self.down = False
        self.broken: Exception | None = None  # raised by every call
        self.retry_after: float | None = None  # seconds, said while down
        self.calls: defaultdict[str, int] = defaultdict(int)
        self._before: defaultdict[str, deque[Exception]] = defaultdict(deque)
        self._after: defaultdict[str, deque[Exception]] = defaultdict(deque)
        self._always: dict[str, Exception] = {}
        self.called = asyncio.Event()
        self._open = asyncio.Event()
        self._open.set()

    def hold(self) -> None:
        """Let calls wait until `let_go`."""
        self._open.clear()

    def let_go(self) -> None:
        """Let waiting calls go on."""
        self._open.set()

    async def gate(self, call: str) -> None:
        """Wait while calls are held."""
        if not self._open.is_set():
            self._count(f"{call} held")
        await self._open.wait()

    def refuse(self, call: str, error: Exception) -> None:
        """Let the next call of this name fail before anything is done."""
        self._before[call].append(error)

    def always_refuse(self, call: str, error: Exception | None) -> None:
        """Let every call of this name fail; None ends it."""
        if error is None:
            self._always.pop(call, None)
        else:
            self._always[call] = error

    def lose_answer(self, call: str) -> None:
        """Let the next call of this name do its work and then give no answer."""
        self._after[call].append(PortUnavailable(self.system))

    def _count(self, call: str) -> None:
        self.calls[call] += 1
        self.called.set()

    @contextmanager
    def around(self, call: str) -> Iterator[None]:
        """Do a call's work, disturbed or not."""
        self._count(call)
        if self.down:
            raise PortUnavailable(self.system, retry_after=self.retry_after)
        if self.broken is not None:
            raise self.broken
        if call in self._always:
            raise self._always[call]
        if self._before[call]:
            raise self._before[call].popleft()
        yield
        if self._after[call]:
            raise self._after[call].popleft()
