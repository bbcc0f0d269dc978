"""Keyed hashes: commitments to vault items, pseudonyms, idempotency keys and bodies (HMAC-SHA-256, RFC 2104).

Each purpose has its own label and every part its length, so that no two different inputs are hashed alike.
"""

import hmac
from collections.abc import Mapping

from domain.cases.vault import VaultItem


class Commitments:
    """Keyed hashes with the installation's hash key. Without the key nobody can try values."""

    def __init__(self, hash_key: bytes) -> None:
        self._key = hash_key

    def __repr__(self) -> str:
        return "Commitments(…)"

    def of_item(self, case_id: str, item: VaultItem, content: bytes) -> str:
        """Return the commitment to a vault item (64 hex characters)."""
        return self._digest("item", case_id.encode(), item.kind.encode(), b"%d" % item.revision, content)

    def pseudonym(self, purpose: str, value: str) -> str:
        """Return the pseudonym of a value, the same for the same purpose (32 hex characters)."""
        return self._digest("pseudonym", purpose.encode(), value.encode())[:32]

    def secret(self, purpose: str, value: str) -> bytes:
        """Return a secret made of a value (32 bytes), the same for the same purpose, to be shared with one other party."""
        return bytes.fromhex(self._digest("secret", purpose.encode(), value.encode()))

    def of_idempotency_key(self, municipality: str, key: str) -> str:
        """Return what is stored of a caller's idempotency key."""
        return self._digest("idempotency-key", municipality.encode(), key.encode())

    def of_receipt_number(self, number: str) -> str:
        """Return what a case is found by; `number` in its canonical spelling, or whatever somebody wrote instead."""
        return self._digest("receipt-number", _bytes(number))

    def of_code(self, receipt_number: str, code: str) -> str:
        """Return what is stored to recognise the confirmation code of a receipt number."""
        return self._digest("confirmation-code", _bytes(receipt_number), _bytes(code))

    def of_body(self, body: Mapping[str, bytes]) -> str:
        """Return what is stored to recognise a repeated submission: by the parts of its body, whatever their order."""
        return self._digest("body", *(part for name in sorted(body) for part in (name.encode(), body[name])))

    def _digest(self, label: str, *parts: bytes) -> str:
        message = b"".join(len(part).to_bytes(8) + part for part in (label.encode(), *parts))
        return hmac.digest(self._key, message, "sha256").hex()


def _bytes(written: str) -> bytes:
    return written.encode("utf-8", "surrogatepass")  # a path or an argument may hold half of a pair
