"""What is typed into the pages of a request, read by field: what people meant, or what is wrong with it."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from domain.certificates.status import CorrectableField
from domain.problems import Problem, problem
from domain.typed_fields import NotReadError, in_era, read_day, read_line, read_mail, read_postcode

NAMES: Mapping[str, str] = MappingProxyType(
    {
        CorrectableField.APPLICANT_NAME: "name",
        CorrectableField.APPLICANT_BIRTH_DATE: "birth_date",
        CorrectableField.APPLICANT_MAIL: "mail",
        CorrectableField.DELIVERY_POSTCODE: "postcode",
        CorrectableField.DELIVERY_ADDRESS: "address",
    }
)
"""How the pages name the fields of the counter's form that are typed."""


_DIGITS = 7  # of a postcode


def _day(written: str) -> str:
    return read_day(written).isoformat()


_READERS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"name": read_line, "birth_date": _day, "postcode": read_postcode, "address": read_line, "mail": read_mail}
)


def read_typed(written: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """Return the fields as the form wants them, and what cannot be read; such a field stays as it was typed."""
    read, wrong = dict(written), list[Problem]()
    for name, text in written.items():
        try:
            read[name] = _READERS[name](text)
        except NotReadError as error:
            wrong.append(problem(name, error.code, "ja", **error.facts))
    return read, wrong


def with_hyphen(postcode: str) -> str:
    """Return a postcode that was read as people write it: 999-0001; anything else as it is."""
    return f"{postcode[:3]}-{postcode[3:]}" if len(postcode) == _DIGITS and postcode.isdecimal() else postcode


def in_both_calendars(day: str) -> str:
    """Return a day that was read as it is shown back: 昭和60年4月12日 (1985-04-12)."""
    return f"{in_era(date.fromisoformat(day))} ({day})"
