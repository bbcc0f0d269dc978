"""What the service keeps: transactions, trips, codes, tokens, and assertions seen. SQLite: it survives a killed process."""

import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Self

from sandbox.store import open_store

_SCHEMA = """
CREATE TABLE IF NOT EXISTS transactions (
    id TEXT PRIMARY KEY, given BLOB NOT NULL, created_at REAL NOT NULL,
    card_id TEXT, signature BLOB, certificate BLOB, signed_at REAL
) STRICT;
CREATE TABLE IF NOT EXISTS trips (
    id TEXT PRIMARY KEY, transaction_id TEXT NOT NULL REFERENCES transactions, state TEXT NOT NULL, nonce TEXT NOT NULL,
    challenge TEXT NOT NULL, created_at REAL NOT NULL, card_id TEXT, wrong_left INTEGER, stopped TEXT,
    answer TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS codes (
    code TEXT PRIMARY KEY, trip_id TEXT NOT NULL REFERENCES trips, created_at REAL NOT NULL, redeemed_at REAL
) STRICT;
CREATE TABLE IF NOT EXISTS tokens (
    token TEXT PRIMARY KEY, transaction_id TEXT NOT NULL, code TEXT NOT NULL, expires_at REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS assertions (jti TEXT PRIMARY KEY, expires_at REAL NOT NULL) STRICT;
"""
TOKEN_LIFE = 300  # seconds


@dataclass
class Lifetimes:
    """How many seconds things are good for; a trainer may shorten them."""

    transaction: float = 600
    code: float = 60


@dataclass(frozen=True)
class Transaction:
    """A signature ordered over `given`; the other fields stand when it was made. Instants in seconds since 1970."""

    id: str
    given: bytes
    created_at: float
    card_id: str | None
    signature: bytes | None
    certificate: bytes | None
    signed_at: float | None


@dataclass(frozen=True)
class Trip:
    """One authorization: a person on their way.

    `wrong_left`: tries left after a wrong PIN. `stopped`: why no signature of the card held is taken. `answer`: the address
    that leads back, when it is over.
    """

    id: str
    transaction_id: str
    state: str
    nonce: str
    challenge: str
    created_at: float
    card_id: str | None = None
    wrong_left: int | None = None
    stopped: str | None = None
    answer: str | None = None

    @classmethod
    def of(cls, row: sqlite3.Row) -> Self:
        """Read a row."""
        return cls(**{each.name: row[each.name] for each in fields(cls)})


class CardAppBooks:
    """The books, one process at a time."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self.connection = open_store(folder / "card_app" / "books.sqlite3", _SCHEMA)
        self.clock = clock
        self.lifetimes = Lifetimes()

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def order(self, given: bytes) -> str:
        """Keep a new transaction and return its id."""
        order_id = secrets.token_hex(16)
        self._do("INSERT INTO transactions (id, given, created_at) VALUES (?, ?, ?)", order_id, given, self._now())
        return order_id

    def transaction(self, order_id: str) -> Transaction | None:
        """Return a transaction; None for one unknown or over."""
        row = self._row("SELECT * FROM transactions WHERE id = ?", order_id)
        if row is None or row["created_at"] + self.lifetimes.transaction < self._now():
            return None
        return Transaction(**dict(row))

    def signed(self, order_id: str, card_id: str, signature: bytes, certificate: bytes) -> None:
        """Note what a card has signed; a later card replaces it while nothing was fetched."""
        self._do(
            "UPDATE transactions SET card_id = ?, signature = ?, certificate = ?, signed_at = ? WHERE id = ?",
            card_id,
            signature,
            certificate,
            self._now(),
            order_id,
        )

    def set_out(self, transaction_id: str, state: str, nonce: str, challenge: str) -> str:
        """Begin a trip and return its id."""
        trip = Trip(secrets.token_urlsafe(24), transaction_id, state, nonce, challenge, self._now())
        names = [each.name for each in fields(Trip)]
        values = [getattr(trip, name) for name in names]
        self._do(f"INSERT INTO trips ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", *values)  # noqa: S608
        return trip.id

    def trip(self, trip_id: str) -> Trip | None:
        """Return a trip."""
        row = self._row("SELECT * FROM trips WHERE id = ?", trip_id)
        return None if row is None else Trip.of(row)

    def hold(self, trip_id: str, card_id: str | None) -> None:
        """Note which card is held to the phone."""
        self._do("UPDATE trips SET card_id = ?, wrong_left = NULL, stopped = NULL WHERE id = ?", card_id, trip_id)

    def wrong_pin(self, trip_id: str, left: int) -> None:
        """Note how many tries are left after a wrong PIN."""
        self._do("UPDATE trips SET wrong_left = ? WHERE id = ?", left, trip_id)

    def stop(self, trip_id: str, error: str) -> None:
        """Note why the service takes no signature of the card held."""
        self._do("UPDATE trips SET stopped = ?, wrong_left = NULL WHERE id = ?", error, trip_id)

    def end(self, trip_id: str, answer: str) -> str:
        """Note how a trip ended and return that; of two ends the first stands."""
        self._do("UPDATE trips SET answer = ? WHERE id = ? AND answer IS NULL", answer, trip_id)
        trip = self.trip(trip_id)
        return trip.answer if trip and trip.answer else answer

    def code(self, trip_id: str) -> str:
        """Make a code of a trip."""
        code = secrets.token_urlsafe(32)
        self._do("INSERT INTO codes (code, trip_id, created_at) VALUES (?, ?, ?)", code, trip_id, self._now())
        return code

    def redeem(self, code: str) -> Trip | None:
        """Return the trip of a code, once in its life. A second time takes away what the first gave (RFC 6749 §4.1.2)."""
        now = self._now()
        row = self._row("SELECT * FROM codes WHERE code = ?", code)
        if row is not None and row["redeemed_at"] is not None:
            self._do("DELETE FROM tokens WHERE code = ?", code)
        if row is None or row["redeemed_at"] is not None or row["created_at"] + self.lifetimes.code < now:
            return None
        self._do("UPDATE codes SET redeemed_at = ? WHERE code = ?", now, code)
        return self.trip(row["trip_id"])

    def token(self, transaction_id: str = "", code: str = "") -> str:
        """Make a token: for one transaction's result, or, without one, to order signatures."""
        token = secrets.token_urlsafe(32)
        self._do("INSERT INTO tokens VALUES (?, ?, ?, ?)", token, transaction_id, code, self._now() + TOKEN_LIFE)
        return token

    def good_for(self, token: str) -> str | None:
        """Return the transaction a token is for, "" for one to order by, None for one that is not good."""
        row = self._row("SELECT * FROM tokens WHERE token = ? AND expires_at > ?", token, self._now())
        return None if row is None else str(row["transaction_id"])

    def first_seen(self, jti: str, expires_at: float) -> bool:
        """Say whether an assertion is seen for the first time, and remember it."""
        self._do("DELETE FROM assertions WHERE expires_at < ?", self._now())
        known = self._row("SELECT 1 FROM assertions WHERE jti = ?", jti)
        if known is None:
            self._do("INSERT INTO assertions VALUES (?, ?)", jti, expires_at)
        return known is None

    def counts(self) -> dict[str, int]:
        """Return independent evidence: how many signatures were ordered and made, codes given and redeemed."""
        asked = {
            "ordered": "SELECT count(*) FROM transactions",
            "signed": "SELECT count(*) FROM transactions WHERE signed_at IS NOT NULL",
            "codes": "SELECT count(*) FROM codes",
            "redeemed": "SELECT count(*) FROM codes WHERE redeemed_at IS NOT NULL",
        }
        return {name: int(self.connection.execute(query).fetchone()[0]) for name, query in asked.items()}

    def _now(self) -> float:
        return self.clock().timestamp()

    def _row(self, query: str, *values: object) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self.connection.execute(query, values).fetchone()
        return row

    def _do(self, query: str, *values: object) -> None:
        with self.connection:
            self.connection.execute(query, values)
