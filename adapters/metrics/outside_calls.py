"""How calls to outside systems went: counted around the ports, so that every adapter is measured alike.

`system` and `call` are names in our code, `outcome` is one of four words: nothing of what was sent or answered.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from prometheus_client import CollectorRegistry, Counter, Histogram

from domain.errors import PortRejected, PortUnavailable
from domain.identity.card_app import CardAppRefused, CardTrouble

_OUTCOMES = ("ok", "rejected", "unavailable", "fault")
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30)
P = TypeVar("P")


class OutsideCalls:
    """Counts and times calls by system and outcome."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._calls = Counter(
            "madoguchi_outside_calls",
            "Calls to outside systems: ok, rejected (it said no), unavailable (no answer), fault (ours).",
            ["system", "outcome"],
            registry=registry,
        )
        self._seconds = Histogram(
            "madoguchi_outside_call_seconds",
            "How long calls to outside systems took.",
            ["system", "call"],
            buckets=_SECONDS,
            registry=registry,
        )

    def measured(self, system: str, port: P, calls: tuple[str, ...]) -> P:
        """Return the port, its coroutine methods named in `calls` measured; all else passes through."""
        for outcome in _OUTCOMES:
            self._calls.labels(system, outcome)  # there from the start: a rate needs a zero to begin at
        return cast("P", _Measured(port, {name: self._timed(system, name, getattr(port, name)) for name in calls}))

    def _timed(self, system: str, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        seconds = self._seconds.labels(system, name)

        async def timed(*args: Any, **kwargs: Any) -> Any:
            begun, outcome = time.perf_counter(), "fault"
            try:
                answer = await call(*args, **kwargs)
                outcome = "ok"
            except PortUnavailable:
                outcome = "unavailable"
                raise
            except PortRejected:
                outcome = "rejected"
                raise
            except CardAppRefused as refusal:  # what a person met with a card is an answer like any other
                outcome = "rejected" if refusal.trouble is CardTrouble.NOT_TRUSTED else "ok"
                raise
            finally:
                self._calls.labels(system, outcome).inc()
                seconds.observe(time.perf_counter() - begun)
            return answer

        return timed


class _Measured:
    """Stands for a port."""

    def __init__(self, port: object, timed: Mapping[str, Callable[..., Any]]) -> None:
        self._port = port
        self.__dict__.update(timed)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._port, name)
