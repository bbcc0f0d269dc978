"""One case inside its workflow: the folded state, and the events that are not yet recorded."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.recording import RecordingActivities
    from domain.cases.decision import Decision
    from domain.cases.event import DecisionRefused
    from domain.cases.procedure import AnyEvent, Procedure, State
    from domain.cases.staging import UNMARKED, Mark
    from domain.errors import DomainError, ErrorCode
    from workflows.calling import quick
    from workflows.cases.messages import DecisionReceipt

# Nothing anybody sends makes a case grow without end: what comes before the beginning, and what is refused.
MOST_EARLY = 100
_MOST_REFUSED = 200

AnyDecision = TypeVar("AnyDecision", bound=Decision[Any])
Decide = Callable[[State, AnyDecision, datetime], Sequence[AnyEvent]]
"""What a decision causes in a state at an instant. Raises DomainError when it cannot be taken."""


class Case(Generic[State, AnyEvent, AnyDecision]):
    """Takes decisions by its procedure's rules and keeps what they cause until it is recorded.

    The procedure's events have a DecisionRefused among them. Its own case adds how it takes what machines find, by `append`.
    """

    def __init__(
        self, procedure: Procedure[State, AnyEvent], case_id: str, decide: Decide[State, AnyDecision, AnyEvent]
    ) -> None:
        self.case_id = case_id
        self._procedure = procedure
        self._decide = decide
        self._state: State | None = None
        self._unrecorded: list[AnyEvent] = []
        self._early: list[AnyDecision] = []
        self._refused = 0
        self._recorded = 0
        self._task = UNMARKED  # the one under way
        self._recorded_before = 0  # when it began
        self.note_task()

    @property
    def is_open(self) -> bool:
        """Whether the case has begun."""
        return self._state is not None

    @property
    def state(self) -> State:
        """The state now. Raises ApplicationError(NOT_ALLOWED_NOW) before the case is opened."""
        if self._state is None:
            raise ApplicationError("received", type=ErrorCode.NOT_ALLOWED_NOW.value, non_retryable=True)
        return self._state

    @property
    def has_news(self) -> bool:
        """Whether events wait to be recorded."""
        return bool(self._unrecorded)

    def open(self, first: AnyEvent) -> None:
        """Begin with the first event; decisions that came before the beginning are taken now, in their order."""
        self.append((first,))
        early, self._early = self._early, []
        for decision in early:
            self.decide_or_note(decision)

    def append(self, events: Sequence[AnyEvent]) -> None:
        """Let events happen."""
        self._state = self._procedure.fold(events, self._state)
        self._unrecorded.extend(events)

    def check(self, decision: AnyDecision) -> None:
        """Raise ApplicationError with the domain's code if the decision cannot be taken now; change nothing."""
        self._decided(decision)

    def decide(self, decision: AnyDecision) -> DecisionReceipt:
        """Take a decision and answer it. Raises ApplicationError with the domain's code when it cannot be taken."""
        self.append(self._decided(decision))
        state = self.state
        return DecisionReceipt(
            case_id=self.case_id, decision_id=decision.decision_id, status=state.status.value, place=state.place
        )

    def decide_or_note(self, decision: AnyDecision) -> None:
        """Take a decision nobody waits for; one that cannot be taken leaves a DecisionRefused, up to a number of them."""
        if self._state is None:
            if len(self._early) < MOST_EARLY:
                self._early.append(decision)
            return
        try:
            self.append(self._decide(self._state, decision, workflow.now()))
        except DomainError as error:
            if self._refused < _MOST_REFUSED:
                self._refused += 1
                self.append((self._refusal(decision, self.code_of_refusal(error)),))

    def code_of_refusal(self, error: DomainError) -> ErrorCode:
        """Return what the ledger keeps of why a decision was refused."""
        return error.code

    def _decided(self, decision: AnyDecision) -> Sequence[AnyEvent]:
        try:
            return self._decide(self.state, decision, workflow.now())
        except DomainError as error:
            raise ApplicationError(error.code.value, error.facts, type=error.code.value, non_retryable=True) from None

    def _refusal(self, decision: AnyDecision, code: ErrorCode) -> AnyEvent:
        refused = DecisionRefused(
            at=workflow.now(),
            by=decision.actor.id,
            decision_id=decision.decision_id,
            action=decision.command.action,
            code=code.value,
        )
        return self._procedure.read(refused.model_dump(mode="json"))

    def note_task(self) -> None:
        """Note the workflow task under way; to be called before a step, which makes the task's time go on."""
        number = workflow.info().get_current_history_length()
        if number != self._task.started:
            self._task, self._recorded_before = Mark(number, workflow.now()), self._recorded

    async def recorded(self) -> None:
        """Have all events recorded, in one batch; only the procedure's main line calls this.

        Raises StepFailed when another event is sealed at this place: a bug, which suspends the case until it is mended.
        """
        while self._unrecorded:
            events = tuple(self._unrecorded)
            self.note_task()
            batch = self._procedure.batch(self.case_id, self._recorded + 1, events)
            caused_by = {"mark": self._task, "settled": self._recorded_before}
            await quick(RecordingActivities.record_events, batch.model_copy(update=caused_by))
            self.note_task()  # another than before, where that kept the engine waiting: these may be lost with it
            self._recorded += len(events)
            del self._unrecorded[: len(events)]
