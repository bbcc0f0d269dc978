"""The provider's books: codes, captures, cancellations, refunds. Independent evidence of what was charged.

Not async and not locked: every operation is one short transaction, called from one event loop.
"""

import secrets
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sandbox.paypay import refusals
from sandbox.paypay.cancellation import cancellable_before
from sandbox.paypay.orders import NewOrder, NewRefund, Order, OrderStatus, RefundEntry
from sandbox.paypay.refusals import Refused
from sandbox.paypay.storage import connect, transaction

_ORDERS = """
SELECT o.*, c.payment_id, c.at AS captured_at, x.at AS canceled_at, r.at AS refunded_at FROM orders o
LEFT JOIN movements c ON c.merchant_payment_id = o.merchant_payment_id AND c.kind = 'capture'
LEFT JOIN movements x ON x.merchant_payment_id = o.merchant_payment_id AND x.kind = 'cancel'
LEFT JOIN movements r ON r.merchant_payment_id = o.merchant_payment_id AND r.kind = 'refund'
"""


class Obstacle(StrEnum):
    """Why a code cannot be paid."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    DELETED = "deleted"
    PAID = "paid"


class Unpayable(Exception):  # noqa: N818 - reads as what happened
    """The citizen cannot pay this code."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.value)
        self.obstacle = obstacle


class Books:
    """One provider's books in one folder.

    A code can be paid for `lifetime`; a refund counts as settled when `settlement` has passed since it was accepted.
    """

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], datetime],
        *,
        lifetime: timedelta = timedelta(hours=3),
        settlement: timedelta = timedelta(),
    ) -> None:
        self.connection = connect(folder)
        self.clock = clock
        self.lifetime = lifetime
        self._settlement = settlement

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def create(self, new: NewOrder) -> Order:
        """Write a new order with its code. Raises Refused(DUPLICATE_CODE): an order number serves once."""
        now = self.clock()
        code_id = f"04-{secrets.token_urlsafe(12)}"
        values = (new.merchant_payment_id, code_id, new.amount, new.description, new.redirect_url, new.requested_at)
        try:
            self.connection.execute(
                "INSERT INTO orders (merchant_payment_id, code_id, amount, description, redirect_url, requested_at,"
                " created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*values, now.timestamp(), (now + self.lifetime).timestamp()),
            )
        except sqlite3.IntegrityError:
            raise Refused(refusals.DUPLICATE_CODE) from None
        return self._expect("o.code_id = ?", code_id)

    def order(self, merchant_payment_id: str) -> Order | None:
        """Return an order by the merchant's number."""
        return self._find("o.merchant_payment_id = ?", merchant_payment_id)

    def by_code(self, code_id: str) -> Order | None:
        """Return an order by its code."""
        return self._find("o.code_id = ?", code_id)

    def delete_code(self, code_id: str, behind: float = 0) -> None:
        """Delete an unpaid code. Raises Refused: UNKNOWN_CODE (also when deleted before) or ALREADY_PAID.

        `behind` seconds is how old the state is that this goes by: a payment since then is not noticed.
        """
        with transaction(self.connection):
            order = self.by_code(code_id)
            if order is None or order.deleted_at is not None:
                raise Refused(refusals.UNKNOWN_CODE)
            if order.as_of(self._now() - behind).captured_at is not None:
                raise Refused(refusals.ALREADY_PAID)
            self.connection.execute("UPDATE orders SET deleted_at = ? WHERE code_id = ?", (self._now(), code_id))

    def obstacle(self, order: Order | None) -> Obstacle | None:
        """Return why an order cannot be paid now; None when it can."""
        if order is None:
            return Obstacle.UNKNOWN
        if order.captured_at is not None:
            return Obstacle.PAID
        if order.deleted_at is not None:
            return Obstacle.DELETED
        return Obstacle.EXPIRED if self._now() >= order.expires_at else None

    def pay(self, code_id: str) -> Order:
        """Capture the money. A cancellation that came before is carried out at once. Raises Unpayable."""
        with transaction(self.connection):
            order = self.by_code(code_id)
            obstacle = self.obstacle(order)
            if order is None or obstacle is not None:
                raise Unpayable(obstacle or Obstacle.UNKNOWN)
            payment_id = f"{secrets.randbelow(9 * 10**19) + 10**19}"
            self._move("capture", order, payment_id)
            if order.cancel_requested_at is not None:
                self._move("cancel", order, payment_id)
        return self._expect("o.code_id = ?", code_id)

    def cancel(self, merchant_payment_id: str) -> Order:
        """Undo a capture, or note that it must be undone as soon as it happens.

        Raises Refused: UNKNOWN_ORDER, or NOT_REVERSIBLE when it is undone or refunded already or the window is closed.
        """
        with transaction(self.connection):
            order = self.order(merchant_payment_id)
            if order is None:
                raise Refused(refusals.UNKNOWN_ORDER)
            if order.captured_at is None:
                self.connection.execute(
                    "UPDATE orders SET cancel_requested_at = coalesce(cancel_requested_at, ?)"
                    " WHERE merchant_payment_id = ?",
                    (self._now(), merchant_payment_id),
                )
            else:
                limit = cancellable_before(datetime.fromtimestamp(order.captured_at, UTC))
                if order.status is not OrderStatus.COMPLETED or self.clock() >= limit:
                    raise Refused(refusals.NOT_REVERSIBLE)
                self._move("cancel", order, order.payment_id or "")
        return self._expect("o.merchant_payment_id = ?", merchant_payment_id)

    def refund(self, new: NewRefund) -> RefundEntry:
        """Give money back, once per order and number.

        Raises Refused: UNKNOWN_ORDER, ONE_REFUND_ONLY, NOT_REFUNDABLE or WRONG_AMOUNT.
        """
        with transaction(self.connection):
            order = self._find("c.payment_id = ?", new.payment_id)
            if order is None:
                raise Refused(refusals.UNKNOWN_ORDER)
            if order.refunded_at is not None or self.refund_entry(new.merchant_refund_id) is not None:
                raise Refused(refusals.ONE_REFUND_ONLY)
            if order.status is not OrderStatus.COMPLETED:
                raise Refused(refusals.NOT_REFUNDABLE)
            if not 0 < new.amount <= order.amount:
                raise Refused(refusals.WRONG_AMOUNT)
            self._move("refund", order, new.payment_id, new)
        entry = self.refund_entry(new.merchant_refund_id)
        assert entry is not None  # noqa: S101 - written above
        return entry

    def refund_entry(self, merchant_refund_id: str) -> RefundEntry | None:
        """Return a refund by the merchant's number."""
        row = self.connection.execute(
            "SELECT merchant_refund_id, payment_id, amount, reason, requested_at, at AS accepted_at FROM movements"
            " WHERE merchant_refund_id = ?",
            (merchant_refund_id,),
        ).fetchone()
        if row is None:
            return None
        return RefundEntry(**row, settled=self._now() >= row["accepted_at"] + self._settlement.total_seconds())

    def _now(self) -> float:
        return self.clock().timestamp()

    def _find(self, condition: str, value: str) -> Order | None:
        row = self.connection.execute(f"{_ORDERS} WHERE {condition}", (value,)).fetchone()
        return None if row is None else Order.of(row)

    def _expect(self, condition: str, value: str) -> Order:
        order = self._find(condition, value)
        assert order is not None  # noqa: S101 - the caller has just written it
        return order

    def _move(self, kind: str, order: Order, payment_id: str, refund: NewRefund | None = None) -> None:
        self.connection.execute(
            "INSERT INTO movements (kind, merchant_payment_id, payment_id, amount, at, merchant_refund_id, reason,"
            " requested_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                kind,
                order.merchant_payment_id,
                payment_id,
                order.amount if refund is None else refund.amount,
                self._now(),
                None if refund is None else refund.merchant_refund_id,
                "" if refund is None else refund.reason,
                0 if refund is None else refund.requested_at,
            ),
        )
