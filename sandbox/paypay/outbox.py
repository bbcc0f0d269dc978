"""Notifications to send, kept in the books so that a restart forgets none."""

import json
import random
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.japan import JAPAN
from sandbox.paypay.storage import transaction

_STATES = {"capture": "COMPLETED", "cancel": "CANCELED", "refund": "REFUNDED"}


class WebhookPlan(BaseModel):
    """How notifications misbehave from now on.

    Each goes out `copies` times after `delay_seconds`; with `shuffle` each copy waits a random part of the delay, so
    that they overtake one another; with `off` what happens meanwhile is never told.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    copies: Annotated[int, Field(ge=1, le=20)] = 1
    delay_seconds: Annotated[float, Field(ge=0, le=86_400 * 7)] = 0.0
    shuffle: bool = False
    off: bool = False


@dataclass(frozen=True)
class Notification:
    """One copy of one notification."""

    number: int
    body: str
    attempts: int


class Outbox:
    """What is to be sent, and what was. Instants are seconds since 1970."""

    def __init__(self, connection: sqlite3.Connection, merchant: str) -> None:
        self._connection = connection
        self._merchant = merchant

    def plan(self, plan: WebhookPlan, now: float) -> None:
        """Write the notifications of all movements not told yet."""
        with transaction(self._connection):
            rows = self._connection.execute(
                "SELECT m.*, o.expires_at, o.amount AS order_amount FROM movements m JOIN orders o"
                " USING (merchant_payment_id) LEFT JOIN announced a ON a.movement = m.number"
                " WHERE a.movement IS NULL ORDER BY m.number"
            ).fetchall()
            for row in rows:
                for _ in range(0 if plan.off else plan.copies):
                    wait = plan.delay_seconds * (random.random() if plan.shuffle else 1)  # noqa: S311 - not a secret
                    self._connection.execute(
                        "INSERT INTO notifications (movement, body, due) VALUES (?, ?, ?)",
                        (row["number"], self._body(row), now + wait),
                    )
                self._connection.execute("INSERT INTO announced (movement) VALUES (?)", (row["number"],))

    def due(self, now: float) -> list[Notification]:
        """Return what must go out now, the longest due first."""
        rows = self._connection.execute(
            "SELECT number, body, attempts FROM notifications WHERE due <= ? ORDER BY due, number", (now,)
        )
        return [Notification(**row) for row in map(dict, rows)]

    def next_due(self) -> float | None:
        """Return when the next must go out; None when nothing waits."""
        value = self._connection.execute("SELECT min(due) FROM notifications").fetchone()[0]
        return None if value is None else float(value)

    def delivered(self, number: int, now: float) -> None:
        """Note that a notification was taken."""
        self._connection.execute(
            "UPDATE notifications SET delivered_at = ?, due = NULL, attempts = attempts + 1 WHERE number = ?",
            (now, number),
        )

    def failed(self, number: int, again: float | None) -> None:
        """Note that a notification was not taken, and when to try again; None gives it up."""
        self._connection.execute(
            "UPDATE notifications SET due = ?, attempts = attempts + 1 WHERE number = ?", (again, number)
        )

    def _body(self, row: sqlite3.Row) -> str:
        """Return the body as the provider writes it (fields: ../shared/testdata/paypay/shapes)."""
        at = datetime.fromtimestamp(row["at"], JAPAN).isoformat(timespec="seconds")
        expires = datetime.fromtimestamp(row["expires_at"], JAPAN).isoformat(timespec="seconds")
        return json.dumps(
            {
                "notification_type": "Transaction",
                "merchant_id": self._merchant,
                "store_id": "",
                "pos_id": "",
                "order_id": row["payment_id"],
                "merchant_order_id": row["merchant_payment_id"],
                "authorized_at": at,
                "expires_at": expires,
                "paid_at": at,
                "order_amount": row["order_amount"],
                "state": _STATES[row["kind"]],
            }
        )
