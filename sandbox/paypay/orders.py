"""An order and a refund as they stand in the books."""

import sqlite3
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Self


class OrderStatus(StrEnum):
    """The provider's states of an order. A code that expired or was deleted unpaid stays CREATED."""

    CREATED = "CREATED"
    COMPLETED = "COMPLETED"
    CANCELED = "CANCELED"
    REFUNDED = "REFUNDED"
    FAILED = "FAILED"


@dataclass(frozen=True)
class NewOrder:
    """What a merchant asks a code for. `amount` in yen, `requested_at` in seconds since 1970."""

    merchant_payment_id: str
    amount: int
    description: str
    redirect_url: str
    requested_at: int


@dataclass(frozen=True)
class Order:
    """An order; instants are seconds since 1970, None when it has not come to that."""

    merchant_payment_id: str
    code_id: str
    amount: int
    description: str
    redirect_url: str
    requested_at: int
    created_at: float
    expires_at: float
    deleted_at: float | None
    cancel_requested_at: float | None
    payment_id: str | None
    captured_at: float | None
    canceled_at: float | None
    refunded_at: float | None

    @classmethod
    def of(cls, row: sqlite3.Row) -> Self:
        """Read a row of `Books.ORDERS`."""
        return cls(**{column.name: row[column.name] for column in fields(cls)})

    def as_of(self, moment: float) -> "Order":
        """Return the order as it stood then: what happened to the money since is not shown."""

        def shown(at: float | None) -> float | None:
            return None if at is None or at > moment else at

        captured_at = shown(self.captured_at)
        return replace(
            self,
            payment_id=None if captured_at is None else self.payment_id,
            captured_at=captured_at,
            canceled_at=shown(self.canceled_at),
            refunded_at=shown(self.refunded_at),
        )

    @property
    def status(self) -> OrderStatus:
        """The state by what happened to the money."""
        if self.captured_at is None:
            return OrderStatus.CREATED
        if self.refunded_at is not None:
            return OrderStatus.REFUNDED
        if self.canceled_at is None:
            return OrderStatus.COMPLETED
        # A cancellation that was waiting for the payment makes it a failed one (FAQ 4414069180943).
        return OrderStatus.CANCELED if self.cancel_requested_at is None else OrderStatus.FAILED


@dataclass(frozen=True)
class NewRefund:
    """What a merchant asks back. `amount` in yen, `requested_at` in seconds since 1970."""

    merchant_refund_id: str
    payment_id: str
    amount: int
    reason: str
    requested_at: int


@dataclass(frozen=True)
class RefundEntry:
    """A refund; `accepted_at` in seconds since 1970. It is CREATED until the nightly run has settled it."""

    merchant_refund_id: str
    payment_id: str
    amount: int
    reason: str
    requested_at: int
    accepted_at: float
    settled: bool
