"""SIGTERM and SIGINT as one event, for processes that finish what they hold before they end."""

import asyncio
import signal


def stop_event() -> asyncio.Event:
    """Return an event that is set by the first SIGTERM or SIGINT; a second one ends the process at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def on_signal(number: signal.Signals) -> None:
        stop.set()
        loop.remove_signal_handler(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, on_signal, number)
    return stop
