"""Whether a person of the registry is the one a card names by the basic four (基本4情報).

Name and address are compared folded: width, spaces, case, variation selectors and the ways of writing a block number
(一丁目２番３号 = 1-2-3) do not count. A character that the certificate flagged as a substitute stands for any one
character. A difference that remains is for an officer, never a refusal by machine. Folded text is compared and thrown
away; what is printed comes from the registry untouched.
"""

from collections.abc import Collection
from enum import StrEnum

from domain.identity.address import ANY_ONE, comparable, read_place
from domain.identity.loose import may_be_same_address, may_be_same_name, may_stand_for


class Likeness(StrEnum):
    """What a comparison says. `UNCLEAR` is a question for an officer: neither a yes nor a no."""

    SAME = "same"
    UNCLEAR = "unclear"
    DIFFERS = "differs"


def same_name(on_card: str, substitutes: Collection[int], in_registry: str) -> bool:
    """Compare names; False too when the card could write no character of the name, since nothing was compared."""
    written = _solid(_wildcards(on_card, substitutes))
    return written.strip(ANY_ONE) != "" and _alike(written, _solid(in_registry))


def compared_name(on_card: str, substitutes: Collection[int], in_registry: str) -> Likeness:
    """Compare names. Unclear: what `domain.identity.loose` says may be the same, and what the card could not write."""
    if same_name(on_card, substitutes, in_registry):
        return Likeness.SAME
    return Likeness.UNCLEAR if may_be_same_name(_wildcards(on_card, substitutes), in_registry) else Likeness.DIFFERS


def same_address(on_card: str, substitutes: Collection[int], in_registry: str) -> bool:
    """Say whether two addresses are the same without a doubt."""
    return compared_address(on_card, substitutes, in_registry) is Likeness.SAME


def compared_address(on_card: str, substitutes: Collection[int], in_registry: str) -> Likeness:
    """Compare addresses; prefecture and 郡 count only where both name one.

    Unclear: what `domain.identity.loose` says may be the same, and the same numbers of other things (1丁目2番, 1番地2).
    """
    card, register = read_place(_wildcards(on_card, substitutes)), read_place(in_registry)
    if not card.names_something or not register.names_something:
        return Likeness.UNCLEAR
    pairs = ((card.prefecture, register.prefecture), (card.county, register.county))
    if any(one and other and not _alike(one, other) for one, other in pairs):
        return Likeness.DIFFERS
    if _alike(card.rest, register.rest):
        clash = any(one and other and one != other for one, other in zip(card.units, register.units, strict=False))
        return Likeness.UNCLEAR if clash else Likeness.SAME
    return Likeness.UNCLEAR if may_be_same_address(card, register) else Likeness.DIFFERS


def _wildcards(text: str, positions: Collection[int]) -> str:
    return "".join(ANY_ONE if position in positions else each for position, each in enumerate(text))


def _solid(name: str) -> str:
    return comparable(name).replace(" ", "")


def _alike(written: str, stored: str) -> bool:
    """Compare letter by letter."""
    return len(written) == len(stored) and all(map(may_stand_for, written, stored))
