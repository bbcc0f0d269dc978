"""The carrier's books: letters, scans, label rolls and what has still to be told, in one file that survives SIGKILL."""

import hashlib
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from pydantic import BaseModel, ConfigDict

from domain.postal.letters import Letter, MailClass, PostalEvent, PostalEventKind, ReturnReason
from sandbox.post.labels import label
from sandbox.store import open_store

_SCHEMA = """
CREATE TABLE IF NOT EXISTS letter (
  letter_id TEXT PRIMARY KEY, tracking_number TEXT NOT NULL UNIQUE, mail_class TEXT NOT NULL,
  weight_grams INTEGER NOT NULL, do_not_forward INTEGER NOT NULL, postcode TEXT NOT NULL,
  fingerprint TEXT NOT NULL, handed_over_at TEXT NOT NULL, hand_overs INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE IF NOT EXISTS scan (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL UNIQUE,
  tracking_number TEXT NOT NULL REFERENCES letter (tracking_number), kind TEXT NOT NULL, at TEXT NOT NULL,
  return_reason TEXT, pushes INTEGER NOT NULL DEFAULT 0, push_after TEXT
);
CREATE TABLE IF NOT EXISTS roll (mail_class TEXT PRIMARY KEY, next INTEGER NOT NULL);
"""
_LAST = (PostalEventKind.DELIVERED, PostalEventKind.RETURNED)


class PostRefusal(Exception):  # noqa: N818 - reads as what happened
    """The post says no; `code` is what the wire says."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BookedLetter(BaseModel):
    """A letter as the books have it: of the recipient only the postcode is kept. `hand_overs` counts the calls."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    letter_id: str
    tracking_number: str
    mail_class: MailClass
    weight_grams: int
    do_not_forward: bool
    postcode: str
    handed_over_at: datetime
    hand_overs: int


class BookedScan(PostalEvent):
    """A scan and its telling: `pushes` counts the attempts, `push_after` is when to try next, None when told."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    pushes: int
    push_after: datetime | None


class PostBooks:
    """Letters and scans. All instants are UTC by `clock`."""

    def __init__(self, folder: Path, clock: Callable[[], datetime], *, push: bool) -> None:
        self._store = open_store(folder / "post.sqlite", _SCHEMA)
        self._clock = clock
        self._push = push
        self.listeners: list[Callable[[], None]] = []  # called after each new scan

    def next_label(self, mail_class: MailClass) -> str:
        """Take the next number off a roll."""
        with self._store as store:
            sql = "INSERT INTO roll VALUES (?, 1) ON CONFLICT DO UPDATE SET next = next + 1 RETURNING next"
            (following,) = store.execute(sql, (mail_class,)).fetchone()
        return label(mail_class, following - 1)

    def accept(self, letter: Letter) -> PostalEvent:
        """Book a letter and return its acceptance (引受); the same letter again returns the same.

        Raises PostRefusal `letter_differs` (same id, other letter) or `tracking_number_in_use` (on another letter).
        """
        known = self._row("SELECT * FROM letter WHERE letter_id = ?", letter.letter_id)
        if known is not None:
            return self._again(letter, known)
        if self._row("SELECT 1 FROM letter WHERE tracking_number = ?", letter.tracking_number) is not None:
            raise PostRefusal("tracking_number_in_use")
        values = letter.model_dump(mode="json", exclude={"recipient"})
        values |= {"postcode": letter.recipient.postcode, "fingerprint": _fingerprint(letter)}
        with self._store as store:
            store.execute(
                "INSERT INTO letter (letter_id, tracking_number, mail_class, weight_grams, do_not_forward, postcode,"
                " fingerprint, handed_over_at) VALUES (:letter_id, :tracking_number, :mail_class, :weight_grams,"
                " :do_not_forward, :postcode, :fingerprint, :handed_over_at)",
                values,
            )
            event = self._write(letter.tracking_number, PostalEventKind.ACCEPTED, None)
        self._tell()
        return event

    def scan(self, tracking_number: str, kind: PostalEventKind, reason: ReturnReason | None) -> PostalEvent:
        """Book a scan; an acceptance or an end that stands already is returned as it is.

        Raises PostRefusal `item_unknown` or `item_closed` (delivered or returned before).
        """
        scans = self.scans(tracking_number)
        if not scans:
            raise PostRefusal("item_unknown")
        standing = next((each for each in scans if each.kind is kind), None)
        if standing is not None and kind is not PostalEventKind.IN_TRANSIT:
            return standing
        if scans[-1].kind in _LAST:
            raise PostRefusal("item_closed")
        with self._store:
            event = self._write(tracking_number, kind, reason)
        self._tell()
        return event

    def scans(self, tracking_number: str) -> list[BookedScan]:
        """Return an item's scans, oldest first."""
        sql = "SELECT * FROM scan WHERE tracking_number = ? ORDER BY sequence"
        return [_scan(row) for row in self._store.execute(sql, (tracking_number,))]

    def all_scans(self) -> list[BookedScan]:
        """Return every scan, oldest first."""
        return [_scan(row) for row in self._store.execute("SELECT * FROM scan ORDER BY sequence")]

    def letters(self) -> list[BookedLetter]:
        """Return every letter in the order of acceptance."""
        rows = self._store.execute("SELECT * FROM letter ORDER BY rowid")
        return [BookedLetter.model_validate(dict(row)) for row in rows]

    def under_way(self) -> list[str]:
        """Return the tracking numbers of letters that have not reached an end."""
        sql = "SELECT tracking_number FROM scan GROUP BY tracking_number HAVING sum(kind IN (?, ?)) = 0"
        return [row["tracking_number"] for row in self._store.execute(sql, _LAST)]

    def to_tell(self) -> list[BookedScan]:
        """Return the scans still to be told, the next one first."""
        sql = "SELECT * FROM scan WHERE push_after IS NOT NULL ORDER BY push_after, sequence"
        return [_scan(row) for row in self._store.execute(sql)]

    def attempted(self, event_id: str, again_at: datetime | None) -> None:
        """Note an attempt to tell a scan and when to try again; None when it need not be told any more."""
        sql = "UPDATE scan SET pushes = pushes + 1, push_after = ? WHERE event_id = ?"
        with self._store as store:
            store.execute(sql, (None if again_at is None else _written(again_at), event_id))

    def tell_again(self, event_id: str) -> None:
        """Tell a scan once more, as carriers do. Raises PostRefusal `scan_unknown`."""
        sql = "UPDATE scan SET push_after = ? WHERE event_id = ?"
        with self._store as store:
            changed = store.execute(sql, (_written(self._clock()), event_id)).rowcount
        if not changed:
            raise PostRefusal("scan_unknown")
        self._tell()

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    def _again(self, letter: Letter, known: sqlite3.Row) -> PostalEvent:
        if known["fingerprint"] != _fingerprint(letter):
            raise PostRefusal("letter_differs")
        with self._store as store:
            store.execute("UPDATE letter SET hand_overs = hand_overs + 1 WHERE letter_id = ?", (letter.letter_id,))
        return self.scans(letter.tracking_number)[0]

    def _row(self, sql: str, value: str) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._store.execute(sql, (value,)).fetchone()
        return row

    def _write(self, tracking_number: str, kind: PostalEventKind, reason: ReturnReason | None) -> PostalEvent:
        at = self._clock()
        event = PostalEvent(
            event_id=f"scan-{uuid4()}", tracking_number=tracking_number, kind=kind, at=at, return_reason=reason
        )
        self._store.execute(
            "INSERT INTO scan (event_id, tracking_number, kind, at, return_reason, push_after)"
            " VALUES (:event_id, :tracking_number, :kind, :at, :return_reason, :push_after)",
            event.model_dump() | {"at": _written(at), "push_after": _written(at) if self._push else None},
        )
        return event

    def _tell(self) -> None:
        for listener in self.listeners:
            listener()


def _scan(row: sqlite3.Row) -> BookedScan:
    return BookedScan.model_validate(dict(row))


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def _fingerprint(letter: Letter) -> str:
    """Return a hash of what makes a letter this letter: a caller that repeats itself may give another instant."""
    content = letter.model_dump_json(exclude={"handed_over_at"})
    return hashlib.sha256(content.encode()).hexdigest()
