"""What is fetched of a closed workflow: the same history is the same bytes, whoever fetches it and whenever."""

import secrets

import pytest
from temporalio.client import Client

from adapters.temporal.histories import EngineHistories

pytestmark = pytest.mark.engine


async def test_the_same_history_is_always_the_same_bytes(engine: Client) -> None:
    """The engine gives tables in any order; two archivists that meet must not take that for two histories."""
    name = f"closed-{secrets.token_hex(6)}"
    memo = {f"word-{number}": number for number in range(6)}
    handle = await engine.start_workflow("Nobody", id=name, task_queue=name, memo=memo)
    await handle.terminate()
    histories = EngineHistories(engine)

    fetched = [await histories.closed(name) for _ in range(12)]

    assert all(each is not None and each.content == fetched[0].content for each in fetched)
