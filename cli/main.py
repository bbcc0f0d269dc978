"""The `madoguchi` command's entrance: nothing of ours is imported before Ctrl-C is looked after."""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from importlib.util import find_spec
from types import FrameType

WRONG_INPUT = 2
INTERRUPTED = 130  # as shells tell Ctrl-C: 128 and the number of SIGINT
FAULT = 70  # a fault of ours, EX_SOFTWARE of sysexits.h


def main() -> None:
    """Run the command line."""
    enter(_command_line)


def enter(program: Callable[[], int | None]) -> None:
    """Run a program and end with its exit status.

    Ctrl-C ends it silently from the first moment to the last; a fault of ours shows its trace and is no answer "no".
    """
    look_after_ctrl_c()
    from hosting.private_files import be_private

    be_private()
    try:
        sys.exit(program())
    except Exception:  # noqa: BLE001 - whatever it is, its status must be ours
        traceback.print_exc()
        sys.exit(FAULT)


def look_after_ctrl_c() -> None:
    """Let Ctrl-C end this process silently: nothing has been begun yet, or everything is done and said.

    Where a shell put it in the background, SIGINT was ignored; who sends one means it all the same.
    """
    signal.signal(signal.SIGINT, _leave)


def need_packages() -> None:
    """End with one sentence where this Python has none of what we are built on: it is not the one of `make setup`."""
    if find_spec("temporalio") is None:
        sys.stderr.write(
            f"{sys.executable} lacks the packages of this project: use .venv/bin/python, which `make setup` makes\n"
        )
        sys.exit(WRONG_INPUT)


def _command_line() -> None:
    from cli.commands import run

    run()


def _leave(_number: int, _frame: FrameType | None) -> None:
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
