"""What a command answers: one exit status, one JSON document, and the same in words.

Exit codes: 0 fine · 1 the answer is "no" · 2 wrong usage, input or settings · 3 a system it needs does not answer,
refuses, or is not ready for it (schema, port) · 70 a fault of ours · 130 interrupted by Ctrl-C, as shells have it (143
by SIGTERM).
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from rich.console import Console, RenderableType

FINE, NO, WRONG_INPUT, NO_ANSWER = 0, 1, 2, 3

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]

Limit = Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")]


@dataclass(frozen=True)
class Answer:
    """`document` is printed with --json, `words` without; a status of 2 or 3 prints its words on standard error."""

    document: Any
    words: RenderableType
    status: int = FINE


class Interrupted(Exception):  # noqa: N818 - reads as what happened
    """A signal ended the work in order: nothing is left to say but the exit status."""

    def __init__(self, number: signal.Signals) -> None:
        super().__init__(number.name)
        self.status = 128 + number


def show(answer: Answer, *, as_json: bool) -> int:
    """Print an answer and return its exit status; a reader who has gone away (`| head`) changes nothing."""
    try:
        _print(answer, as_json=as_json)
        sys.stdout.flush()
    except BrokenPipeError:
        # Otherwise the interpreter fails once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return answer.status


def _print(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(answer.document, ensure_ascii=False, default=str) + "\n")
        return
    sentence = isinstance(answer.words, str)  # never cut, whatever the width of the screen
    # No markup: what is printed may quote a path, and `[/x]` in it is no tag.
    console = Console(stderr=answer.status >= WRONG_INPUT, highlight=False, markup=False, emoji=False)
    console.print(answer.words, soft_wrap=sentence)


def tell(line: str) -> None:
    """Tell on standard error how far a command is."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def finish(work: Callable[[], Coroutine[Any, Any, Answer]], *, as_json: bool) -> None:
    """Run a command's work to its exit status; what a person or a system did wrong is told in words, never as a trace."""
    leave(lambda: answered(work, as_json=as_json))


def leave(main: Callable[[], Coroutine[Any, Any, int]]) -> None:
    """Run an entry point and end the command with its exit status."""
    from adapters.stopping import run_and_leave

    raise typer.Exit(run_and_leave(main))


async def answered(work: Callable[[], Coroutine[Any, Any, Answer]], *, as_json: bool) -> int:
    """Await the work and print its answer or its failure."""
    try:
        answer = await work()
        stay_silent_when_cancelled()
    except Interrupted as error:
        return error.status
    except Exception as error:
        stay_silent_when_cancelled()
        from cli.failures import failure  # it knows every layer's exceptions: dear to import

        told = failure(error)
        if told is None:
            raise
        answer = told
    return show(answer, as_json=as_json)


def stay_silent_when_cancelled() -> None:
    """Raise CancelledError after Ctrl-C: what the work came to, or how it failed, is no news any more."""
    this = asyncio.current_task()
    if this is not None and this.cancelling():
        raise asyncio.CancelledError from None
