"""A workflow whose tasks can be held, failed and lost, and that tells the marks of all of them.

As a process (`python probe.py ADDRESS`): a worker whose steps print their mark and never end, to be killed.
"""

import asyncio
import json
import sys
from collections.abc import Callable
from datetime import timedelta

from fakes.board import Board
from fixtures.engine import TEST_RING
from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.worker import Worker

from adapters.temporal.connection import connect
from domain.cases.staging import UNMARKED, Mark

QUEUE = "probe"
_WITHIN = timedelta(seconds=30)


@workflow.defn(name="probe", sandboxed=False)
class Probe:
    """Does the steps it is given, each as a local activity; `fail` fails the task after them, `end` ends the workflow."""

    def __init__(self) -> None:
        self._steps: list[str] = []
        self._task = UNMARKED

    @workflow.run
    async def run(self) -> None:
        """Do steps until told to end."""
        while True:
            await workflow.wait_condition(lambda: bool(self._steps))
            step = self._steps.pop(0)
            if step == "end":
                return
            number = workflow.info().get_current_history_length()
            if number != self._task.started:
                self._task = Mark(number, workflow.now())
            if await workflow.execute_local_activity("stage", args=[step, self._task], start_to_close_timeout=_WITHIN):
                raise RuntimeError("this task is lost on purpose")

    @workflow.update
    async def do(self, steps: list[str]) -> None:
        """Give steps and wait until they are done."""
        self._steps.extend(steps)
        await workflow.wait_condition(lambda: not self._steps)

    @workflow.signal
    def later(self, steps: list[str]) -> None:
        """Give steps."""
        self._steps.extend(steps)


class Desk:
    """Notes marks; a step waits while the desk is shut, and makes its task fail as often as told."""

    def __init__(self) -> None:
        self.marks: list[Mark] = []
        self.losses = 0
        self.came = asyncio.Event()
        self.open = asyncio.Event()
        self.open.set()
        self._board = Board()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until the marks are such."""
        await self._board.until(holds)

    @activity.defn
    async def stage(self, step: str, mark: Mark) -> bool:
        """Note the mark; say whether the task shall fail."""
        self.marks.append(Mark(*mark))
        self.came.set()
        self._board.changed()
        await self.open.wait()
        self.losses -= 1
        return self.losses >= 0


def worker(client: Client, desk: Desk) -> Worker:
    """Return a worker of the probe."""
    return Worker(client, task_queue=QUEUE, workflows=[Probe], activities=[desk.stage])


class _Hanging(Desk):
    @activity.defn
    async def stage(self, step: str, mark: Mark) -> bool:
        """Print the mark; a step named `hang` never ends."""
        sys.stdout.write(json.dumps([mark[0], str(mark[1])]) + "\n")
        sys.stdout.flush()
        if step == "hang":
            await asyncio.Event().wait()
        return False


async def _main(address: str) -> None:
    async with worker(await connect(address, "default", TEST_RING), _Hanging()):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1]))
