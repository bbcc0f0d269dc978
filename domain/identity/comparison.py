"""Whether a person of the registry is the one a card names (domain.md §3.3 rule 5).

Name and address are compared folded: width, spaces, case, variation selectors and the ways of writing a block number
(一丁目２番３号 = 1-2-3) do not count. A character that the certificate flagged as a substitute stands for any one
character. A difference that remains is for an officer, never a refusal by machine. Folded text is compared and thrown
away; what is printed comes from the registry untouched.
"""

import re
from collections.abc import Collection
from enum import StrEnum

from domain.identity.address import ANY_ONE, comparable, place

_IN_NO_NAME = "0123456789- "
_LOOSE = re.compile("大字|小字|字|丁目|番地|号室|[番号丁室階の・ー() -]")


class Likeness(StrEnum):
    """What a comparison says. `UNCLEAR` is a question for an officer: neither a yes nor a no."""

    SAME = "same"
    UNCLEAR = "unclear"
    DIFFERS = "differs"


def same_name(on_card: str, substitutes: Collection[int], in_registry: str) -> bool:
    """Compare names; False too when the card could write no character of the name, since nothing was compared."""
    written = _solid(_wildcards(on_card, substitutes))
    return written.strip(ANY_ONE) != "" and _alike(written, _solid(in_registry))


def same_address(on_card: str, substitutes: Collection[int], in_registry: str) -> bool:
    """Say whether two addresses are the same without a doubt."""
    return compared_address(on_card, substitutes, in_registry) is Likeness.SAME


def compared_address(on_card: str, substitutes: Collection[int], in_registry: str) -> Likeness:
    """Compare addresses; prefecture and 郡 count only where both name one.

    Unclear: they differ only in where figures are cut (7-3 45, 7-34 5), in a unit or 大字, or in that one says less.
    """
    card, register = place(_wildcards(on_card, substitutes)), place(in_registry)
    if not card.rest or not register.rest:
        return Likeness.UNCLEAR
    pairs = ((card.prefecture, register.prefecture), (card.county, register.county))
    if any(one and other and not _alike(one, other) for one, other in pairs):
        return Likeness.DIFFERS
    if _alike(card.rest, register.rest):
        return Likeness.SAME
    loosely = _alike(_LOOSE.sub("", card.rest), _LOOSE.sub("", register.rest))
    return Likeness.UNCLEAR if loosely or _says_less(card.rest, register.rest) else Likeness.DIFFERS


def _says_less(one: str, other: str) -> bool:
    """Say whether the shorter stands whole at the beginning or end of the longer; figures are not taken apart."""
    size = min(len(one), len(other))
    longer = max(one, other, key=len)
    begins = not longer[size : size + 1].isdecimal() and _alike(one[:size], other[:size])
    ends = not longer[: len(longer) - size][-1:].isdecimal() and _alike(
        one[len(one) - size :], other[len(other) - size :]
    )
    return begins or ends


def _wildcards(text: str, positions: Collection[int]) -> str:
    return "".join(ANY_ONE if position in positions else each for position, each in enumerate(text))


def _solid(name: str) -> str:
    return comparable(name).replace(" ", "")


def _alike(written: str, stored: str) -> bool:
    """Compare letter by letter; what the card could not write is a letter, never a figure."""
    return len(written) == len(stored) and all(
        one == other or (one == ANY_ONE and other not in _IN_NO_NAME)
        for one, other in zip(written, stored, strict=True)
    )
