"""犬の登録 as a workflow: submitted, decided, recorded."""

from typing import cast

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from fakes.dogs.events import DogEvent, DogSubmitted
    from fakes.dogs.procedure import DOGS
    from fakes.dogs.rules import DogDecision, DogOutcome, DogState, decide

    from activities.recording import RecordingActivities
    from domain.actors import SYSTEM
    from domain.cases.staging import Mark
    from domain.cases.submission import StartOrder
    from workflows.calling import quick


@workflow.defn(name="dog-registration")
class DogRegistrationWorkflow:
    """Waits for an officer."""

    @workflow.init
    def __init__(self, order: StartOrder) -> None:
        self._order = order
        self._events: list[DogEvent] = []
        self._recorded = 0
        self._state = cast(DogState, None)
        fields = order.model_dump(include={"case_number", "municipality", "received_at"})
        self._append(DogSubmitted(at=workflow.now(), by=SYSTEM.id, breed=str(order.subject["breed"]), **fields))

    @workflow.run
    async def run(self, order: StartOrder) -> DogOutcome:
        """Follow it to its end."""
        while not self._state.ended:
            await self._record()
            await workflow.wait_condition(lambda: len(self._events) > self._recorded)
        await workflow.wait_condition(workflow.all_handlers_finished)
        await self._record()
        return DogOutcome(status=self._state.status)

    def _append(self, *events: DogEvent) -> None:
        self._events.extend(events)
        self._state = cast(DogState, DOGS.fold(events, self._state))

    async def _record(self) -> None:
        new = self._events[self._recorded :]
        if new:
            mark = Mark(workflow.info().get_current_history_length(), workflow.now())
            batch = DOGS.batch(self._order.case_id, self._recorded + 1, new)
            marked = batch.model_copy(update={"mark": mark, "settled": self._recorded})
            await quick(RecordingActivities.record_events, marked)
            self._recorded += len(new)

    @workflow.update(name="decide")
    def decide(self, decision: DogDecision) -> DogOutcome:
        """Take a decision somebody waits for."""
        self._append(*decide(self._state, decision, workflow.now()))
        return DogOutcome(status=self._state.status)

    @decide.validator
    def _may_decide(self, decision: DogDecision) -> None:
        decide(self._state, decision, workflow.now())

    @workflow.query(name="state")
    def state(self) -> DogState:
        """Return where it stands."""
        return self._state
