"""Connecting to the engine, and what is told when it is not there."""

import pytest
from fixtures.engine import TEST_RING
from temporalio.client import Client

from adapters.temporal.connection import connect
from domain.errors import PortUnavailable

NOWHERE = "127.0.0.1:1"


@pytest.mark.engine
async def test_a_client_of_a_running_engine(engine: Client) -> None:
    """Connected, with our namespace, converter and codec."""
    assert engine.namespace == "default"
    assert engine.data_converter.payload_codec is not None
    assert await engine.service_client.check_health()


async def test_an_engine_that_is_down_is_told_at_once() -> None:
    """Within seconds, by our own error."""
    with pytest.raises(PortUnavailable) as refused:
        await connect(NOWHERE, "default", TEST_RING)
    assert refused.value.system == "temporal"


async def test_callers_start_while_the_engine_is_down() -> None:
    """A lazy client needs nobody yet."""
    client = await connect(NOWHERE, "default", TEST_RING, lazy=True)
    assert client.namespace == "default"
