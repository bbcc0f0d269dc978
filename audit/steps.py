"""A history found step by step in words, from the engine's own events. Workflow tasks, its clockwork, are left out."""

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict
from temporalio.api.enums.v1 import EventType
from temporalio.api.failure.v1 import Failure
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory

from audit.payloads import PayloadReader
from audit.phrases import Phrase, phrase, span
from audit.words.house import actor
from audit.words.shape import ProcedureWords
from domain.errors import DomainError, ErrorCode

LOCAL_ACTIVITY = "core_local_activity"
_SILENT = {
    "workflow_task_scheduled_event_attributes",
    "workflow_task_started_event_attributes",
    "workflow_task_completed_event_attributes",
    "activity_task_started_event_attributes",
}


class HistoryStep(BaseModel):
    """One event of a history. `kind` groups (activity, local_activity, timer, signal, update, child, workflow, task)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event_id: int
    at: datetime
    kind: str
    name: str
    what: Phrase


class _Told(NamedTuple):
    kind: str
    name: str
    what: Phrase


async def steps(
    history: WorkflowHistory, reader: PayloadReader, words: ProcedureWords[Any, Any]
) -> tuple[HistoryStep, ...]:
    """Return the history in words. Raises DomainError KEY_UNKNOWN or PAYLOAD_FOREIGN when it cannot be decrypted."""
    teller = _Teller(history, reader, words)
    found = []
    for event in history.events:
        step = await teller.tell(event)
        if step is not None:
            at = event.event_time.ToDatetime(tzinfo=UTC)
            found.append(HistoryStep(event_id=event.event_id, at=at, **step._asdict()))
    return tuple(found)


def marker_data(event: HistoryEvent) -> dict[str, Any]:
    """Return what the engine's marker of a local activity says: its type, attempt and sequence number."""
    details = event.marker_recorded_event_attributes.details
    found: dict[str, Any] = json.loads(details["data"].payloads[0].data) if "data" in details else {}
    return found


class _Teller:
    def __init__(self, history: WorkflowHistory, reader: PayloadReader, words: ProcedureWords[Any, Any]) -> None:
        self._words = words
        self._engine = words.engine
        self._workflow_id = history.workflow_id
        self._reader = reader
        self._events = {event.event_id: event for event in history.events}
        self._updates: dict[str, str] = {}
        self._tell: dict[str, Callable[[Any], Awaitable[_Told]]] = {
            "workflow_execution_started_event_attributes": self._started,
            "workflow_execution_completed_event_attributes": self._completed,
            "activity_task_scheduled_event_attributes": self._scheduled,
            "activity_task_completed_event_attributes": self._activity_done,
            "activity_task_failed_event_attributes": self._activity_failed,
            "activity_task_timed_out_event_attributes": self._activity_failed,
            "timer_started_event_attributes": self._timer_started,
            "signal_external_workflow_execution_initiated_event_attributes": self._signals,
            "workflow_execution_update_accepted_event_attributes": self._update_accepted,
            "workflow_execution_update_completed_event_attributes": self._update_completed,
            "start_child_workflow_execution_initiated_event_attributes": self._child_initiated,
            "child_workflow_execution_completed_event_attributes": self._child_completed,
        }

    async def tell(self, event: HistoryEvent) -> _Told | None:
        which = event.WhichOneof("attributes")
        if which is None or which in _SILENT:
            return None
        if which == "marker_recorded_event_attributes":
            return await self._marker(event)
        if which == "workflow_execution_signaled_event_attributes":
            return await self._signaled(event)
        tell = self._tell.get(which)
        return await tell(getattr(event, which)) if tell else _plain(event)

    async def _started(self, attributes: Any) -> _Told:
        name = attributes.workflow_type.name
        return _Told("workflow", name, self._engine.workflow(name) + phrase("を始めました", " began"))

    async def _completed(self, attributes: Any) -> _Told:
        result = await self._reader.first(self._workflow_id, attributes.result)
        return _Told("workflow", "completed", phrase("終わりました", "Ended") + _brought(self._words.answer(result)))

    async def _marker(self, event: HistoryEvent) -> _Told:
        attributes = event.marker_recorded_event_attributes
        if attributes.marker_name != LOCAL_ACTIVITY:
            return _Told("marker", attributes.marker_name, phrase(attributes.marker_name, attributes.marker_name))
        name = marker_data(event).get("activity_type", "")
        if attributes.HasField("failure"):
            return _Told("local_activity", name, self._engine.step(name) + _failed(attributes.failure))
        result = await self._reader.first(self._workflow_id, attributes.details["result"])
        return _Told("local_activity", name, self._engine.step(name) + _brought(self._engine.outcome(name, result)))

    async def _scheduled(self, attributes: Any) -> _Told:
        name = attributes.activity_type.name
        return _Told("activity", name, self._engine.step(name) + phrase(": 依頼しました", ": asked for"))

    async def _activity_done(self, attributes: Any) -> _Told:
        name = self._activity(attributes)
        try:
            result = await self._reader.first(self._workflow_id, attributes.result)
        except DomainError as error:
            if error.code is not ErrorCode.PAYLOAD_FOREIGN:
                raise
            refused = phrase(": 他人の答えを拒みました", ": a stranger's answer was refused")
            return _Told("activity", name, self._engine.step(name) + refused)
        return _Told("activity", name, self._engine.step(name) + _brought(self._engine.outcome(name, result)))

    async def _activity_failed(self, attributes: Any) -> _Told:
        name = self._activity(attributes)
        return _Told("activity", name, self._engine.step(name) + _failed(attributes.failure))

    def _message(self, name: str, value: Any) -> Phrase:
        """Return a signal or update in words: who decides what, or what a machine tells."""
        if isinstance(value, Mapping) and isinstance(value.get("command"), Mapping):
            who = actor(str(value.get("actor", {}).get("id", "")))
            return who + phrase("、", ", ") + self._words.action(str(value["command"].get("action", "")))
        return self._engine.message(name)

    def _activity(self, attributes: Any) -> str:
        scheduled = self._events.get(attributes.scheduled_event_id)
        return scheduled.activity_task_scheduled_event_attributes.activity_type.name if scheduled else "?"

    async def _timer_started(self, attributes: Any) -> _Told:
        wait = span(attributes.start_to_fire_timeout.ToTimedelta().total_seconds())
        words = phrase(f"最長{wait.ja}待ちます", f"Waits for up to {wait.en}")
        return _Told("timer", attributes.timer_id, words)

    async def _signaled(self, event: HistoryEvent) -> _Told:
        """Tell a signal; of one that the workflow's door refused nothing but that: its name, too, is a stranger's."""
        attributes, at = event.workflow_execution_signaled_event_attributes, event.event_time.ToDatetime(tzinfo=UTC)
        try:
            value = await self._reader.message(self._workflow_id, attributes.input, at, self._words.procedure.decision)
        except DomainError as error:
            if error.code not in {ErrorCode.PAYLOAD_FOREIGN, ErrorCode.ROLE_MISSING}:
                raise
            return _Told(
                "signal", "refused", phrase("知らせを拒みました(窓口のものでない)", "Word of a stranger was refused")
            )
        words = phrase("知らせが届きました", "Word came") + _brought(self._message(attributes.signal_name, value))
        return _Told("signal", attributes.signal_name, words)

    async def _signals(self, attributes: Any) -> _Told:
        said = self._message(attributes.signal_name, None)
        return _Told("signal", attributes.signal_name, phrase("知らせを送りました", "Sends word") + _brought(said))

    async def _update_accepted(self, attributes: Any) -> _Told:
        request = attributes.accepted_request.input
        self._updates[attributes.protocol_instance_id] = request.name
        value = await self._reader.first(self._workflow_id, request.args)
        words = phrase("操作を受け付けました", "A decision was accepted") + _brought(self._message(request.name, value))
        return _Told("update", request.name, words)

    async def _update_completed(self, attributes: Any) -> _Told:
        name = self._updates.get(attributes.meta.update_id, "update")
        if attributes.outcome.HasField("failure"):
            return _Told("update", name, phrase("操作", "The decision") + _failed(attributes.outcome.failure))
        result = await self._reader.first(self._workflow_id, attributes.outcome.success)
        return _Told(
            "update",
            name,
            phrase("操作が済みました", "The decision took effect") + _brought(self._words.answer(result)),
        )

    async def _child_initiated(self, attributes: Any) -> _Told:
        name = attributes.workflow_type.name
        return _Told(
            "child",
            name,
            self._engine.workflow(name) + phrase("を別の手続きとして始めます", ": starts as a procedure of its own"),
        )

    async def _child_completed(self, attributes: Any) -> _Told:
        name = attributes.workflow_type.name
        result = await self._reader.first(attributes.workflow_execution.workflow_id, attributes.result)
        return _Told(
            "child",
            name,
            self._engine.workflow(name) + phrase("が終わりました", " ended") + _brought(self._words.answer(result)),
        )


def _brought(words: Phrase) -> Phrase:
    return phrase(": ", ": ") + words if words.ja else words


def _failed(failure: Failure) -> Phrase:
    """Return a failure by its stable code: texts stay encrypted, they are no part of the story."""
    code = failure.application_failure_info.type or failure.cause.application_failure_info.type
    if not code:
        code = "timeout" if failure.HasField("timeout_failure_info") else "failed"
    return phrase(f": できませんでした({code})", f": not done ({code})")


_PLAIN: dict[str, tuple[str, Phrase]] = {
    "timer_fired_event_attributes": ("timer", phrase("待つ時間が過ぎました", "The time to wait is over")),
    "timer_canceled_event_attributes": ("timer", phrase("もう待つ必要がなくなりました", "Needs to wait no longer")),
    "child_workflow_execution_started_event_attributes": (
        "child",
        phrase("別の手続きが始まりました", "The procedure of its own began"),
    ),
    "external_workflow_execution_signaled_event_attributes": (
        "signal",
        phrase("知らせが渡りました", "Word was delivered"),
    ),
    "activity_task_cancel_requested_event_attributes": ("activity", phrase("依頼を取り消します", "Calls the step off")),
    "activity_task_canceled_event_attributes": (
        "activity",
        phrase("依頼は取り消されました", "The step was called off"),
    ),
    "workflow_task_failed_event_attributes": (
        "task",
        phrase("プログラムの誤りで止まり、やり直しました", "The program failed here and tried again"),
    ),
    "workflow_task_timed_out_event_attributes": (
        "task",
        phrase("処理機が時間内に答えず、やり直しました", "A worker did not answer in time; tried again"),
    ),
    "workflow_execution_failed_event_attributes": ("workflow", phrase("失敗で終わりました", "Ended in failure")),
    "workflow_execution_terminated_event_attributes": (
        "workflow",
        phrase("管理者が打ち切りました", "Terminated by an operator"),
    ),
    "workflow_execution_canceled_event_attributes": ("workflow", phrase("取り消されました", "Cancelled")),
    "workflow_execution_timed_out_event_attributes": ("workflow", phrase("期限切れで終わりました", "Timed out")),
}


def _plain(event: HistoryEvent) -> _Told:
    name = EventType.Name(event.event_type).removeprefix("EVENT_TYPE_").lower()
    kind, words = _PLAIN.get(event.WhichOneof("attributes") or "", ("engine", phrase(name, name)))
    return _Told(kind, name, words)
