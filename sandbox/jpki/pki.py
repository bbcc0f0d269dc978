"""The test PKI kept in a folder: keys and certificates are made once, wrong PINs and revocations survive a crash.

<folder>/jpki/roots/sandbox-root.der    what a verifier pins
<folder>/jpki/root.key.pem              the root's key (no password: it protects nobody real)
<folder>/jpki/cards/<card id>.{key.pem,der}   made when the card is first used
<folder>/jpki/cards.sqlite3             wrong PINs and revocations
"""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from hosting.private_files import private_folder, write_private
from sandbox.jpki.authority import Authority, make_root
from sandbox.residents import Resident, residents
from sandbox.store import open_store

_SCHEMA = """
CREATE TABLE IF NOT EXISTS wrong_pins (card_id TEXT PRIMARY KEY, wrong INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS revocations (serial TEXT PRIMARY KEY, revoked_at TEXT NOT NULL);
"""
_ISSUED_AGO = timedelta(days=30)
_EXPIRED_ISSUED_AGO = timedelta(days=6 * 366)
_REVOKED_AGO = timedelta(days=7)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


class SandboxPki:
    """Root, cards and list of the fictional city."""

    def __init__(
        self, folder: Path, people: Sequence[Resident] | None = None, clock: Callable[[], datetime] = _now
    ) -> None:
        """Open the PKI under `folder`, making the root when there is none. `people` stands for the city's residents."""
        self._folder = folder / "jpki"
        self._clock = clock
        self.lock = threading.RLock()
        self._people = {each.card.id: each for each in (residents() if people is None else people) if each.card}
        private_folder(self._folder / "cards")
        self._store: sqlite3.Connection = open_store(self._folder / "cards.sqlite3", _SCHEMA)
        self._authority = self._open_root()

    @property
    def root_file(self) -> Path:
        """Where the root certificate (DER) is."""
        return self._folder / "roots" / "sandbox-root.der"

    @property
    def authority(self) -> Authority:
        """The root with its key."""
        return self._authority

    def holders(self) -> tuple[Resident, ...]:
        """Return everybody who has a card."""
        return tuple(self._people.values())

    def holder(self, card_id: str) -> Resident | None:
        """Return who holds a card."""
        return self._people.get(card_id)

    def card(self, card_id: str) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
        """Return key and certificate of a card, issued at first use. Raises KeyError for an unknown card."""
        resident = self._people[card_id]
        with self.lock:
            key = _key(self._folder / "cards" / f"{card_id}.key.pem")
            file = self._folder / "cards" / f"{card_id}.der"
            if not file.exists():
                expired = resident.card is not None and resident.card.expired
                issued_at = self._clock() - (_EXPIRED_ISSUED_AGO if expired else _ISSUED_AGO)
                certificate = self._authority.card(resident, key.public_key(), issued_at)
                write_private(file, certificate.public_bytes(Encoding.DER))
            return key, x509.load_der_x509_certificate(file.read_bytes())

    def revoke(self, card_id: str) -> None:
        """Put a card on the list from now on (again: no change). Raises KeyError for an unknown card."""
        self._revoke(card_id, self._clock())

    def revoked(self, card_id: str) -> bool:
        """Say whether a card is on the list. Raises KeyError for an unknown card."""
        card = self._people[card_id].card
        if card is not None and card.revoked:
            return True
        # A card never used has no certificate yet: nothing is made only to look.
        issued = (self._folder / "cards" / f"{card_id}.der").exists()
        return issued and self.card(card_id)[1].serial_number in self._revocations()

    def crl(self) -> bytes:
        """Return the list as of now (DER), signed by the root."""
        with self.lock:
            for card_id, resident in self._people.items():
                if resident.card and resident.card.revoked:
                    self._revoke(card_id, self._clock() - _REVOKED_AGO)
            return self._authority.crl(self._revocations(), self._clock(), keeps_expired=True)

    def wrong_pins(self, card_id: str) -> int:
        """Return how many wrong PINs in a row a card has seen."""
        with self.lock:
            row = self._store.execute("SELECT wrong FROM wrong_pins WHERE card_id = ?", (card_id,)).fetchone()
        return int(row["wrong"]) if row else 0

    def note_wrong_pins(self, card_id: str, wrong: int) -> None:
        """Keep that number."""
        with self.lock, self._store:
            self._store.execute("INSERT OR REPLACE INTO wrong_pins VALUES (?, ?)", (card_id, wrong))

    def _revoke(self, card_id: str, at: datetime) -> None:
        serial = self.card(card_id)[1].serial_number
        with self.lock, self._store:
            self._store.execute("INSERT OR IGNORE INTO revocations VALUES (?, ?)", (str(serial), at.isoformat()))

    def _revocations(self) -> dict[int, datetime]:
        with self.lock:
            rows = self._store.execute("SELECT serial, revoked_at FROM revocations").fetchall()
        return {int(row["serial"]): datetime.fromisoformat(row["revoked_at"]) for row in rows}

    def _open_root(self) -> Authority:
        key = _key(self._folder / "root.key.pem")
        if not self.root_file.exists():
            private_folder(self.root_file.parent)
            write_private(self.root_file, make_root(key, self._clock()).public_bytes(Encoding.DER))
        return Authority(key, x509.load_der_x509_certificate(self.root_file.read_bytes()))


def _key(file: Path) -> rsa.RSAPrivateKey:
    """Return the RSA-2048 key kept in a file, made if need be."""
    if not file.exists():
        made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        write_private(file, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    key = load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(f"{file} holds no RSA key")
    return key
