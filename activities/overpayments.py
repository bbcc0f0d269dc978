"""過誤納: money the provider holds beside the fee is recorded with the case it was paid for, and so is its return."""

from collections.abc import Mapping

from temporalio import activity

from activities.failures import translated
from domain import ids
from domain.errors import DomainError, ErrorCode
from domain.payments.overpayment import MoneyBooks, MoneyNotice, Owed


class OverpaymentActivities:
    """What tells a case of its overpayments. `books` are the procedures', by the prefix of their cases' ids."""

    def __init__(self, books: Mapping[str, MoneyBooks]) -> None:
        self._books = books

    @activity.defn(name="note_overpayment")
    async def note_overpayment(self, notice: MoneyNotice) -> Owed:
        """Have the case record a capture, if it is not its fee, or how one went back; the same fact twice is once."""
        with translated(rejection_is_final=False):
            return await self._books_of(notice.fact.payment_id).note(notice.fact)

    def _books_of(self, payment_id: str) -> MoneyBooks:
        prefix = ids.prefix_of(ids.case_of_payment(payment_id) or "")
        if prefix not in self._books:
            raise DomainError(ErrorCode.PROCEDURE_UNKNOWN, procedure=prefix)
        return self._books[prefix]
