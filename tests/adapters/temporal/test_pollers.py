"""Whose task queue nobody polls is told by the engine."""

import asyncio

import pytest
from temporalio.client import Client
from temporalio.worker import Worker

from adapters.metrics.page import MetricsPage, new_registry
from adapters.metrics.unserved import UnservedMetrics
from adapters.temporal.pollers import unpolled
from domain.errors import PortUnavailable
from workflows.unknown import UnknownWorkflow

pytestmark = pytest.mark.engine


async def test_a_queue_that_nobody_polls_is_named(engine: Client) -> None:
    """The one a worker asks for is not; the other keeps its cases waiting."""
    async with Worker(engine, task_queue="polled-here", workflows=[UnknownWorkflow]):
        async with asyncio.timeout(30):
            while await unpolled(engine, ["polled-here", "nobody-there"]) != ("nobody-there",):
                pass  # each look asks the engine


async def test_the_metric_says_which_procedure_waits() -> None:
    """1 for a procedure nobody serves, 0 for the others; nothing while the engine does not answer."""
    registry, faults = new_registry("1"), list[Exception]()

    async def asked(queues):
        if faults:
            raise faults.pop()
        return [each for each in queues if each == "dogs"]

    page = MetricsPage(registry)
    source = UnservedMetrics(registry, ["certificates", "dogs"], asked)
    page.ask(source)
    text = (await page()).decode()
    assert 'madoguchi_procedure_unserved{procedure="certificates"} 0.0' in text
    assert 'madoguchi_procedure_unserved{procedure="dogs"} 1.0' in text

    faults.append(PortUnavailable("temporal"))
    with pytest.raises(PortUnavailable):
        await source.refresh()
    source.forget()
    assert "madoguchi_procedure_unserved{" not in (await page()).decode()
