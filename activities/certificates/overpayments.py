"""過誤納: money the provider holds beside the fee is recorded with the request it was paid for, and so is its return."""

from pydantic import BaseModel, ConfigDict
from temporalio import activity

from activities.failures import translated
from domain.certificates.overpayment import MoneyNotice, overpayment_of
from domain.certificates.ports import MoneyBooks
from domain.certificates.status import RefundStatus


class Owed(BaseModel):
    """Whether a capture must still go back (it is not the fee), and who answers for the money."""

    model_config = ConfigDict(frozen=True)

    owed: bool
    officer: str


class OverpaymentActivities:
    """What tells a request of its overpayments, under way or ended."""

    def __init__(self, books: MoneyBooks) -> None:
        self._books = books

    @activity.defn(name="note_overpayment")
    async def note_overpayment(self, notice: MoneyNotice) -> Owed:
        """Have the request record a capture, if it is not its fee, or how one went back; the same fact twice is once."""
        with translated(rejection_is_final=False):
            state = await self._books.note(notice.fact)
            known = overpayment_of(state, notice.fact.charge_id)
            owed = known is not None and known.refund is RefundStatus.DUE
            return Owed(owed=owed, officer=state.terms.accounting_officer)
