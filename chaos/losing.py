"""Done, but the answer was lost: the sandbox does what it is asked and drops the connection."""

import asyncio
from collections.abc import Awaitable, Callable

from chaos.catalogue import Lost
from chaos.citizens import APPROVER, Request, until
from chaos.town import Fault, Town
from chaos.trial import Trial


def _too_late_to_cancel(request_id: str = "") -> Fault:
    """A day later the provider refuses to cancel, and the money goes back by a refund: this brings that day about."""
    path = f"/v2/payments/pay-{request_id}.*"
    return Fault({"system": "paypay", "method": "DELETE", "path": path, "kind": "status", "status": 400})


def _lost(case: Lost, path: str = "") -> Fault:
    rule = {"system": case.system, "method": case.method, "path": path or case.path, "kind": "drop_after"}
    return Fault(rule, case.times)


async def lose(trial: Trial, case: Lost, town: Town) -> None:
    """Lose the first answer or the first two, and walk a request through it."""
    if case.system == "jpki":  # a new worker has no list at hand
        await town.stack.supervisor.restart("worker")
    fault = _lost(case)
    await town.add_fault(fault)
    if case.call == "refund":
        await town.add_fault(_too_late_to_cancel())
    request = trial.of(Request(town, case.ending))
    await trial.together(asyncio.create_task(request.walk(), name="the request"))
    await until(lambda: _struck(town, fault), "the call whose answer is lost")
    _note(trial, fault)


async def _struck(town: Town, fault: Fault) -> bool:
    """Say whether an answer was lost yet: the mail room may still be waiting for something else."""
    await town.count_faults()
    return fault.hits > 0


def _note(trial: Trial, fault: Fault) -> None:
    """Say how many answers were lost. Fewer than offered is well: who asks first whether it is done does not call twice."""
    trial.said = f"answers lost: {fault.hits}"
    if fault.hits == 0:
        trial.wrong.append("no answer was lost")


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
        faults = [await self._begin(case) for _, case in self._trials]
        walks = asyncio.create_task(self._each("the request", lambda case: self._from(case.call)))
        await asyncio.sleep(max(case.seconds for _, case in self._trials))  # the length of the fault
        await self._town.end_faults(*faults)
        await walks
        for (trial, _), fault in zip(self._trials, faults, strict=True):
            _note(trial, fault)

    async def _each(self, name: str, work: Callable[[Lost], Awaitable[None]]) -> None:
        async def alone(trial: Trial, case: Lost) -> None:
            await trial.together(asyncio.create_task(_done(work(case)), name=f"{name} ({case.call})"))

        await asyncio.gather(*(alone(trial, case) for trial, case in self._trials))

    async def _begin(self, case: Lost) -> Fault:
        request = self._requests[case.call]
        paths = {
            "read_charge": f"/v2/codes/payments/pay-{request.request_id}.*",
            "cancel": f"/v2/payments/pay-{request.request_id}.*",
            "track": f"/v1/items/{request.tracking_number}",
        }
        fault = _lost(case, paths.get(case.call, ""))
        await self._town.add_fault(fault)
        if case.call == "refund":
            await self._town.add_fault(_too_late_to_cancel(request.request_id))
        return fault

    async def _before(self, call: str) -> None:
        """Go as far as the call."""
        request = self._requests[call]
        if call in {"revocation_list", "create_charge"}:
            return
        await request.submit()
        if call == "read_charge":
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
