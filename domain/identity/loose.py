"""What may be the same though it is not written so: too little to be sure, enough to ask an officer.

A difference that is none costs a person the certificate and, under 支援措置, the protection; a likeness that is none
costs an officer a look. So this is wide, and nothing is ever taken for the same because of it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from domain.identity.address import ANY_ONE, Place, comparable
from domain.identity.numerals import NUMERALS, value_of
from domain.identity.variants import usual

_IN_NO_NAME = "0123456789- "
_LEFT_OUT = re.compile("大字|小字|字|丁目|番地|号室|[番号丁室階棟のつヶ・ー()、。,.#/ -]")
_NUMERALS = re.compile(f"[{NUMERALS}]+")
_TOKEN = re.compile("[0-9]+|.", re.DOTALL)
_HIRAGANA = {katakana: katakana - 0x60 for katakana in range(ord("ァ"), ord("ヶ"))}
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_MARKS = re.compile("[\u0300-\u036f'’ʼ`]|(?<=[aou])e")  # passports write MUELLER for Müller
_NO_MARK = str.maketrans("đøłıħŧ", "doliht")  # letters that Unicode does not take apart
_NAMES = 2  # words; one alone (a given name) is too little


def may_stand_for(written: str, stored: str) -> bool:
    """Compare two characters; what the card could not write is a letter, never a figure."""
    return written == stored or (written == ANY_ONE and stored not in _IN_NO_NAME)


def may_be_same_address(one: Place, other: Place) -> bool:
    """Compare two normal forms. Numbers are not taken apart, unless all figures are the same in the same order.

    They may be the same where one leaves out letters or numbers of the other (the building, the ward, a 之), and where
    only the figures are cut otherwise (7-3 45, 7-34 5).
    """
    forms = (one.rest, other.rest)
    tokens = [_tokens(form) for form in forms]
    if _one_says_less(*tokens) or _one_says_less(*(_tokens(_numerals_as_figures(form)) for form in forms)):
        return True
    letters = ([each for each in some if not each.isdecimal()] for some in tokens)
    return one.figures == other.figures and _one_says_less(*letters)


def may_be_same_name(one: str, other: str) -> bool:
    """Compare two names: variants of a character, Latin names in another order, with other marks, or with one more."""
    as_usual = [usual(comparable(each)).replace(" ", "") for each in (one, other)]
    if len(as_usual[0]) == len(as_usual[1]) and all(map(may_stand_for, *as_usual)):
        return True
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    return "".join(shorter) == "".join(longer) or (len(shorter) >= _NAMES and Counter(shorter) <= Counter(longer))


def _tokens(form: str) -> list[str]:
    """Return the letters and whole numbers of a normal form."""
    solid = _LEFT_OUT.sub(lambda found: "-" if found[0] in "- " else "", form)
    return [each for each in _TOKEN.findall(usual(solid).translate(_HIRAGANA)) if each != "-"]


def _numerals_as_figures(form: str) -> str:
    """Read the numerals in names too (第一荘, 二十四軒) as figures, which people write for them."""
    return _NUMERALS.sub(lambda found: f"-{value_of(found[0]) or found[0]}-", form)


def _one_says_less(one: Sequence[str], other: Sequence[str]) -> bool:
    shorter, longer = sorted((one, other), key=len)
    rest = iter(longer)
    return all(any(may_stand_for(each, found) or may_stand_for(found, each) for found in rest) for each in shorter)


def _words(name: str) -> list[str]:
    plain = _MARKS.sub("", unicodedata.normalize("NFD", comparable(name))).translate(_NO_MARK)
    return sorted(filter(None, _BETWEEN_WORDS.split(unicodedata.normalize("NFC", plain))))
