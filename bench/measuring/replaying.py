"""Replays a recorded case again and again, ours and the bare one in turn: what a restarted worker pays for each case."""

import statistics
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from adapters.keys import EngineKeys
from adapters.temporal.plugin import madoguchi_plugin
from bench.bare.plan import Plan
from bench.bare.standing_plan import set_plan
from bench.bare.workflows import BarePayment, BareRequest
from workflows.certificates.workflow import CertificateRequestWorkflow
from workflows.fee_payment.workflow import FeePaymentWorkflow

_BLOCKS = 7


@dataclass(frozen=True)
class Replayed:
    """Median seconds to replay both histories of one case, and ours as a multiple of the bare one's, block by block."""

    ours: float
    bare: float
    ratio: float


async def replayed(
    ours: Sequence[WorkflowHistory], bare: Sequence[WorkflowHistory], plan: Plan, ring: EngineKeys, *, cases: int
) -> Replayed:
    """Replay `cases` times in each block. Raises temporalio's NondeterminismError when a history is not its code's."""
    set_plan(plan)
    our_replayer = Replayer(
        workflows=[CertificateRequestWorkflow, FeePaymentWorkflow], plugins=[madoguchi_plugin(ring)]
    )
    bare_replayer = Replayer(workflows=[BareRequest, BarePayment])
    pairs = [
        (await _block(our_replayer, ours, cases), await _block(bare_replayer, bare, cases)) for _ in range(_BLOCKS + 1)
    ][1:]  # the first warms up
    return Replayed(
        ours=statistics.median(pair[0] for pair in pairs),
        bare=statistics.median(pair[1] for pair in pairs),
        ratio=statistics.median(pair[0] / pair[1] for pair in pairs),
    )


async def _block(replayer: Replayer, histories: Sequence[WorkflowHistory], cases: int) -> float:
    async def repeated() -> AsyncIterator[WorkflowHistory]:
        for history in [*histories] * cases:
            yield history

    start = time.perf_counter()
    async with replayer.workflow_replay_iterator(repeated()) as results:
        async for result in results:
            if result.replay_failure is not None:
                raise result.replay_failure
    return (time.perf_counter() - start) / cases
