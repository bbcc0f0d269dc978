"""過誤納: money the provider holds beside the fee is recorded with the request it was paid for, and so is its return."""

from pydantic import BaseModel, ConfigDict
from temporalio import activity

from activities.failures import translated
from activities.payments import Capture
from domain.certificates.overpayment import RecordOverpayment, RecordOverpaymentReturn, overpayment_of
from domain.certificates.status import RefundStatus
from domain.ports import MoneyBooks


class Owed(BaseModel):
    """Whether a capture must go back (it is not the fee, and has not gone back), and who answers for the money."""

    model_config = ConfigDict(frozen=True)

    owed: bool
    officer: str


class Noted(BaseModel):
    """The fact stands in the request's ledger."""

    model_config = ConfigDict(frozen=True)

    charge_id: str


class OverpaymentActivities:
    """What tells a request of its overpayments, under way or ended."""

    def __init__(self, books: MoneyBooks) -> None:
        self._books = books

    @activity.defn(name="note_overpayment")
    async def note_overpayment(self, capture: Capture) -> Owed:
        """Have the request decide whether the capture is its fee; if it is not, it is recorded, and must go back."""
        with translated(rejection_is_final=False):
            state = await self._books.note(RecordOverpayment(**capture.model_dump()))
            known = overpayment_of(state, capture.charge_id)
            owed = known is not None and known.refund is RefundStatus.DUE
            return Owed(owed=owed, officer=state.terms.accounting_officer)

    @activity.defn(name="note_overpayment_return")
    async def note_overpayment_return(self, fact: RecordOverpaymentReturn) -> Noted:
        """Record that it went back, or is with the officer."""
        with translated(rejection_is_final=False):
            await self._books.note(fact)
            return Noted(charge_id=fact.charge_id)
