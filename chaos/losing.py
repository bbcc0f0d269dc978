"""Done, but the answer was lost: the sandbox does what it is asked and drops the connection."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from chaos.catalogue import Lost
from chaos.citizens import APPROVER, NotReached, Request, until
from chaos.town import Fault, Town, too_late_to_cancel
from chaos.trial import Trial

_LATEST = 60.0  # seconds


def _fault(case: Lost, times: int, path: str = "") -> Fault:
    rule = {"system": case.system, "method": case.method, "path": path or case.path, "kind": "drop_after"}
    return Fault(rule, times)


def _question(case: Lost, times: int, path: str) -> Fault:
    """The answer to "what became of it?" is lost too."""
    return Fault({"system": case.system, "method": "GET", "path": path, "kind": "drop_after"}, times)


async def lose(trial: Trial, case: Lost, town: Town) -> None:
    """Lose the first answer or the first two, and walk a request through it."""
    if case.system == "jpki":  # a new worker has no list at hand
        await town.stack.supervisor.restart("worker")
    if case.ending == "refunded":
        await town.add_fault(too_late_to_cancel())
    faults = [_fault(case, 1 if case.asked else case.times)]
    await town.add_fault(faults[0])
    request = trial.of(Request(town, case.ending))
    walk = asyncio.create_task(request.walk(), name="the request")
    if case.asked and case.times > 1:
        await until(lambda: _struck(town, faults), "the call whose answer is lost")
        faults.append(_question(case, case.times - 1, case.asked))
        await town.add_fault(faults[-1])
    await trial.together(walk)
    with suppress(NotReached):  # the mail room may still be waiting for something else
        await until(lambda: _struck(town, faults, case.least), "the calls whose answers are lost", _LATEST)
    _note(trial, case, faults)


async def _struck(town: Town, faults: list[Fault], times: int = 1) -> bool:
    await town.count_faults()
    return sum(fault.hits for fault in faults) >= times


def _note(trial: Trial, case: Lost, faults: list[Fault]) -> None:
    """Say how many answers were lost, and whether they were as many as they were to be."""
    hits = sum(fault.hits for fault in faults)
    trial.said = f"answers lost: {hits}"
    if hits < case.least:
        trial.wrong.append(f"{hits} answers were lost in place of {case.least}")


class MinuteWithoutAnswers:
    """Several cases in one minute: each request stands before its call when the minute begins."""

    def __init__(self, trials: list[tuple[Trial, Lost]], town: Town) -> None:
        self._town = town
        self._trials = trials
        self._requests = {case.call: Request(town, case.ending) for _, case in trials}

    async def run(self) -> None:
        """Bring each request to its call, lose every answer for the time, then see each to its end."""
        for trial, case in self._trials:
            trial.requests.append(self._requests[case.call])
        await self._each("brought to its call", lambda case: self._before(case.call))
        if "revocation_list" in self._requests:
            await self._town.stack.supervisor.restart("worker")
        faults = {case.call: [await self._begin(case)] for _, case in self._trials}
        walks = asyncio.create_task(self._each("the request", lambda case: self._from(case.call)))
        asking = [asyncio.create_task(self._ask(case, faults[case.call])) for _, case in self._trials if case.asked]
        await asyncio.sleep(max(case.seconds for _, case in self._trials))  # the length of the fault
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
        await self._town.end_faults(*(fault for each in faults.values() for fault in each))
        await walks
        for trial, case in self._trials:
            _note(trial, case, faults[case.call])

    async def _each(self, name: str, work: Callable[[Lost], Awaitable[None]]) -> None:
        async def alone(trial: Trial, case: Lost) -> None:
            await trial.together(asyncio.create_task(_done(work(case)), name=f"{name} ({case.call})"))

        await asyncio.gather(*(alone(trial, case) for trial, case in self._trials))

    async def _begin(self, case: Lost) -> Fault:
        request = self._requests[case.call]
        paths = {
            "read_charge": f"/v2/codes/payments/pay-{request.case_id}.*",
            "cancel": f"/v2/payments/pay-{request.case_id}.*",
            "track": f"/v1/items/{request.tracking_number}",
        }
        if case.ending == "refunded":
            await self._town.add_fault(too_late_to_cancel(request.case_id))
        fault = _fault(case, 0, paths.get(case.call, ""))
        await self._town.add_fault(fault)
        return fault

    async def _ask(self, case: Lost, faults: list[Fault]) -> None:
        """As soon as the call is done and its answer lost, lose the answers to what became of it."""
        await until(lambda: _struck(self._town, faults), "the call whose answer is lost")
        path = f"/v2/codes/payments/pay-{self._requests[case.call].case_id}.*"
        faults.append(_question(case, 0, path))
        await self._town.add_fault(faults[-1])

    async def _before(self, call: str) -> None:
        """Go as far as the call."""
        request = self._requests[call]
        if call in {"revocation_list", "create_charge"}:
            return
        await request.submit()
        if call in {"read_charge", "close_charge"}:
            await request.link_shown()
            return
        await request.pay()
        await request.paid()
        if call in {"registry", "hand_over", "track"}:
            await request.examine()
        if call in {"hand_over", "track"}:
            await request.decide(APPROVER, action="approve")
            await request.print()
        if call == "track":
            await request.seal()

    async def _from(self, call: str) -> None:
        """Go on from the call to the end."""
        request = self._requests[call]
        if call in {"revocation_list", "create_charge"}:
            await request.walk()
        elif call == "read_charge":
            await request.pay()
            await request.paid()
            await request.walk_on()
        elif call in {"registry", "hand_over", "track"}:
            await self._paper(request, call)
        else:
            await request.walk_on()

    async def _paper(self, request: Request, call: str) -> None:
        if call == "registry":
            await request.decide(APPROVER, action="approve")
            await request.print()
        if call != "track":
            await request.seal()
        await request.deliver()


async def _done(work: Awaitable[None]) -> None:
    await work


def minutes(cases: list[Lost]) -> list[list[Lost]]:
    """Return which cases share a minute: those that would keep others from their call have one of their own."""
    alone = {"create_charge", "refund"}
    waves = [[case for case in cases if case.call not in alone], [case for case in cases if case.call in alone]]
    return [wave for wave in waves if wave]
