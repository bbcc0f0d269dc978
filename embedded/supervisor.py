"""The supervisor: starts children, notices the death of any, stops all in the reverse order."""

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any, TypeVar

from embedded.errors import StackError
from embedded.journal import ProcessJournal
from embedded.processes import ChildProcess, ProcessSpec, tail

T = TypeVar("T")


class Supervisor:
    """Owns every child it starts. Not for use from several event loops."""

    def __init__(self, journal: ProcessJournal) -> None:
        self._journal = journal
        self._children: list[ChildProcess] = []

    @property
    def children(self) -> tuple[ChildProcess, ...]:
        """The children in the order they were started."""
        return tuple(self._children)

    async def start(self, spec: ProcessSpec) -> ChildProcess:
        """Start a child and wait until it is ready. Raises StackError with the end of its log."""
        child = await ChildProcess.start(spec)
        self._children.append(child)
        self._journal.add(child.pid, spec.stop_signal)
        await child.wait_until_ready()
        return child

    async def run(self, spec: ProcessSpec) -> None:
        """Run a one-shot command to its end within `ready_within`. Raises StackError unless it exits with 0."""
        child = await ChildProcess.start(spec)
        self._children.append(child)
        self._journal.add(child.pid, spec.stop_signal)
        await asyncio.wait({child.exited}, timeout=spec.ready_within)
        if child.running:
            raise StackError(
                f"{spec.name} did not end within {spec.ready_within:.0f} s; "
                f"its log {spec.log} ends with:\n{tail(spec.log)}",
            )
        if child.exited.result() != 0:
            raise child.death()
        self._children.remove(child)

    async def restart(self, name: str) -> ChildProcess:
        """Start a child again that has ended or been killed on purpose (chaos tests); the others are not touched."""
        old = next(child for child in self._children if child.spec.name == name)
        await old.stop()
        self._children.remove(old)
        return await self.start(old.spec)

    async def guard(self, work: Awaitable[T]) -> T:
        """Await `work`; when a child dies meanwhile, cancel it and raise StackError saying which."""
        task = asyncio.ensure_future(work)
        try:
            await asyncio.wait({task, *(child.exited for child in self._children)}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise next(child for child in self._children if not child.running).death()
            return task.result()
        finally:
            if not task.done():
                task.cancel()
                await asyncio.wait({task})

    async def stop(self) -> None:
        """Stop all children, the last started first. Cannot be interrupted: a cancellation turns asking into killing."""
        stopping = asyncio.create_task(self._stop_all())
        interrupted = False
        while not stopping.done():
            try:
                await asyncio.wait({stopping})
            except asyncio.CancelledError:
                interrupted = True
                for child in self._children:
                    child.kill()
        stopping.result()
        self._journal.clear()
        if interrupted:
            raise asyncio.CancelledError

    async def _stop_all(self) -> None:
        while self._children:
            await self._children[-1].stop()
            self._children.pop()


async def together(*work: Coroutine[Any, Any, None]) -> None:
    """Run side by side; the first failure cancels the others and is raised as it is."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in tasks:
            if task.done():
                task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
