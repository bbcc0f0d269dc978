"""The replay gate: today's code agrees with every recorded history, and code that would not is noticed.

A change that fails here would break requests that are under way. Gate the change with `workflow.patched("…")`, keep the
old branch, and record a new history beside the old ones: `pytest tests/workflows/test_replay.py --capture-histories`.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from fakes.city import ADDRESS, NAME
from fixtures.changed_workflows import CHANGED_PAYMENTS, CHANGED_REQUESTS
from fixtures.endings import ENDINGS, story_on
from fixtures.histories import CORPUS, PAYMENT, REQUEST, read, recorded, replayer, write
from temporalio.client import Client, WorkflowHistory
from temporalio.worker import Replayer

pytestmark = pytest.mark.program

FILES = [*recorded(REQUEST), *recorded(PAYMENT)]
MOST_EVENTS = 100
MOST_BYTES = 64 * 1024


def _named(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"


@pytest.mark.parametrize("file", FILES, ids=_named)
async def test_recorded_histories_replay(file: Path) -> None:
    """Every request ever recorded could be continued by this code."""
    await replayer().replay_workflow(read(file))


@pytest.mark.engine
@pytest.mark.parametrize("name", ENDINGS)
async def test_an_ending_is_reached_and_replays(engine: Client, name: str, request: pytest.FixtureRequest) -> None:
    """Each ending is reached on the real server, within its budget, and what it ran replays at once."""
    async with story_on(engine, name) as procedure:
        await ENDINGS[name](procedure)
        outcome = await procedure.ended()
        histories = await procedure.histories()
    assert name.startswith(outcome.status.value)
    for workflow, history in histories.items():
        await replayer().replay_workflow(history)
        if request.config.getoption("--capture-histories"):
            write(workflow, name, history)
    _within_budget(name, histories)


def _within_budget(name: str, histories: dict[str, WorkflowHistory]) -> None:
    events = [event for history in histories.values() for event in history.events]
    rounds = 2 if name.startswith("completed-after-") else 1  # corrections, holds and resending are rounds of their own
    assert len(events) <= MOST_EVENTS * rounds
    assert sum(event.ByteSize() for event in events) <= MOST_BYTES * rounds


def test_every_ending_is_recorded() -> None:
    """The corpus is complete: no ending can fall out of the gate unnoticed."""
    assert {file.stem for file in recorded(REQUEST)} == set(ENDINGS)
    ends = Counter(name.split("-")[0] for name in ENDINGS)
    assert set(ends) == {"completed", "rejected", "withdrawn", "lapsed"}
    assert {"rejected-refunded", "rejected-officer", "withdrawn-refunded"} <= set(ENDINGS)
    assert len(list(recorded(PAYMENT))) >= 10


@pytest.mark.parametrize("file", FILES, ids=_named)
def test_a_recording_is_whole_and_says_nothing(file: Path) -> None:
    """Closed, with the SDK's flags, every payload encrypted, and no name or address in it."""
    content = file.read_text(encoding="utf-8")
    events = json.loads(content)["history"]["events"]
    assert events[-1]["eventType"] == "EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED"
    assert any(
        event.get("workflowTaskCompletedEventAttributes", {}).get("sdkMetadata", {}).get("sdkName") == "temporal-python"
        for event in events
    )
    assert set(_encodings(json.loads(content))) == {"YmluYXJ5L2VuY3J5cHRlZA=="}
    assert NAME not in content
    assert ADDRESS not in content


def _encodings(value: Any) -> list[str]:
    """Return the encodings of all payloads but the engine's own markers' data."""
    if isinstance(value, list):
        return [found for part in value for found in _encodings(part)]
    if not isinstance(value, dict):
        return []
    if "metadata" in value and "encoding" in value["metadata"]:
        return [value["metadata"]["encoding"]]
    return [found for name, part in value.items() if name != "data" for found in _encodings(part)]


async def _notices(replaying: Replayer, workflow: str) -> bool:
    whole = read(CORPUS / workflow / "completed.json")
    return (await replaying.replay_workflow(whole, raise_on_replay_failure=False)).replay_failure is not None


@pytest.mark.parametrize("changed", CHANGED_REQUESTS, ids=lambda each: each.__name__)
async def test_a_changed_procedure_is_noticed(changed: type) -> None:
    """The gate itself: a workflow with a step more, renamed or elsewhere does not pass."""
    assert not await _notices(replayer(), REQUEST)
    assert await _notices(replayer(request=changed), REQUEST)


@pytest.mark.parametrize("changed", CHANGED_PAYMENTS, ids=lambda each: each.__name__)
async def test_a_changed_payment_is_noticed(changed: type) -> None:
    """The gate itself, for the payment."""
    assert not await _notices(replayer(), PAYMENT)
    assert await _notices(replayer(payment=changed), PAYMENT)
