"""One case as it went: its requests, what was seen, and whether every promise was kept."""

import asyncio
import random
from dataclasses import dataclass, field

from chaos.catalogue import Case
from chaos.checks import broken
from chaos.citizens import Request
from chaos.ledger import Auditor
from chaos.town import Town

_LONGEST = 400.0  # seconds for what belongs to one case


@dataclass
class Trial:
    """`wrong` is what broke; `said` is what a reader should know; `seconds` is how long it took."""

    case: Case
    chance: random.Random
    requests: list[Request] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    said: str = ""
    seconds: float = 0.0

    @property
    def held(self) -> bool:
        """Whether every promise was kept."""
        return not self.wrong

    def of(self, request: Request) -> Request:
        """Take one more request into the case."""
        self.requests.append(request)
        return request

    async def together(self, *work: "asyncio.Task[None]") -> None:
        """Wait for what was begun; whatever fails is a broken promise."""
        done, late = await asyncio.wait(work, timeout=_LONGEST)
        for task in late:
            task.cancel()
            self.wrong.append(f"{task.get_name()} was not done within {_LONGEST:.0f} s")
        for task in done:
            error = task.exception()
            if error is not None:
                self.wrong.append(f"{task.get_name()}: {type(error).__name__}: {error}")


async def check(trial: Trial, town: Town, auditor: Auditor) -> None:
    """Look into everybody's books. Mails are looked at when the run ends: some are due minutes later."""
    for request in trial.requests:
        if not request.case_id:
            trial.wrong.append("a request was never acknowledged")
            continue
        if not await town.books.is_closed(request.case_id):
            trial.wrong.append(f"request {request.case_id} has not ended")
        found = await town.outside.of(request.case_id)
        trial.wrong += broken(request.case_id, request.ending, request.tracking_number, found)
    trial.wrong += await auditor.findings([each.case_id for each in trial.requests if each.case_id])
    trial.wrong += town.people.faults
    town.people.faults = []
    trial.wrong += await revived(town)


async def revived(town: Town) -> list[str]:
    """Start again what has ended by itself, which nothing may; say what it was."""
    dead = [child for child in town.stack.supervisor.children if not child.running]
    told = [f"by itself: {child.death()}" for child in dead]
    for child in dead:
        await town.stack.supervisor.restart(child.spec.name)
    return told
