"""Runs the cases of a driver and takes the time: from before the start to after the end is known."""

import asyncio
import time
from typing import Generic, Protocol, TypeVar

Case = TypeVar("Case")
_WITHIN = 120.0  # seconds; a case that takes longer is stuck


class Driver(Protocol[Case]):
    """Prepares cases and runs them to their end."""

    async def prepare(self) -> Case:
        """Do what is not measured."""

    async def run(self, case: Case) -> str:
        """Do what is measured; return the id of the workflow."""


class Driven(Generic[Case]):
    """Implements `Runs` by a driver. `finished` are the workflows that ended, in their order."""

    def __init__(self, driver: Driver[Case]) -> None:
        self._driver = driver
        self.finished: list[str] = []

    async def alone(self, cases: int) -> list[float]:
        """Run cases one after another."""
        seconds = []
        for _ in range(cases):
            case = await self._driver.prepare()
            start = time.perf_counter()
            await self._run(case)
            seconds.append(time.perf_counter() - start)
        return seconds

    async def together(self, cases: int, at_once: int) -> float:
        """Run cases, `at_once` at any moment as long as there are so many."""
        waiting = [await self._driver.prepare() for _ in range(cases)]

        async def take() -> None:
            while waiting:
                await self._run(waiting.pop())

        start = time.perf_counter()
        async with asyncio.TaskGroup() as tasks:
            for _ in range(at_once):
                tasks.create_task(take())
        return time.perf_counter() - start

    async def _run(self, case: Case) -> None:
        async with asyncio.timeout(_WITHIN):
            self.finished.append(await self._driver.run(case))
