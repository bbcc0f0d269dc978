"""受付コード: what a citizen's receipt carries so that anybody can check it offline, against a signed checkpoint of the ledger.

`MADOGUCHI:1:` and Base32 (capital letters and digits, so that a QR code holds it in its dense mode and a line break or blank
does no harm), ended by a full stop. In it: position of the entry, size of the tree, the inclusion proof (RFC 6962) and the
entry itself, compressed. The entry is a case's first: which case, what for, when, for how much. No personal data is in it.
"""

import base64
import binascii
import re
import zlib
from typing import NamedTuple

PREFIX = "MADOGUCHI:1:"
_WRITTEN = re.compile(rf"{PREFIX}([A-Z2-7]+)\.")
_HASH = 32
_MOST_STEPS = 64
_MOST_BYTES = 65_536
"""Of an entry: who reads a code does not trust it."""


class ReceiptCode(NamedTuple):
    """The entry at a position (from 0) in the tree of a size, and the hashes that lead from its leaf to the root."""

    position: int
    size: int
    proof: tuple[bytes, ...]
    entry: bytes

    def __str__(self) -> str:
        """Return the code as it is written."""
        steps = b"".join(self.proof)
        head = self.position.to_bytes(6) + self.size.to_bytes(6) + len(self.proof).to_bytes(1)
        packed = head + steps + zlib.compress(self.entry, 9)
        return f"{PREFIX}{base64.b32encode(packed).decode().rstrip('=')}."


class ReceiptCodeMalformed(ValueError):  # noqa: N818 - reads as what happened
    """What was given holds no code, or one that is damaged."""


def read_code(written: str) -> ReceiptCode:
    """Return the first code in a text, line breaks and blanks in it or not. Raises ReceiptCodeMalformed."""
    found = _WRITTEN.search(re.sub(r"\s+", "", written))
    if found is None:
        raise ReceiptCodeMalformed("no code in it")
    text = found[1]
    try:
        packed = base64.b32decode(text + "=" * (-len(text) % 8))
    except binascii.Error:
        raise ReceiptCodeMalformed("damaged") from None
    count = packed[12] if len(packed) > 12 else _MOST_STEPS + 1  # noqa: PLR2004 - behind position and size
    body = packed[13:]
    if count > _MOST_STEPS or len(body) < count * _HASH:
        raise ReceiptCodeMalformed("damaged")
    steps = tuple(body[at : at + _HASH] for at in range(0, count * _HASH, _HASH))
    return ReceiptCode(
        int.from_bytes(packed[:6]), int.from_bytes(packed[6:12]), steps, _unpacked(body[count * _HASH :])
    )


def _unpacked(compressed: bytes) -> bytes:
    reader = zlib.decompressobj()
    try:
        entry = reader.decompress(compressed, _MOST_BYTES)
    except zlib.error:
        raise ReceiptCodeMalformed("damaged") from None
    if not reader.eof:
        raise ReceiptCodeMalformed("damaged")
    return entry
