"""The mail catcher's box: every mail once by its Message-ID, with the number of times it came."""

from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

from pydantic import BaseModel, ConfigDict

from sandbox.store import open_store

_SCHEMA = """
CREATE TABLE IF NOT EXISTS mail (
  message_id TEXT PRIMARY KEY, sender TEXT NOT NULL, recipient TEXT NOT NULL, subject TEXT NOT NULL,
  body TEXT NOT NULL, received_at TEXT NOT NULL, times INTEGER NOT NULL DEFAULT 1
)
"""


class CaughtMail(BaseModel):
    """One mail as it arrived first. `recipient` is the envelope's, several joined by a comma."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    message_id: str
    sender: str
    recipient: str
    subject: str
    body: str
    received_at: datetime
    times: int


class MailBox:
    """All mails, kept in a file."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self._store = open_store(folder / "mail.sqlite", _SCHEMA)
        self._clock = clock

    def put(self, sender: str, recipients: list[str], content: bytes) -> None:
        """Keep a mail; a repeat of its Message-ID is only counted."""
        message = message_from_bytes(content, _class=EmailMessage, policy=policy.SMTPUTF8)
        row = {
            "message_id": str(message["Message-ID"] or f"<{uuid4()}@without-id.invalid>").strip(),
            "sender": sender,
            "recipient": ", ".join(recipients),
            "subject": str(message["Subject"] or ""),
            "body": _text(message),
            "received_at": self._clock().isoformat(),
        }
        with self._store as store:
            store.execute(
                "INSERT INTO mail (message_id, sender, recipient, subject, body, received_at) VALUES"
                " (:message_id, :sender, :recipient, :subject, :body, :received_at)"
                " ON CONFLICT DO UPDATE SET times = times + 1",
                row,
            )

    def mails(self, recipient: str | None = None, naming: str | None = None) -> list[CaughtMail]:
        """Return the mails in the order they came, of one recipient or of all, with `naming` in their text or all."""
        sql = (
            "SELECT * FROM mail WHERE (?1 IS NULL OR recipient = ?1) AND (?2 IS NULL OR instr(body, ?2)) ORDER BY rowid"
        )
        return [CaughtMail.model_validate(dict(row)) for row in self._store.execute(sql, (recipient, naming))]

    def clear(self) -> None:
        """Throw all mails away."""
        with self._store as store:
            store.execute("DELETE FROM mail")

    def close(self) -> None:
        """Close the file."""
        self._store.close()


def _text(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    if part is None:
        return ""
    return str(part.get_content()).replace("\r\n", "\n")
