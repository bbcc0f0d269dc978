"""How our processes end: told by a signal, with what they hold finished, and with an exit status of ours."""

import asyncio
import gc
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

from hosting.exit_codes import INTERRUPTED


def run_and_leave(main: Callable[[], Coroutine[Any, Any, int]]) -> int:
    """Run an entry point and return its exit status; every process that talks to the engine ends through here.

    A process that exits right after using a client aborts in 5-12 % of runs (the native runtime's threads meet the
    dying interpreter); dropping the client and collecting once after the loop has ended prevents it.
    """
    try:
        with _interruptible():
            return asyncio.run(_quiet_once_cancelled(main))
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        gc.collect()


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let asyncio have Ctrl-C, whoever looked after it before; it leaves a handler that is not Python's own alone."""
    before = signal.getsignal(signal.SIGINT)
    if not callable(before) or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


async def _quiet_once_cancelled(main: Callable[[], Coroutine[Any, Any, int]]) -> int:
    """Nobody waits any more for what was under way at Ctrl-C: how it fails, such as a closing socket, is no news."""
    this = asyncio.current_task()
    cancelled = False

    def report(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if this is None or not (cancelled or this.cancelling()):
            loop.default_exception_handler(context)

    asyncio.get_running_loop().set_exception_handler(report)
    try:
        return await main()
    finally:  # asyncio forgets it afterwards, and what failed may be collected later still
        cancelled = this is not None and bool(this.cancelling())


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
