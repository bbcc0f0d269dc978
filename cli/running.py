"""How a command runs: its work to one exit status, what went wrong told in words."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import typer

from cli.answers import Answer, Interrupted, show
from hosting.exit_codes import FAULT, NO


def finish(work: Callable[[], Coroutine[Any, Any, Answer]], *, as_json: bool) -> None:
    """Run a command's work to its exit status; what a person or a system did wrong is told in words, never as a trace."""
    leave(lambda: _answered(work, as_json=as_json))


def leave(main: Callable[[], Coroutine[Any, Any, int]]) -> None:
    """Run an entry point and end the command with its exit status."""
    from adapters.stopping import run_and_leave

    raise typer.Exit(run_and_leave(main))


async def _answered(work: Callable[[], Coroutine[Any, Any, Answer]], *, as_json: bool) -> int:
    try:
        answer = await work()
        _stay_silent_when_cancelled()
    except Interrupted as error:
        return error.status
    except Exception as error:
        _stay_silent_when_cancelled()
        from cli.failures import failure  # it knows every layer's exceptions: dear to import

        words = failure(error)
        if words is None:
            raise
        answer = words
    return show(answer, as_json=as_json)


async def tell_failures(work: Callable[[], Coroutine[Any, Any, int]], *, as_json: bool = False) -> int:
    """Await the work of a long-lived process; a failure is told in words and becomes its exit status.

    A fault of ours is logged by its type and places in the code: its text may hold personal data. Whoever supervises
    the process starts it again.
    """
    try:
        return await work()
    except Interrupted as error:
        return error.status
    except Exception as error:  # noqa: BLE001 - the last place where a fault can become a log line
        _stay_silent_when_cancelled()
        from cli.failures import failure

        words = failure(error)
        if words is not None and words.status != NO:  # nobody asked a long-lived process anything to say no to
            return show(words, as_json=as_json)
        import structlog

        from hosting.failure_chains import chain

        structlog.get_logger().error("unexpected_error", error_id="-", chain=chain(error))
        return FAULT


def _stay_silent_when_cancelled() -> None:
    """Raise CancelledError after Ctrl-C: what the work came to, or how it failed, is no news any more."""
    this = asyncio.current_task()
    if this is not None and this.cancelling():
        raise asyncio.CancelledError from None
