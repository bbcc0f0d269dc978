"""The bare pair: each follows its plan, with nothing in its payloads and nothing behind its activities."""

import asyncio
from collections import deque
from datetime import timedelta

from temporalio import activity, workflow

with workflow.unsafe.imports_passed_through():
    from bench.bare.plan import Step
    from bench.bare.standing_plan import plan
    from bench.measuring.script import Role

REQUEST, PAYMENT = "bare-request", "bare-payment"
CASES, PAYMENTS = "bare-cases", "bare-payments"
_WITHIN = timedelta(minutes=1)
_LONG = timedelta(days=1).total_seconds()


@activity.defn(name="nothing")
async def nothing() -> None:
    """Return at once."""


class _Follower:
    """Takes the steps of a plan one by one."""

    def __init__(self) -> None:
        self._signals = 0
        self._updates = 0
        self._activities: deque[workflow.ActivityHandle[None]] = deque()
        self._timers: deque[asyncio.TimerHandle] = deque()
        self._starting: asyncio.Task[workflow.ChildWorkflowHandle[object, object]] | None = None
        self._child: workflow.ChildWorkflowHandle[object, object] | None = None

    async def follow(self, role: Role) -> None:
        """Take every step."""
        steps = plan().of(role)
        for step in steps:
            await self._take(step)
        await workflow.wait_condition(lambda: steps[-1] == "end")

    async def _take(self, step: Step) -> None:
        match step:
            case "local":
                await workflow.execute_local_activity(nothing, start_to_close_timeout=_WITHIN)
            case "activity":
                self._activities.append(workflow.start_activity(nothing, start_to_close_timeout=_WITHIN))
            case "activity ended":
                await self._activities.popleft()
            case "timer":
                self._timers.append(asyncio.get_running_loop().call_later(_LONG, lambda: None))
            case "timer cancelled":
                self._timers.popleft().cancel()
            case "end":
                return
            case _:
                await self._wait_or_start(step)

    async def _wait_or_start(self, step: Step) -> None:
        match step:
            case "signal":
                await workflow.wait_condition(lambda: self._signals > 0)
                self._signals -= 1
            case "update":
                await workflow.wait_condition(lambda: self._updates > 0)
                self._updates -= 1
            case "child":
                self._starting = asyncio.create_task(self._start_child())
                await asyncio.sleep(0)  # lets the task give its command
            case "child started" if self._starting is not None:
                self._child = await self._starting
            case "child ended" if self._child is not None:
                await self._child
            case _:
                raise AssertionError(step)

    async def _start_child(self) -> workflow.ChildWorkflowHandle[object, object]:
        return await workflow.start_child_workflow(
            PAYMENT,
            id=payment_of(workflow.info().workflow_id),
            task_queue=PAYMENTS,
            parent_close_policy=workflow.ParentClosePolicy.ABANDON,
        )

    def signalled(self) -> None:
        """Note a signal."""
        self._signals += 1

    def updated(self) -> None:
        """Note an update."""
        self._updates += 1


def payment_of(workflow_id: str) -> str:
    """Return the child's id."""
    return f"{workflow_id}/payment"


class _Bare:
    """What both take from outside."""

    def __init__(self) -> None:
        self._follower = _Follower()

    @workflow.signal
    def hint(self) -> None:
        """Take a signal."""
        self._follower.signalled()

    @workflow.update
    def decide(self) -> None:
        """Take an update."""
        self._follower.updated()


@workflow.defn(name=REQUEST)
class BareRequest(_Bare):
    """Stands beside `CertificateRequestWorkflow`."""

    @workflow.run
    async def run(self) -> None:
        """Follow the plan."""
        await self._follower.follow("request")


@workflow.defn(name=PAYMENT)
class BarePayment(_Bare):
    """Stands beside `FeePaymentWorkflow`."""

    @workflow.run
    async def run(self) -> None:
        """Follow the plan."""
        await self._follower.follow("payment")
