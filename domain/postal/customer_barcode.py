"""カスタマバーコード of Japan Post: postcode and house number as 67 bars, by which letters are sorted.

Source: Japan Post, postcode manual (郵便番号マニュアル), pages 5-7 and 25. The house number is what the postcode leaves open.
"""

import re
from typing import NamedTuple

from domain.identity.numerals import NUMERALS, value_of
from domain.written import spelled_plainly

BARS = 67
_SYMBOLS = (*"0123456789-", *(f"CC{number}" for number in range(1, 9)))
"""In the order of their check values, 0 to 18."""
_PATTERNS = "FTTFFTFDADFAFADFTFDAFAFDADFTFFTFTDATDTAADTTDAATDTADTTFFFF"
"""Three bars for each symbol, in the same order."""
_START, _STOP = "FD", "DF"
_ADDRESS_SYMBOLS = 13
_MODULUS = 19
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# Numerals that number a place; in other words they are part of a name (四谷, 三番町, 八丁堀, 二の丸).
_NUMBERS_A_PLACE = f"丁目|番地|地割|号|線|[番丁](?!町|堀|目|[ァ-ヺぁ-ゖ])|[のノ](?=[0-9{NUMERALS}])"
_NUMERAL = re.compile(f"[{NUMERALS}]+(?={_NUMBERS_A_PLACE})|(?<=[0-9][のノ])[{NUMERALS}]+")
_NO_JOINT = re.compile("[&/・.]")
_FLOOR = re.compile("(?<=[0-9])F(?![A-Z])")
_WORD = re.compile("[A-Z]{2,}")
_LEFT_OUT = re.compile("[^0-9A-Z]+")
_BESIDE_A_LETTER = re.compile("-(?=[A-Z])|(?<=[A-Z])-")


class CustomerBarcode(NamedTuple):
    """What an envelope bears: the symbols between start and stop, check symbol last."""

    symbols: tuple[str, ...]

    @property
    def bars(self) -> str:
        """The bars from left to right: F full, A upper half and middle, D lower half and middle, T middle."""
        places = (3 * _SYMBOLS.index(each) for each in self.symbols)
        return _START + "".join(_PATTERNS[place : place + 3] for place in places) + _STOP


def customer_barcode(postcode: str, address: str) -> CustomerBarcode:
    """Return the barcode of a postcode (seven digits) and an address as people write it."""
    return encoded(postcode, house_number(address))


def house_number(address: str) -> str:
    """Return what the barcode has of an address: figures, hyphens, single letters; empty when it has none."""
    text = _NUMERAL.sub(_in_figures, spelled_plainly(address, lines=False)).upper()
    text = _FLOOR.sub(" ", _NO_JOINT.sub("", text))
    text = _LEFT_OUT.sub("-", _WORD.sub(" ", text)).strip("-")
    return _BESIDE_A_LETTER.sub("", text)


def encoded(postcode: str, number: str) -> CustomerBarcode:
    """Return the barcode of a postcode and a house number in its canonical spelling; what does not fit is cut off."""
    place = [symbol for letter in number for symbol in _symbols_of(letter)]
    filled = [*place, *["CC4"] * _ADDRESS_SYMBOLS][:_ADDRESS_SYMBOLS]
    symbols = (*postcode, *filled)
    check = -sum(map(_SYMBOLS.index, symbols)) % _MODULUS
    return CustomerBarcode((*symbols, _SYMBOLS[check]))


def _symbols_of(letter: str) -> tuple[str, ...]:
    if letter not in _LETTERS:
        return (letter,)
    group, place = divmod(_LETTERS.index(letter), 10)
    return f"CC{group + 1}", str(place)


def _in_figures(found: re.Match[str]) -> str:
    value = value_of(found[0])
    return found[0] if value is None else f" {value} "
