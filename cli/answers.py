"""What a command answers: one exit status (`hosting/exit_codes.py`), one JSON document, and the same in words."""

import json
import os
import signal
import sys
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from rich.console import Console, RenderableType

from hosting.exit_codes import FINE, SIGNALLED, WRONG_INPUT

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
        self.status = SIGNALLED + number


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
    console.print(answer.words, soft_wrap=sentence, crop=False)


def tell(line: str) -> None:
    """Tell on standard error how far a command is."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
