"""基本4情報 in the signing certificate: six otherName values in the subject alternative name.

Object identifiers under 1.2.392.200149.8.5.5 (three independent readers agree; two public ones have them swapped):
.1 name, .2 its substitute flags, .3 sex, .4 birth date, .5 address, .6 its substitute flags. Other names (furigana is
announced) are passed over.
"""

import re
from datetime import date

from asn1crypto import core, x509

from adapters.jpki.malformed import MalformedError, reading
from domain.identity.attributes import BasicFourAttributes, Sex
from domain.identity.eras import ERAS

ARC = "1.2.392.200149.8.5.5"
NAME, NAME_FLAGS, SEX, BIRTH, ADDRESS, ADDRESS_FLAGS = (f"{ARC}.{number}" for number in range(1, 7))
_SIX = (NAME, NAME_FLAGS, SEX, BIRTH, ADDRESS, ADDRESS_FLAGS)
_BIRTH = re.compile(r"([0-5])([0-9]{4})([0-9]{2})([0-9]{2})", re.ASCII)
_FLAGS = re.compile(r"[01]*", re.ASCII)
# First and last day of each era: the digit in front of the (Gregorian) date must belong to it.
_DAYS = {"0": (date.min, date.max)} | {era.digit: (era.first, era.last) for era in ERAS}  # 0: 不明


def read_attributes(names: x509.GeneralNames) -> BasicFourAttributes:
    """Return the four attributes. Raises MalformedError when one of the six is missing, double or no such value."""
    with reading():
        values = _six(names)
        name, address = values[NAME], values[ADDRESS]
        if not name or not address:
            raise MalformedError("empty")
        return BasicFourAttributes(
            name=name,
            birth_date=birth_date(values[BIRTH]),
            sex=Sex(values[SEX]),
            address=address,
            name_substitutes=_positions(values[NAME_FLAGS]),
            address_substitutes=_positions(values[ADDRESS_FLAGS]),
        )


def birth_date(written: str) -> date | None:
    """Return the date of `EYYYYMMDD` (era digit, Gregorian date); None when it is partial or contradicts its era."""
    parts = _BIRTH.fullmatch(written)
    if parts is None:
        return None
    era, year, month, day = parts.groups()
    try:
        born = date(int(year), int(month), int(day))
    except ValueError:
        return None
    first, last = _DAYS[era]
    return born if first <= born <= last else None


def _six(names: x509.GeneralNames) -> dict[str, str]:
    found: dict[str, str] = {}
    # A fresh copy: what was looked at before parses differently (asn1crypto's Any keeps its outer tag only once).
    for each in x509.GeneralNames.load(names.dump(), strict=True):
        if each.name != "other_name" or each.chosen["type_id"].dotted not in _SIX:
            continue
        kind = each.chosen["type_id"].dotted
        if kind in found:
            raise MalformedError("attribute_twice")
        found[kind] = each.chosen["value"].parse(core.UTF8String).native
    if len(found) != len(_SIX):
        raise MalformedError("attribute_missing")
    return found


def _positions(flags: str) -> tuple[int, ...]:
    if not _FLAGS.fullmatch(flags):
        raise MalformedError("flags")
    return tuple(position for position, flag in enumerate(flags) if flag == "1")
