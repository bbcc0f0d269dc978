"""Several cases go from one officer's hand to another's: each by a decision of its own."""

import asyncio
from collections.abc import Iterable, Mapping

from domain.cases.queues import NOBODY
from domain.certificates.commands import Assign, Decision
from domain.certificates.workload import SHARED
from domain.errors import DomainError, PortUnavailable
from web.certificates.desk import CertificateDesk

_AT_ONCE = 8
_LOOKS, _PAUSE_SECONDS = 20, 0.1


async def handed_over(desk: CertificateDesk, decision: Decision, hand: str, chosen: Iterable[str]) -> Mapping[str, int]:
    """Take the decision (an Assign) in each case that stands in an officer's hand (`NOBODY`: in nobody's).

    Return those that went over, or had gone by the same decision, with the decision's place in each. One that has moved
    meanwhile, or whose engine does not answer, stays where it is: its officer's list shows it.
    """
    room, done = asyncio.Semaphore(_AT_ONCE), dict[str, int]()

    async def hand_over_one(case_id: str) -> None:
        async with room:
            state = await desk.reading.state(case_id)
            if state is None or state.status not in SHARED:
                return
            if (state.assignee or NOBODY) != hand and decision.key not in state.decisions:
                return
            try:
                done[case_id] = (await desk.decisions.decide(case_id, decision)).place
            except (DomainError, PortUnavailable):
                return

    assert isinstance(decision.command, Assign)  # noqa: S101 - nothing else is handed over
    async with asyncio.TaskGroup() as group:
        for case_id in chosen:
            group.create_task(hand_over_one(case_id))
    return done


async def recorded(desk: CertificateDesk, done: Mapping[str, int]) -> None:
    """Wait until the record has what the engine has decided, 2 s at most: the next page reads it there."""
    waiting = dict(done)
    for _ in range(_LOOKS):
        for case_id, place in tuple(waiting.items()):
            state = await desk.reading.state(case_id)
            if state is not None and state.place < place:
                break
            del waiting[case_id]
        if not waiting:
            return
        await asyncio.sleep(_PAUSE_SECONDS)
