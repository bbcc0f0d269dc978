"""`python -m embedded.compose demo|up|down`: what the Makefile's compose targets run. Exit codes as `madoguchi` has them."""

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from embedded.compose.demo import SETTINGS, run_compose_demo
from embedded.compose.project import Project, ProjectPlan
from embedded.compose.secret_files import make_missing
from embedded.errors import StackError, StackInterrupted
from embedded.stack_environment import inherited
from embedded.stop_signals import StopSignals
from hosting.private_files import be_private

_CHECKOUT = Path(__file__).resolve().parents[2]
_FINE, _NO, _WRONG_INPUT, _NO_ANSWER = 0, 1, 2, 3
_SIGNALLED = 128


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


async def _demo() -> int:
    from rich.console import Console

    from embedded.demo.report import report

    result = await run_compose_demo(_CHECKOUT, _say)
    Console(highlight=False, markup=False, emoji=False).print(report(result), crop=False)
    return _FINE if result.ok else _NO


def _project() -> Project:
    """Return the installation of this checkout: the city's own `.env`, else a trial with the sandbox city."""
    own = _CHECKOUT / ".env"
    plan = ProjectPlan(
        checkout=_CHECKOUT,
        name="madoguchi",
        settings=own if own.exists() else _CHECKOUT / SETTINGS,
        log=_CHECKOUT / "var" / "compose.log",
        sandbox=not own.exists(),
        environment=inherited(os.environ),
    )
    return Project(plan, _say)


async def _up() -> int:
    project = _project()
    made = make_missing(_CHECKOUT / "deploy" / "compose" / "secrets")
    if made and not project.plan.sandbox:
        _say(f"made at random, to be replaced by what your systems gave you: {', '.join(made)}")
    await project.build()
    await project.up()
    city = "the sandbox city (http://127.0.0.1:8700)" if project.plan.sandbox else "the systems of .env"
    _say(
        f"open at http://127.0.0.1:8080 (officers: 8090) or where {project.plan.settings.name} says, with {city}; "
        "make compose-down stops it"
    )
    return _FINE


async def _down() -> int:
    project = _project()
    await project.down(volumes=False)
    _say("stopped; the data stay in the volumes of the project madoguchi (docker volume ls)")
    return _FINE


async def _stoppable(work: Callable[[], Coroutine[Any, Any, int]]) -> int:
    """Run it; the first Ctrl-C or SIGTERM ends it in order, further ones wait for that."""
    task = asyncio.ensure_future(work())
    asked: list[bool] = []

    def stop() -> None:
        if not asked:
            asked.append(True)
            task.cancel()

    signals = StopSignals(stop)
    signals.install()
    try:
        return await task
    except asyncio.CancelledError:
        if signals.received is None:
            raise
        raise StackInterrupted(signals.received) from None
    finally:
        signals.remove()


def main() -> int:
    """Run the verb of the command line."""
    verbs = {"demo": _demo, "up": _up, "down": _down}
    work = verbs.get(sys.argv[1]) if len(sys.argv) == 2 else None  # noqa: PLR2004 - the program and one verb
    if work is None:
        _say(f"usage: python -m embedded.compose {'|'.join(verbs)}")
        return _WRONG_INPUT
    be_private()
    try:
        return asyncio.run(_stoppable(work))
    except StackInterrupted as stopped:
        _say(str(stopped))
        return _SIGNALLED + stopped.received
    except StackError as error:
        _say(str(error))
        return _NO_ANSWER


if __name__ == "__main__":
    sys.exit(main())
