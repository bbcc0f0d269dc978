"""A request on the time-skipping engine."""

from collections.abc import AsyncIterator

import pytest
from fixtures.procedure import Procedure, procedure_on
from temporalio.testing import WorkflowEnvironment


@pytest.fixture
async def procedure(skipping_engine: WorkflowEnvironment) -> AsyncIterator[Procedure]:
    """Give one request and its world; time passes only when the test says so."""
    async with procedure_on(skipping_engine.client, skipping_engine) as running:
        yield running
