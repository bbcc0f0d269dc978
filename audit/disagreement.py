"""Where today's code first parts from a recorded history, in words: never the engine's trace."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict
from temporalio.client import WorkflowHistory

from audit.phrases import Phrase, phrase
from audit.rerun import Call, Rerun
from audit.steps import LOCAL_ACTIVITY, marker_data
from audit.words.shape import EngineWords

_MESSAGE = re.compile(r'message: "((?:[^"\\]|\\.)*)"')
_EVENT = re.compile(r"HistoryEvent\(id: (\d+), (\w+)\)")
_TYPE = re.compile(r'r#type: "(\w+)"')
_ENGINE_CODE = re.compile(r"^\[TMPRL\d+\] Nondeterminism error: ")
_KINDS = {
    "activity": phrase("依頼", "step"),
    "local_activity": phrase("その場の処理", "local step"),
    "child": phrase("別の手続き", "procedure of its own"),
}


class Disagreement(BaseModel):
    """The first event (None when it cannot be told) at which history and code part; `engine_says` is English."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event_id: int | None
    recorded: Phrase
    wanted: Phrase
    engine_says: str


class RecordedCall(NamedTuple):
    """A step the history records, and the event that does."""

    call: Call
    event_id: int


def disagreement(history: WorkflowHistory, done: Rerun, words: EngineWords) -> Disagreement | None:
    """Return where code and history part; None when they agree."""
    if done.failure is None:
        return None
    said = _engine_says(done.failure)
    recorded = recorded_calls(history)
    for index, (one, other) in enumerate(zip(recorded, done.calls, strict=False)):
        if one.call != other:
            return _parted(one.event_id, _said(one.call, words), _said(done.calls[index], words), said)
    following = done.calls[len(recorded)] if len(done.calls) > len(recorded) else None
    wanted = _said(following, words) if following else phrase("別の動き", "something else")
    return _told_by_engine(wanted, said)


def recorded_calls(history: WorkflowHistory) -> list[RecordedCall]:
    """Return the steps a history records, in the order in which the code asked for them."""
    activities: list[tuple[int, RecordedCall]] = []
    children: list[RecordedCall] = []
    for event in history.events:
        which = event.WhichOneof("attributes")
        if which == "activity_task_scheduled_event_attributes":
            scheduled = event.activity_task_scheduled_event_attributes
            call = Call("activity", scheduled.activity_type.name)
            activities.append((_number(scheduled.activity_id), RecordedCall(call, event.event_id)))
        elif which == "marker_recorded_event_attributes":
            data = marker_data(event)
            if event.marker_recorded_event_attributes.marker_name == LOCAL_ACTIVITY and not data.get("backoff"):
                call = Call("local_activity", data.get("activity_type", ""))
                activities.append((data.get("seq", 0), RecordedCall(call, event.event_id)))
        elif which == "start_child_workflow_execution_initiated_event_attributes":
            child = event.start_child_workflow_execution_initiated_event_attributes
            children.append(RecordedCall(Call("child", child.workflow_type.name), event.event_id))
    return _merged([call for _, call in sorted(activities, key=lambda each: each[0])], children)


def _number(activity_id: str) -> int:
    return int(activity_id) if activity_id.isdecimal() else 0


def _merged(activities: Sequence[RecordedCall], children: Sequence[RecordedCall]) -> list[RecordedCall]:
    """Put each child before the first activity whose event is younger."""
    merged = list(activities)
    for child in children:
        place = next((i for i, each in enumerate(merged) if each.event_id > child.event_id), len(merged))
        merged.insert(place, child)
    return merged


def _said(call: Call, words: EngineWords) -> Phrase:
    name = words.workflow(call.name) if call.kind == "child" else words.step(call.name)
    return _KINDS[call.kind] + phrase(f" {call.name}({name.ja})", f" {call.name} ({name.en})")


def _engine_says(failure: Exception) -> str:
    text = str(failure)
    found = _MESSAGE.search(text)
    said = _ENGINE_CODE.sub("", found.group(1)) if found else type(failure).__name__
    kind = _TYPE.search(text)
    return f"the code failed: {kind.group(1)}" if kind else said


def _told_by_engine(wanted: Phrase, said: str) -> Disagreement:
    """Return what the engine's own report tells: an event, or two names that differ."""
    event = _EVENT.search(said)
    if event:
        name = event.group(2)
        return _parted(int(event.group(1)), phrase(name, name), wanted, said)
    names = re.findall(r"'([^']*)'", said)
    if len(names) == 2:  # noqa: PLR2004 - recorded and wanted
        return _parted(None, phrase(names[0], names[0]), phrase(names[1], names[1]), said)
    return _parted(None, phrase("記録どおりの続き", "its continuation"), wanted, said)


def _parted(event_id: int | None, recorded: Phrase, wanted: Phrase, said: str) -> Disagreement:
    return Disagreement(event_id=event_id, recorded=recorded, wanted=wanted, engine_says=said)
