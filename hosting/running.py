"""How our programs begin: nothing that takes long is imported before Ctrl-C is looked after, and one place ends them all.

Every entry point (the `madoguchi` command, `worker.py`, `web_process.py`, `starter.py`) runs inside `enter`.
"""

import os
import runpy
import signal
import sys
import traceback
from collections.abc import Callable
from importlib.util import find_spec
from types import FrameType

from hosting.exit_codes import FAULT, INTERRUPTED, WRONG_INPUT


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


def become(program: str, *words: str) -> None:
    """Go on as another program of ours, named by its module, with these words on its command line. Ends by SystemExit.

    Who starts a program this way does not import it: a command knows the name of what it starts and nothing else of it.
    """
    sys.argv = [program, *words]
    runpy.run_module(program, run_name="__main__")


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


def _leave(_number: int, _frame: FrameType | None) -> None:
    os._exit(INTERRUPTED)
