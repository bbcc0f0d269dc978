"""What the provider keeps: who has signed in at which browser, codes, assertions seen. SQLite: it survives a killed process."""

import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sandbox.store import open_store

_SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (
    cookie TEXT PRIMARY KEY, sid TEXT NOT NULL, sub TEXT NOT NULL, acr TEXT NOT NULL, auth_time REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS codes (
    code TEXT PRIMARY KEY, sid TEXT NOT NULL, sub TEXT NOT NULL, acr TEXT NOT NULL, auth_time REAL NOT NULL,
    nonce TEXT NOT NULL, challenge TEXT NOT NULL, created_at REAL NOT NULL, redeemed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS assertions (jti TEXT PRIMARY KEY, expires_at REAL NOT NULL) STRICT;
"""
_CODE_LIFE = 60  # seconds


@dataclass(frozen=True)
class Session:
    """Somebody at one browser. `auth_time` in seconds since 1970."""

    sid: str
    sub: str
    acr: str
    auth_time: float


@dataclass(frozen=True)
class Grant:
    """What a code stands for."""

    session: Session
    nonce: str
    challenge: str


class SignInBooks:
    """The books, one process at a time."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self.connection = open_store(folder / "sign_in" / "books.sqlite3", _SCHEMA)
        self.clock = clock

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def begin(self, sub: str, acr: str) -> tuple[str, Session]:
        """Begin a session and return its cookie with it."""
        cookie, session = secrets.token_urlsafe(32), Session(secrets.token_hex(16), sub, acr, self._now())
        self._do("INSERT INTO sessions VALUES (?, ?, ?, ?, ?)", cookie, session.sid, sub, acr, session.auth_time)
        return cookie, session

    def session(self, cookie: str) -> Session | None:
        """Return the session of a browser."""
        row = self._row("SELECT sid, sub, acr, auth_time FROM sessions WHERE cookie = ?", cookie)
        return None if row is None else Session(**dict(row))

    def end(self, cookie: str) -> None:
        """End a session."""
        self._do("DELETE FROM sessions WHERE cookie = ?", cookie)

    def code(self, session: Session, nonce: str, challenge: str) -> str:
        """Make a code."""
        code = secrets.token_urlsafe(32)
        values = (code, session.sid, session.sub, session.acr, session.auth_time, nonce, challenge, self._now())
        self._do("INSERT INTO codes VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)", *values)
        return code

    def redeem(self, code: str) -> Grant | None:
        """Return what a code stands for, once in its life."""
        row = self._row(
            "UPDATE codes SET redeemed = 1 WHERE code = ? AND redeemed = 0 AND created_at > ? RETURNING *",
            code,
            self._now() - _CODE_LIFE,
        )
        if row is None:
            return None
        session = Session(row["sid"], row["sub"], row["acr"], row["auth_time"])
        return Grant(session, row["nonce"], row["challenge"])

    def first_seen(self, jti: str, expires_at: float) -> bool:
        """Note an assertion and say whether it is new."""
        with self.connection:
            self.connection.execute("DELETE FROM assertions WHERE expires_at < ?", (self._now(),))
            done = self.connection.execute("INSERT OR IGNORE INTO assertions VALUES (?, ?)", (jti, expires_at))
        return done.rowcount == 1

    def _now(self) -> float:
        return self.clock().timestamp()

    def _do(self, statement: str, *values: object) -> None:
        with self.connection:
            self.connection.execute(statement, values)

    def _row(self, statement: str, *values: object) -> sqlite3.Row | None:
        with self.connection:
            found: sqlite3.Row | None = self.connection.execute(statement, values).fetchone()
        return found
