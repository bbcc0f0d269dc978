"""One request inside its workflow: a case, and what certificates add to one: ways out of holds, and money beside the fee."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.cases.submission import StartOrder
    from domain.certificates.commands import Decision
    from domain.certificates.decide import decide
    from domain.certificates.events import AnyEvent, RequestReceived
    from domain.certificates.holds import WaysOut
    from domain.certificates.overpayment import record_money
    from domain.certificates.procedure import CERTIFICATES
    from domain.certificates.record import MachineFact, record
    from domain.certificates.state import RequestState
    from domain.certificates.status import Status
    from domain.errors import DomainError, ErrorCode
    from domain.payments.overpayment import OverpaymentFact
    from workflows.cases.case import MOST_EARLY, Case
    from workflows.certificates.postal_watch import PostalWatch
    from workflows.stamping import stamp


class RequestCase(Case[RequestState, AnyEvent, Decision]):
    """Takes decisions and facts by the domain's rules and keeps what they cause until it is recorded."""

    def __init__(self, order: StartOrder) -> None:
        super().__init__(
            CERTIFICATES,
            order.case_id,
            lambda state, decision, at: decide(order.case_id, state, decision, at, self.ways),
        )
        self.order = order
        self.watch = PostalWatch()
        self.ways: WaysOut | None = None  # out of the hold that stands; told to the rules, never recorded
        self._collecting = False
        self._money: dict[tuple[str, str], OverpaymentFact] = {}  # while the fee was being collected

    def open(self, first: AnyEvent) -> None:
        """Begin; decisions, and then money, that came before the beginning are taken now."""
        super().open(first)
        self.collected()

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
        if not self.is_open or self._collecting:
            if len(self._money) < MOST_EARLY:
                self._money.setdefault((fact.type, fact.charge_id), fact)
        else:
            self.append(record_money(self.state, fact, workflow.now()))

    def note(self, fact: MachineFact) -> None:
        """Take a machine fact; raises DomainError when it comes at the wrong moment, which is a bug of a step."""
        self.append(record(self.state, fact))

    def code_of_refusal(self, error: DomainError) -> ErrorCode:
        """Return what the ledger keeps of a refusal: while a hold stands, the same for every reason it may have."""
        return ErrorCode.NOT_ALLOWED_NOW if self.state.status is Status.HELD else error.code


def received(order: StartOrder, terms: object) -> RequestReceived:
    """Return the first event of a request."""
    return RequestReceived.model_validate(
        {
            **stamp(),
            "terms": terms,
            "case_number": order.case_number,
            "municipality": order.municipality,
            "received_at": order.received_at,
            **order.subject,
        }
    )
