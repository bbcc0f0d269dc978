"""One request inside its workflow: the folded state, and the events that are not yet recorded."""

from collections.abc import Sequence

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.recording import RecordingActivities
    from domain.actors import SYSTEM
    from domain.cases.batch import EventBatch
    from domain.cases.staging import UNMARKED, Mark
    from domain.cases.submission import StartOrder
    from domain.certificates.commands import Decision
    from domain.certificates.decide import decide
    from domain.certificates.events import AnyEvent, DecisionRefused, RequestReceived
    from domain.certificates.evolve import fold
    from domain.certificates.holds import WaysOut
    from domain.certificates.overpayment import OverpaymentFact, record_money
    from domain.certificates.procedure import CERTIFICATES
    from domain.certificates.record import MachineFact, record
    from domain.certificates.state import RequestState
    from domain.certificates.status import Status
    from domain.errors import DomainError, ErrorCode
    from workflows.calling import quick
    from workflows.certificates.postal_watch import PostalWatch


# Nothing anybody sends makes a request grow without end: what comes before the beginning, and what is refused.
_MOST_EARLY = 100
_MOST_REFUSED = 200


class Case:
    """Takes decisions and facts by the domain's rules and keeps what they cause until it is recorded."""

    def __init__(self, order: StartOrder) -> None:
        self.order = order
        self.watch = PostalWatch()
        self._state: RequestState | None = None
        self._unrecorded: list[AnyEvent] = []
        self._early: list[Decision] = []
        self._refused = 0
        self._collecting = False
        self._money: dict[tuple[str, str], OverpaymentFact] = {}  # while the fee was being collected
        self.ways: WaysOut | None = None  # out of the hold that stands; told to the rules, never recorded
        self._recorded = 0
        self._task = UNMARKED  # the one under way
        self._recorded_before = 0  # when it began
        self.note_task()

    @property
    def state(self) -> RequestState:
        """The state now. Raises ApplicationError(NOT_ALLOWED_NOW) before the request is opened."""
        if self._state is None:
            raise ApplicationError("received", type=ErrorCode.NOT_ALLOWED_NOW.value, non_retryable=True)
        return self._state

    @property
    def has_news(self) -> bool:
        """Whether events wait to be recorded."""
        return bool(self._unrecorded)

    def open(self, received: RequestReceived) -> None:
        """Begin; decisions that came before the beginning are taken now, in their order."""
        self._append((received,))
        early, self._early = self._early, []
        for decision in early:
            self.decide_or_note(decision)
        self.collected()

    def check(self, decision: Decision) -> None:
        """Raise ApplicationError with the domain's code if the decision cannot be taken now; change nothing."""
        try:
            self._decided(decision)
        except DomainError as error:
            raise _refused(error) from None

    def decide(self, decision: Decision) -> None:
        """Take a decision. Raises ApplicationError with the domain's code when it cannot be taken."""
        try:
            self._append(self._decided(decision))
        except DomainError as error:
            raise _refused(error) from None

    def decide_or_note(self, decision: Decision) -> None:
        """Take a decision nobody waits for; one that cannot be taken leaves a DecisionRefused, up to a number of them."""
        if self._state is None:
            if len(self._early) < _MOST_EARLY:
                self._early.append(decision)
            return
        try:
            self._append(self._decided(decision))
        except DomainError as error:
            if self._refused >= _MOST_REFUSED:
                return
            self._refused += 1
            refused = DecisionRefused(
                at=workflow.now(),
                by=decision.actor.id,
                decision_id=decision.decision_id,
                action=decision.command.action,
                code=self._recorded_code(error),
            )
            self._append((refused,))

    def collecting(self) -> None:
        """From now on nobody knows which capture is the fee."""
        self._collecting = True

    def collected(self) -> None:
        """The fee is recorded, or will not come: what was captured besides must go back."""
        self._collecting = False
        waiting, self._money = self._money, {}
        for fact in waiting.values():
            self.note_money(fact)

    def note_money(self, fact: OverpaymentFact) -> None:
        """Take what the provider was found to hold, or gave back, beside the fee; the same fact twice is one.

        Whoever tells it asks whether it stands, and tells it again: what comes too early, or too often, is let go.
        """
        if self._state is None or self._collecting:
            if len(self._money) < _MOST_EARLY:
                self._money.setdefault((fact.type, fact.charge_id), fact)
        else:
            self._append(record_money(self._state, fact, workflow.now()))

    def note(self, fact: MachineFact) -> None:
        """Take a machine fact; raises DomainError when it comes at the wrong moment, which is a bug of a step."""
        self._append(record(self.state, fact))

    def _decided(self, decision: Decision) -> tuple[AnyEvent, ...]:
        return decide(self.order.case_id, self.state, decision, workflow.now(), self.ways)

    def _recorded_code(self, error: DomainError) -> str:
        """Return what the ledger keeps of a refusal: while a hold stands, the same for every reason it may have."""
        held = self.state.status is Status.HELD
        return (ErrorCode.NOT_ALLOWED_NOW if held else error.code).value

    def _append(self, events: Sequence[AnyEvent]) -> None:
        self._state = fold(events, self._state)
        self._unrecorded.extend(events)

    def note_task(self) -> None:
        """Note the workflow task under way; to be called before a step, which makes the task's time go on."""
        number = workflow.info().get_current_history_length()
        if number != self._task.started:
            self._task, self._recorded_before = Mark(number, workflow.now()), self._recorded

    async def recorded(self) -> None:
        """Have all events recorded, in one batch; only the procedure's main line calls this.

        Raises StepFailed when another event is sealed at this place: a bug.
        """
        while self._unrecorded:
            events = tuple(self._unrecorded)
            self.note_task()
            # A refusal (another event is sealed at this place) is a bug and suspends the request until it is mended.
            await quick(
                RecordingActivities.record_events,
                EventBatch(
                    case_id=self.order.case_id,
                    first=self._recorded + 1,
                    events=tuple(CERTIFICATES.write(event) for event in events),
                    mark=self._task,
                    settled=self._recorded_before,
                ),
            )
            self.note_task()  # another than before, where that kept the engine waiting: these may be lost with it
            self._recorded += len(events)
            del self._unrecorded[: len(events)]


def received(order: StartOrder, terms: object) -> RequestReceived:
    """Return the first event of a request."""
    return RequestReceived.model_validate(
        {
            "at": workflow.now(),
            "by": SYSTEM.id,
            "terms": terms,
            "case_number": order.case_number,
            "municipality": order.municipality,
            "received_at": order.received_at,
            **order.subject,
        }
    )


def _refused(error: DomainError) -> ApplicationError:
    return ApplicationError(error.code.value, error.facts, type=error.code.value, non_retryable=True)
