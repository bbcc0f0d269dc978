"""How JPKI writes its certificates: names, object identifiers and the values of the four attributes.

Written apart from the verifier in `adapters/jpki` on purpose, so that a slip on one side shows.
"""

import re
from datetime import date

from asn1crypto.core import UTF8String
from cryptography import x509
from cryptography.x509.oid import NameOID

from sandbox.residents import Resident

TEST_POLICY = "1.2.392.200149.8.5.1.0.20"  # J-LIS test cards; real ones carry …1.1.20
_ARC = "1.2.392.200149.8.5.5"
_ERA_FIRST_DAYS = (date(1868, 1, 25), date(1912, 7, 30), date(1926, 12, 25), date(1989, 1, 8), date(2019, 5, 1))
_PLACE = re.compile(r"(?P<prefecture>.+?[都道府県])(?P<city>.+?[市町村区])")
_SUBSTITUTE = "〓"
_SELECTORS = range(0xE0100, 0xE01F0)  # ideographic variation selectors

_UNIT = (
    x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
    x509.NameAttribute(NameOID.ORGANIZATION_NAME, "JPKI"),
    x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "JPKI for digital signature"),
)
ROOT_NAME = x509.Name(
    [*_UNIT, x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "Sandbox City Information Systems")]
)
ROOT_OTHER_NAME = x509.Name(
    [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "公的個人認証サービス（訓練用）"),
    ]
)
CRL_POINT = x509.Name(
    [
        *_UNIT,
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "CRL Distribution Points"),
        x509.NameAttribute(NameOID.COMMON_NAME, "Sandbox City"),
    ]
)


def subject(address: str, serial: int) -> x509.Name:
    """Return the subject of a card: place and an opaque number, never the person's name."""
    place = _PLACE.match(address)
    towns = (place["prefecture"], place["city"]) if place else ("不明",)
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
            *(x509.NameAttribute(NameOID.LOCALITY_NAME, town) for town in towns),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{serial:040X}"[:24]),
        ]
    )


def holder_names(resident: Resident) -> x509.SubjectAlternativeName:
    """Return the four attributes and the two rows of flags, in the order real cards have (.1 .4 .3 .5 .2 .6)."""
    name, name_flags = written(resident.certified_name)
    address, address_flags = written(resident.certified_address)
    values = ((1, name), (4, birth(resident.birth_date)), (3, resident.sex.value), (5, address))
    flags = ((2, name_flags), (6, address_flags))
    return x509.SubjectAlternativeName(
        [
            x509.OtherName(x509.ObjectIdentifier(f"{_ARC}.{number}"), UTF8String(value).dump())
            for number, value in (*values, *flags)
        ]
    )


def birth(day: date) -> str:
    """Return `EYYYYMMDD`: 1 明治, 2 大正, 3 昭和, 4 平成, 5 令和 (0 before), then the Gregorian date."""
    era = sum(first <= day for first in _ERA_FIRST_DAYS)
    return f"{era}{day:%Y%m%d}"


def written(text: str) -> tuple[str, str]:
    """Return a text as a card can write it and its flags.

    What stands in neither JIS X 0208 nor X 0212 is replaced and flagged `1`; a variation selector goes, and its
    character is flagged, because the card shows another shape.
    """
    characters: list[str] = []
    flags: list[str] = []
    for character in text:
        if ord(character) in _SELECTORS and flags:
            flags[-1] = "1"
            continue
        plain = _in_jis(character)
        characters.append(character if plain else _SUBSTITUTE)
        flags.append("0" if plain else "1")
    return "".join(characters), "".join(flags)


def _in_jis(character: str) -> bool:
    try:
        character.encode("euc_jp")
    except UnicodeEncodeError:
        return False
    return True
