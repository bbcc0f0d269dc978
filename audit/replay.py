"""One case replayed: its histories step by step, whether today's code still agrees, and whether the ledger does.

Nothing is written and no side effect is repeated. Works for running cases too: what exists so far is replayed.
"""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict
from temporalio.client import WorkflowHistory

from adapters.keys import EngineKeys
from audit.agreement import Agreement, agreement, events_of
from audit.authority import HeldRoles, RoleNotHeld
from audit.disagreement import Disagreement, disagreement
from audit.payloads import PayloadReader
from audit.rerun import RECORD, Rerun, rerun
from audit.sources import Filed, FoundHistory
from audit.steps import HistoryStep, steps
from audit.words.shape import ProcedureWords
from domain import ids
from domain.cases.batch import EventBatch

_CONFIG = ConfigDict(frozen=True, extra="forbid")


class WorkflowReplay(BaseModel):
    """One workflow replayed. `source` is engine or archive; `size` is in bytes of the engine's format."""

    model_config = _CONFIG

    workflow_id: str
    run_id: str
    source: str
    filed: Filed
    sha256: str | None
    running: bool
    events: int
    size: int
    steps: tuple[HistoryStep, ...]
    agrees: bool
    disagreement: Disagreement | None


class Replay(BaseModel):
    """A case replayed. `missing` names workflows of which there is no history; `ledger` is None without a case's.

    `roles_not_held` are decisions of the ledger by who had no such role on that day.
    """

    model_config = _CONFIG

    case_id: str
    workflows: tuple[WorkflowReplay, ...]
    missing: tuple[str, ...]
    ledger: Agreement | None
    roles_not_held: tuple[RoleNotHeld, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether every history is there and intact, the code agrees with it, the ledger too, and who decided might."""
        sound = all(each.agrees and each.filed in (Filed.INTACT, Filed.NOT_ARCHIVED) for each in self.workflows)
        complete = sound and not self.missing and not self.roles_not_held
        return complete and self.ledger is not None and self.ledger.agrees


async def replay(
    words: ProcedureWords[Any, Any],
    case_id: str,
    found: Sequence[FoundHistory],
    ledger: Sequence[Any],
    keys: EngineKeys,
    roles: HeldRoles | None = None,
) -> Replay:
    """Replay a case. Raises DomainError KEY_UNKNOWN or PAYLOAD_FOREIGN when a history cannot be decrypted."""
    request = ids.case_workflow_id(case_id)
    reader = PayloadReader(keys)
    replayed: list[WorkflowReplay] = []
    compared: Agreement | None = None
    for each in found:
        done = None if each.history is None else await rerun(each.history, keys, words.workflows())
        result = await _replayed(each, done, reader, words)
        replayed.append(result)
        if done is not None and each.history is not None and each.workflow_id == request:
            whole = result.agrees and not result.running
            inputs = await _recorded_inputs(each.history, reader)
            said = events_of(words.procedure, [*done.batches, *inputs])
            compared = agreement(words, ledger, said, whole=whole)
    return Replay(
        case_id=case_id,
        workflows=tuple(replayed),
        missing=_missing(request, found),
        ledger=compared,
        roles_not_held=tuple(roles.among(words.procedure, ledger)) if roles else (),
    )


async def _replayed(
    each: FoundHistory, done: Rerun | None, reader: PayloadReader, words: ProcedureWords[Any, Any]
) -> WorkflowReplay:
    history = each.history
    parted = disagreement(history, done, words.engine) if history is not None and done is not None else None
    return WorkflowReplay(
        workflow_id=each.workflow_id,
        run_id=each.run_id,
        source=each.source,
        filed=each.filed,
        sha256=each.archived.sha256 if each.archived else None,
        running=each.running,
        events=len(history.events) if history else 0,
        size=sum(event.ByteSize() for event in history.events) if history else 0,
        steps=await steps(history, reader, words) if history else (),
        agrees=history is not None and parted is None,
        disagreement=parted,
    )


async def _recorded_inputs(history: WorkflowHistory, reader: PayloadReader) -> list[EventBatch]:
    """Return the batches the history itself holds: those recorded the patient way, as a regular activity."""
    batches = []
    for event in history.events:
        scheduled = event.activity_task_scheduled_event_attributes
        if event.HasField("activity_task_scheduled_event_attributes") and scheduled.activity_type.name == RECORD:
            value = await reader.first(history.workflow_id, scheduled.input)
            # The rest of a batch is the engine's business and has had other forms.
            batches.append(EventBatch.model_validate({name: value[name] for name in ("case_id", "first", "events")}))
    return batches


def _missing(request: str, found: Sequence[FoundHistory]) -> tuple[str, ...]:
    """Return the case's workflow, or children its history says were started, of which no history was found."""
    there = {each.workflow_id: each for each in found}
    expected = {request}
    own = there.get(request)
    for event in own.history.events if own and own.history else ():
        if event.HasField("child_workflow_execution_started_event_attributes"):
            expected.add(event.child_workflow_execution_started_event_attributes.workflow_execution.workflow_id)
    return tuple(sorted(expected - set(there)))
