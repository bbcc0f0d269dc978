"""Whether a person of the registry is the one a card names (domain.md §3.3 rule 5).

Name and address are compared folded: width, spaces, case, variation selectors and the ways of writing a block number
(一丁目２番３号 = 1-2-3) do not count. A character that the certificate flagged as a substitute stands for any one
character. A difference that remains is for an officer, never a refusal by machine. Folded text is compared and thrown
away; what is printed comes from the registry untouched.
"""

import re
import unicodedata
from collections.abc import Collection

# Private use: no name or address may hold it (domain.identity.characters), and no folding changes it.
_ANY_ONE = "\uf8ff"
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_NUMERAL = re.compile("[〇一二三四五六七八九十百]+(?=丁目|番|号|地割|線)")
_UNIT = re.compile("(?<=[0-9])(?:丁目|番地の?|番の?|号室|号|の)")
_DASH = re.compile("(?<=[0-9])[‐‑‒–—―−ー-]+")
_LOOSE_DASH = re.compile("-+(?![0-9])")
_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_TENS = {"十": 10, "百": 100}


def same_name(on_card: str, substitutes: Collection[int], in_registry: str) -> bool:
    """Compare names; False too when the card could write no character of the name, since nothing was compared."""
    written = _folded(_wildcards(on_card, substitutes))
    return written.strip(_ANY_ONE) != "" and _alike(written, _folded(in_registry))


def same_address(on_card: str, substitutes: Collection[int], in_registry: str) -> bool:
    """Compare addresses."""
    return _alike(folded_address(_wildcards(on_card, substitutes)), folded_address(in_registry))


def folded_address(text: str) -> str:
    """Return an address in the one form that is compared: block numbers in digits, joined by hyphens."""
    digits = _NUMERAL.sub(lambda found: str(_number(found[0])), _folded(text))
    joined = _DASH.sub("-", _UNIT.sub("-", digits))
    return _LOOSE_DASH.sub("", joined)


def _wildcards(text: str, positions: Collection[int]) -> str:
    return "".join(_ANY_ONE if position in positions else each for position, each in enumerate(text))


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", _SELECTORS.sub("", text)).casefold().split())


def _alike(written: str, stored: str) -> bool:
    return len(written) == len(stored) and all(
        one in (other, _ANY_ONE) for one, other in zip(written, stored, strict=True)
    )


def _number(numeral: str) -> int:
    """Return the value of a kanji numeral below 1000, in either style (二十一, 二一)."""
    if not any(each in _TENS for each in numeral):
        return int("".join(str(_DIGITS[each]) for each in numeral))
    total = pending = 0
    for each in numeral:
        if each in _TENS:
            total += (pending or 1) * _TENS[each]
            pending = 0
        else:
            pending = pending * 10 + _DIGITS[each]
    return total + pending
