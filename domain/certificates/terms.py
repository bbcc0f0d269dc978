"""The terms one request is handled under: read once from the municipality's policy and pinned by its first event."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain import money
from domain.money import AmountLine
from domain.postal.letters import MailClass


class FeeItem(StrEnum):
    """What one line of a fee is for."""

    CERTIFICATE = "certificate"  # 手数料
    POSTAGE = "postage"  # 郵送料


class FeeLine(AmountLine):
    """One line of the fee. `code`: the kind of certificate, or the class of mail."""

    item: FeeItem


class PaymentOrder(StrEnum):
    """When the fee is collected."""

    FIRST = "first"  # at submission
    AFTER_APPROVAL = "after_approval"  # when the office has fixed the fee


class RefundRule(BaseModel):
    """Whether a captured fee goes back (還付), by how the request ended. Ordinances differ: this is data."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    on_withdrawal: bool
    on_rejection: bool
    on_lapse: bool


class DeadlineKind(StrEnum):
    """What somebody must have done by an instant."""

    PAYMENT = "payment"
    CORRECTION = "correction"
    DELIVERY = "delivery"  # no report of the post by then: taken as delivered
    RETURNED_MAIL = "returned_mail"  # how long returned mail is kept
    LATE_RETURN = "late_return"  # how long after delivery a letter that came back may be recorded


class Terms(BaseModel):
    """Fee, order and rules of one request. `processing_due_at` is the end of the 標準処理期間.

    `payment_for` is what the payer reads at the provider's: whose charge it is and for what, in words, nothing personal.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    policy_version: str
    payment_order: PaymentOrder
    fee: tuple[FeeLine, ...]
    refund: RefundRule
    mail_class: MailClass
    processing_due_at: datetime
    accounting_officer: str = ""
    payment_for: str = ""

    @property
    def amount(self) -> int:
        """What is to be paid, in yen; 0 when exempt."""
        return money.total(self.fee)
