"""Ctrl-C, SIGTERM and a closed terminal, as one orderly stop."""

import asyncio
import contextlib
import signal
from collections.abc import Callable
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopSignals:
    """Calls `on_stop` in the event loop for each such signal, from `install` to `remove`; keeps the first one's name."""

    def __init__(self, on_stop: Callable[[], None]) -> None:
        self._on_stop = on_stop
        self._before: dict[signal.Signals, Any] = {}
        self.received: signal.Signals | None = None

    def install(self) -> None:
        """Take over the signals. Without effect outside the main thread, where Python delivers none."""
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            before = signal.getsignal(number)
            # A shell lets what it puts in the background ignore SIGINT; who sends one means it all the same.
            if number is signal.SIGHUP and before is signal.SIG_IGN:  # nohup
                continue
            with contextlib.suppress(ValueError, RuntimeError):
                loop.add_signal_handler(number, self._receive, number)
                self._before[number] = before

    def remove(self) -> None:
        """Give the signals back to whoever had them."""
        loop = asyncio.get_running_loop()
        for number, before in self._before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, before)
        self._before = {}

    def _receive(self, number: signal.Signals) -> None:
        self.received = self.received or number
        self._on_stop()
