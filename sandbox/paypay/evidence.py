"""The books as anybody may read them: for demonstrations, tests and reconciliation."""

import sqlite3
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict


class Movement(BaseModel):
    """Money that moved: `amount` in yen, at the provider's `payment_id`, for the merchant's order."""

    model_config = ConfigDict(frozen=True)

    number: int
    merchant_payment_id: str
    payment_id: str
    amount: int
    at: datetime
    merchant_refund_id: str | None = None


class Code(BaseModel):
    """A code to pay with, for the merchant's order; the cashier's page is `/pay/<code_id>`.

    `closed`: it was deleted or cancelled; of the latter, what somebody pays goes back at once.
    """

    model_config = ConfigDict(frozen=True)

    merchant_payment_id: str
    code_id: str
    amount: int
    closed: bool


class Evidence(BaseModel):
    """Everything the provider knows, in the order it happened. Amounts are yen."""

    model_config = ConfigDict(frozen=True)

    codes: tuple[Code, ...]
    captures: tuple[Movement, ...]
    cancels: tuple[Movement, ...]
    refunds: tuple[Movement, ...]
    counts: dict[str, int]  # codes, captures, cancels, refunds, notifications, notifications_delivered
    amounts: dict[str, int]  # captured, cancelled, refunded, held


def evidence(connection: sqlite3.Connection) -> Evidence:
    """Read the books."""
    captures, cancels, refunds = (_movements(connection, kind) for kind in ("capture", "cancel", "refund"))
    captured, cancelled, refunded = (sum(move.amount for move in moves) for moves in (captures, cancels, refunds))
    codes = connection.execute(
        "SELECT merchant_payment_id, code_id, amount, coalesce(deleted_at, cancel_requested_at) IS NOT NULL AS closed"
        " FROM orders ORDER BY created_at"
    ).fetchall()
    return Evidence(
        codes=tuple(Code(**dict(row)) for row in codes),
        captures=captures,
        cancels=cancels,
        refunds=refunds,
        counts={
            "codes": len(codes),
            "captures": len(captures),
            "cancels": len(cancels),
            "refunds": len(refunds),
            "notifications": _count(connection, "SELECT count(*) FROM notifications"),
            "notifications_delivered": _count(connection, "SELECT count(delivered_at) FROM notifications"),
        },
        amounts={
            "captured": captured,
            "cancelled": cancelled,
            "refunded": refunded,
            "held": captured - cancelled - refunded,
        },
    )


def _movements(connection: sqlite3.Connection, kind: str) -> tuple[Movement, ...]:
    rows = connection.execute(
        "SELECT number, merchant_payment_id, payment_id, amount, at, merchant_refund_id FROM movements"
        " WHERE kind = ? ORDER BY number",
        (kind,),
    )
    return tuple(Movement(**{**row, "at": datetime.fromtimestamp(row["at"], UTC)}) for row in map(dict, rows))


def _count(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])
