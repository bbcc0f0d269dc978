"""犬の登録 as a workflow: submitted, decided, recorded."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from fakes.dogs.events import DogEvent, DogSubmitted
    from fakes.dogs.procedure import DOGS
    from fakes.dogs.rules import DogDecision, DogOutcome, DogState, decide

    from domain.cases.submission import StartOrder
    from workflows.cases.case import Case
    from workflows.cases.messages import DecisionReceipt
    from workflows.cases.waiting import decision
    from workflows.stamping import stamp


@workflow.defn(name="dog-registration")
class DogRegistrationWorkflow:
    """Waits for an officer."""

    @workflow.init
    def __init__(self, order: StartOrder) -> None:
        self._case: Case[DogState, DogEvent, DogDecision] = Case(DOGS, order.case_id, decide)
        fields = order.model_dump(include={"case_number", "municipality", "received_at"})
        self._case.open(DogSubmitted(**stamp(), breed=str(order.subject["breed"]), **fields))

    @workflow.run
    async def run(self, _order: StartOrder) -> DogOutcome:
        """Follow it to its end."""
        while not self._case.state.closed:
            await decision(self._case)
        await workflow.wait_condition(workflow.all_handlers_finished)
        await self._case.recorded()
        return DogOutcome(status=self._case.state.status)

    @workflow.update(name="decide")
    def decide(self, decision: DogDecision) -> DecisionReceipt:
        """Take a decision somebody waits for."""
        return self._case.decide(decision)

    @decide.validator
    def _may_decide(self, decision: DogDecision) -> None:
        self._case.check(decision)

    @workflow.signal(name="decide_later")
    def decide_later(self, decision: DogDecision) -> None:
        """Take a decision nobody waits for."""
        self._case.decide_or_note(decision)

    @workflow.query(name="state")
    def state(self) -> DogState:
        """Return where it stands."""
        return self._case.state
