"""Whether the person who filled in the form is the person whose card signed it."""

import unicodedata

from domain.certificates.application import Application
from domain.identity.attributes import BasicFourAttributes

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－ーｰ", "-"))
_UNITS = ("丁目", "番地", "番", "号")
_KANJI_DIGITS = str.maketrans("一二三四五六七八九", "123456789")


def same_person(application: Application, card: BasicFourAttributes) -> bool:
    """Compare name, birth date and address of form and card; what the card could not write matches anything.

    A difference is for an officer to look at, never a refusal by machine.
    """
    return (
        (card.birth_date is None or card.birth_date == application.applicant.birth_date)
        and _alike(_folded(application.applicant.name), card.name, card.name_substitutes)
        and _alike(_folded_address(application.delivery.address), card.address, card.address_substitutes, address=True)
    )


def _alike(written: str, on_card: str, substitutes: tuple[int, ...], *, address: bool = False) -> bool:
    if substitutes:
        known = [c for position, c in enumerate(on_card) if position not in substitutes]
        pieces = _folded_address("".join(known)) if address else _folded("".join(known))
        return all(piece in written for piece in pieces)
    return written == (_folded_address(on_card) if address else _folded(on_card))


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _folded_address(text: str) -> str:
    folded = _folded(text).translate(_DASHES).translate(_KANJI_DIGITS)
    for unit in _UNITS:
        folded = folded.replace(unit, "-")
    return folded.strip("-")
