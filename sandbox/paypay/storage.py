"""The file the provider keeps its books in: SQLite, so that they survive a killed process.

`movements` is the money, append-only: triggers refuse to change or delete a row, and an order has at most one capture,
one cancellation and one refund.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hosting.private_files import private_file, private_folder

_SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (
    merchant_payment_id TEXT PRIMARY KEY,
    code_id TEXT NOT NULL UNIQUE,
    amount INTEGER NOT NULL CHECK (amount > 0),
    description TEXT NOT NULL,
    redirect_url TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    created_at REAL NOT NULL,
    expires_at REAL NOT NULL,
    deleted_at REAL,
    cancel_requested_at REAL
) STRICT;
CREATE TABLE IF NOT EXISTS movements (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('capture', 'cancel', 'refund')),
    merchant_payment_id TEXT NOT NULL REFERENCES orders,
    payment_id TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    at REAL NOT NULL,
    merchant_refund_id TEXT UNIQUE,
    reason TEXT NOT NULL DEFAULT '',
    requested_at INTEGER NOT NULL DEFAULT 0,
    UNIQUE (merchant_payment_id, kind)
) STRICT;
CREATE INDEX IF NOT EXISTS movements_by_payment ON movements (payment_id);
CREATE TRIGGER IF NOT EXISTS movements_stand BEFORE UPDATE ON movements BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER IF NOT EXISTS movements_stay BEFORE DELETE ON movements BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TABLE IF NOT EXISTS notifications (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    movement INTEGER NOT NULL REFERENCES movements,
    body TEXT NOT NULL,
    due REAL,
    attempts INTEGER NOT NULL DEFAULT 0,
    delivered_at REAL
) STRICT;
CREATE TABLE IF NOT EXISTS announced (movement INTEGER PRIMARY KEY REFERENCES movements) STRICT;
"""


def connect(folder: Path) -> sqlite3.Connection:
    """Open the books in `folder`, made when missing. One process at a time, one thread at a time."""
    private_folder(folder)
    books = private_file(folder / "books.sqlite3")
    connection = sqlite3.connect(books, isolation_level=None, check_same_thread=False, timeout=10)
    connection.row_factory = sqlite3.Row
    # WAL with NORMAL: a committed row survives the process; only a power cut could lose the last ones.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.executescript(_SCHEMA)
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
