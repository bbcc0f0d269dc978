"""Keys of portals: `mdg_test_…` and `mdg_live_…`, with a checksum, so that a typing error and a leaked one are known as such.

160 random bits and a CRC-32, in RFC 4648 base32 without padding, small letters. Only a key's SHA-256 is kept.
"""

import base64
import binascii
import hashlib
import re
from enum import StrEnum

ENTROPY = 20  # bytes
_KEY = re.compile(r"mdg_(test|live)_([a-z2-7]{32})([a-z2-7]{7})", re.ASCII)


class Mode(StrEnum):
    """What a key is good for: the sandbox city, where nothing is printed or paid, or a real one."""

    TEST = "test"
    LIVE = "live"


def make_key(mode: Mode, entropy: bytes) -> str:
    """Return a key made of 20 random bytes."""
    body = f"mdg_{mode}_{_letters(entropy)}"
    return body + _check(body)


def mode_of(written: str) -> Mode | None:
    """Return the mode of a key; None for what is no key: its checksum is wrong, or it is nothing like one."""
    match = _KEY.fullmatch(written)
    if match is None or _check(written[: match.start(3)]) != match[3]:
        return None
    return Mode(match[1])


def digest_of(key: str) -> str:
    """Return what is kept of a key: SHA-256 in hex."""
    return hashlib.sha256(key.encode()).hexdigest()


def _check(body: str) -> str:
    return _letters(binascii.crc32(body.encode()).to_bytes(4))


def _letters(content: bytes) -> str:
    return base64.b32encode(content).decode().rstrip("=").lower()
