"""The door of a workflow: everything it is told passes here first, outside its sandbox, and the same again at replay.

Whoever reaches the engine's port can send anything. What no key of ours encrypted never reaches a workflow, and nothing
of it suspends one: a signal is dropped, an update or a query rejected, a start ends at once, a step whose answer a
stranger gave is done again. A decision is let in when the applicant's or vouched for (`adapters/vouching.py`, ADR 13).
Each refusal is told to whoever counts; nothing of what was sent is.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC
from typing import Any, NamedTuple

from temporalio.bridge.proto.activity_result import ActivityResolution
from temporalio.bridge.proto.workflow_activation import (
    DoUpdate,
    InitializeWorkflow,
    ResolveChildWorkflowExecution,
    SignalWorkflow,
    WorkflowActivation,
    WorkflowActivationJob,
)
from temporalio.worker import WorkflowInstanceDetails

from adapters.temporal.refusals import is_refused, refused
from adapters.vouching import VoucherChecks
from domain import ids
from domain.cases.decision import Decision
from domain.errors import DomainError, ErrorCode

KINDS = ("signal", "update", "query", "start", "result")
"""What can be refused."""
# A step of ours tells of its failure in encrypted attributes; the engine in plain that time was over, or an answer too large.
_THE_ENGINES_OWN = frozenset({"timeout_failure_info", "server_failure_info"})


class Refusal(NamedTuple):
    """One refusal: of the KINDS, the code, the request concerned (empty: a stranger's workflow, which has any name)."""

    kind: str
    code: ErrorCode
    case_id: str


Told = Callable[[Refusal], None]


class _Found(NamedTuple):
    """What stands in the history (`recorded`) is found again at each replay, and told once."""

    kind: str
    code: ErrorCode
    recorded: bool


class Door:
    """The door of one workflow."""

    def __init__(self, details: WorkflowInstanceDetails, vouchers: VoucherChecks, told: Told) -> None:
        self._definition = details.defn
        self._workflow_id = details.info.workflow_id
        self._vouchers = vouchers
        self._told = told

    def admit(self, activation: WorkflowActivation) -> None:
        """Take out of an activation, or turn into a refusal, what is not to be believed.

        Raises DomainError for a child's outcome that no key of ours encrypted, and for an accepted update that is not to be
        believed: only somebody who acts as a worker can bring that about, and the case must be looked at.
        """
        dropped = []
        for place, job in enumerate(activation.jobs):
            found = self._refusal(job, activation)
            if found is None:
                continue
            if not (found.recorded and activation.is_replaying):
                self._tell(found)
            if job.HasField("signal_workflow"):
                dropped.append(place)
        for place in reversed(dropped):
            del activation.jobs[place]

    def _refusal(self, job: WorkflowActivationJob, activation: WorkflowActivation) -> _Found | None:
        match job.WhichOneof("variant"):
            case "signal_workflow":
                return self._signal(job.signal_workflow, activation)
            case "do_update":
                return self._update(job.do_update, activation)
            case "query_workflow":
                foreign = any(map(is_refused, job.query_workflow.arguments))
                return _Found("query", ErrorCode.PAYLOAD_FOREIGN, recorded=False) if foreign else None
            case "initialize_workflow":
                return self._start(job.initialize_workflow)
            case "resolve_activity":
                return _result(job.resolve_activity.result)
            case "resolve_child_workflow_execution":
                _child(job.resolve_child_workflow_execution, self._workflow_id)
        return None

    def _signal(self, job: SignalWorkflow, activation: WorkflowActivation) -> _Found | None:
        handler = self._definition.signals.get(job.signal_name)
        types = (handler and handler.arg_types) or []
        if handler is None or len(job.input) != len(types) or any(map(is_refused, job.input)):
            return _Found("signal", ErrorCode.PAYLOAD_FOREIGN, recorded=True)
        shape = _decided(types)
        if shape is not None and not self._believes(job, activation, shape):
            return _Found("signal", ErrorCode.ROLE_MISSING, recorded=True)
        return None

    def _update(self, job: DoUpdate, activation: WorkflowActivation) -> _Found | None:
        """Look at an update. Raises DomainError for one in the history that no door of ours can have let in."""
        handler = self._definition.updates.get(job.name)
        if handler is None:
            return None
        code, shape = None, _decided(handler.arg_types)
        if any(map(is_refused, job.input)):
            code = ErrorCode.PAYLOAD_FOREIGN
        elif shape is not None and len(job.input) == 1 and not self._believes(job, activation, shape):
            code = ErrorCode.ROLE_MISSING
        if code is None:
            return None
        if not job.run_validator:
            raise DomainError(code, workflow_id=self._workflow_id)
        job.input[0].CopyFrom(refused(code))
        return _Found("update", code, recorded=False)

    def _believes(
        self, job: SignalWorkflow | DoUpdate, activation: WorkflowActivation, shape: type[Decision[Any]]
    ) -> bool:
        """Say whether the decision is believed; what is checked is then, byte for byte, what the workflow reads."""
        try:
            decision = json.loads(job.input[0].data)
            now = activation.timestamp.ToDatetime(UTC)
            if not isinstance(decision, dict) or not self._vouchers.believes(self._workflow_id, decision, now, shape):
                return False
            job.input[0].data = json.dumps(decision).encode()
        except (ValueError, RecursionError):
            return False
        return True

    def _start(self, job: InitializeWorkflow) -> _Found | None:
        expected = self._definition.arg_types or []
        known = self._definition.name is not None
        complete = len(job.arguments) == len(expected) if known else bool(job.arguments)
        if complete and not any(map(is_refused, job.arguments)):
            return None
        del job.arguments[:]
        job.arguments.append(refused(ErrorCode.PAYLOAD_FOREIGN))
        return _Found("start", ErrorCode.PAYLOAD_FOREIGN, recorded=True)

    def _tell(self, found: _Found) -> None:
        payment = ids.payment_of_workflow(self._workflow_id)
        case_id = ids.case_of_workflow(self._workflow_id) or ids.case_of_payment(payment or "") or ""
        self._told(Refusal(found.kind, found.code, case_id if ids.is_case_id(case_id) else ""))


def _decided(types: Sequence[type] | None) -> type[Decision[Any]] | None:
    """Return how a handler has its decisions; None for one that takes something else."""
    first = types[0] if types and len(types) == 1 else None
    return first if isinstance(first, type) and issubclass(first, Decision) else None


def _result(result: ActivityResolution) -> _Found | None:
    """Let a step that a stranger answered for fail as one of nobody: `workflows/calling.py` does it again."""
    match result.WhichOneof("status"):
        case "completed":
            ours = result.completed.HasField("result") and not is_refused(result.completed.result)
        case "failed":
            failure = result.failed.failure
            cause = failure.cause if failure.HasField("activity_failure_info") else failure
            ours = cause.WhichOneof("failure_info") in _THE_ENGINES_OWN or (
                cause.HasField("encoded_attributes") and not is_refused(cause.encoded_attributes)
            )
        case _:
            ours = True
    if ours:
        return None
    result.failed.failure.Clear()
    result.failed.failure.message = ErrorCode.PAYLOAD_FOREIGN.value
    result.failed.failure.application_failure_info.type = ErrorCode.PAYLOAD_FOREIGN.value
    return _Found("result", ErrorCode.PAYLOAD_FOREIGN, recorded=True)


def _child(job: ResolveChildWorkflowExecution, workflow_id: str) -> None:
    if job.result.HasField("completed") and is_refused(job.result.completed.result):
        raise DomainError(ErrorCode.PAYLOAD_FOREIGN, workflow_id=workflow_id)
