"""証明書交付請求: one request, from arrival at the counter to the letter box."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.certificates.terms import TermsActivities
    from domain.cases.submission import StartOrder
    from domain.certificates.commands import Decision
    from domain.certificates.state import RequestState
    from domain.payments.overpayment import MoneyNotice
    from workflows.calling import quick
    from workflows.cases.messages import DecisionReceipt
    from workflows.certificates.case import RequestCase, received
    from workflows.certificates.messages import PostalHint, RequestOutcome
    from workflows.certificates.procedure import STEPS


# Requests live for weeks to months, for delivered letters may come back: they move on to new code, which the replay gate
# proves they can (ADR 0004).
@workflow.defn(name="certificate-request")
class CertificateRequestWorkflow:
    """Waits, orders, times out and compensates; every rule is one call into the domain."""

    @workflow.init
    def __init__(self, order: StartOrder) -> None:
        self._case = RequestCase(order)

    @workflow.run
    async def run(self, order: StartOrder) -> RequestOutcome:
        """Follow the procedure from status to status until nothing remains to be done."""
        case = self._case
        case.open(received(order, await quick(TermsActivities.read_terms, order)))
        while not case.state.closed:
            await STEPS[case.state.status](case)
        await workflow.wait_condition(workflow.all_handlers_finished)
        await case.recorded()
        state = case.state
        return RequestOutcome(
            case_id=order.case_id,
            status=state.status,
            refund=state.money.refund,
            events=state.place,
            closed_at=workflow.now(),
        )

    @workflow.update(name="decide")
    def decide(self, decision: Decision) -> DecisionReceipt:
        """Take a decision somebody waits for; the same decision twice is answered twice and taken once."""
        return self._case.decide(decision)

    @decide.validator
    def _may_decide(self, decision: Decision) -> None:
        self._case.check(decision)

    @workflow.signal(name="decide_later")
    def decide_later(self, decision: Decision) -> None:
        """Take a decision nobody waits for; a refusal is recorded."""
        self._case.decide_or_note(decision)

    @workflow.signal(name="postal_hint")
    def postal_hint(self, _hint: PostalHint) -> None:
        """Take word from the carrier."""
        self._case.watch.hint()

    @workflow.signal(name="note_money")
    def note_money(self, notice: MoneyNotice) -> None:
        """Take what the provider was found to hold, or gave back, beside the fee."""
        self._case.note_money(notice.fact)

    @workflow.query(name="state")
    def state(self) -> RequestState:
        """Return where the request stands."""
        return self._case.state
