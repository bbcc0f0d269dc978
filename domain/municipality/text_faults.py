"""Checks of words for citizens that hold for every procedure: nothing missing, nothing unknown in a mail."""

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from string import Formatter

from domain.municipality.faults import Fault


def missing_words(name: str, members: Iterable[StrEnum], written: Collection[str]) -> Iterator[Fault]:
    """Yield the members for which a table of words has none."""
    for member in members:
        if member not in written:
            yield Fault(f"{name}.{_key(member)}", "these words are missing", "write them under this key")


def _key(member: StrEnum) -> str:
    return f'"{member}"' if "." in member else str(member)


def placeholder_faults(
    key: str, text: str, allowed: Collection[str], required: Collection[str] = frozenset()
) -> Iterator[Fault]:
    """Yield what is wrong with the `{placeholders}` of a text."""
    try:
        fields = [(name, form, convert) for _, name, form, convert in Formatter().parse(text) if name is not None]
    except ValueError:
        yield Fault(key, "a brace is open or stands alone", "write {receipt_number}, or {{ for a brace itself")
        return
    names = {name for name, _, _ in fields}
    if any(form or convert for _, form, convert in fields):
        yield Fault(key, "a placeholder carries a format", "write the bare name in braces, as in {receipt_number}")
    for name in sorted(names - set(allowed)):
        choice = ", ".join(f"{{{placeholder}}}" for placeholder in sorted(allowed))
        fix = f"use only {choice}" if choice else "remove it"
        yield Fault(key, f"the placeholder {{{name}}} may not stand here", fix)
    for name in sorted(set(required) - names):
        yield Fault(key, f"the placeholder {{{name}}} is missing", f"let the text name {{{name}}}")
