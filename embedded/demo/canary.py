"""The canary search: is personal data found anywhere but in the vault? In any common encoding.

Histories are searched as the engine stores them and decrypted: a history must hold nothing personal, not merely hide it.
"""

import base64
import json
import unicodedata
from collections.abc import Iterable, Mapping
from urllib.parse import quote

_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "shift_jis", "euc_jp")
_URL_SAFE = bytes.maketrans(b"+/", b"-_")  # RFC 4648 §5
_SHORTEST = 4  # characters of base64 that still tell something
_DOTS = slice(96, 144)  # behind a PNG's header
_NONE: Mapping[str, bytes] = {}


def spellings(value: str) -> set[bytes]:
    """Return the bytes in which a value might stand somewhere."""
    forms = {value, unicodedata.normalize("NFKC", value), value.replace("\u3000", ""), value.replace("\u3000", " ")}
    found: set[bytes] = set()
    for form in forms:
        for encoding in _ENCODINGS:
            raw = form.encode(encoding, "ignore")
            if raw.decode(encoding, "ignore") == form:
                found |= {raw, raw.hex().encode(), raw.hex().upper().encode(), *_base64(raw)}
        found |= {quote(form).encode(), json.dumps(form)[1:-1].encode()}
    return {each for each in found if len(each) >= _SHORTEST}


def _base64(raw: bytes) -> Iterable[bytes]:
    """Yield what of `raw` shows in base64 at each of the three offsets, its uncertain edges cut off."""
    for offset in range(3):
        written = base64.b64encode(b"\0" * offset + raw + b"\0" * 3)
        start = -(-offset * 4 // 3)
        whole = written[start : (offset + len(raw)) * 4 // 3]
        if len(whole) >= _SHORTEST * 2:
            yield from (whole, whole.translate(_URL_SAFE))


def prints(picture: bytes) -> set[bytes]:
    """Return the bytes in which a picture might stand somewhere: of a stretch of its dots, which any copy has."""
    raw = picture[_DOTS]
    return {raw, raw.hex().encode(), raw.hex().upper().encode(), *_base64(raw), json.dumps(list(raw))[1:-1].encode()}


def found_in(
    places: Mapping[str, bytes], values: Mapping[str, str], pictures: Mapping[str, bytes] = _NONE
) -> list[str]:
    """Return `place: field` for every value or picture found in a place; itself it is never told."""
    needles = {field: spellings(value) for field, value in values.items()}
    needles |= {field: prints(picture) for field, picture in pictures.items()}
    return [
        f"{place}: {field}"
        for place, content in places.items()
        for field, forms in needles.items()
        if any(form in content for form in forms)
    ]
