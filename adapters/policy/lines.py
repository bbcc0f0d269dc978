"""Where a key stands in a TOML file: the standard library's parser tells values but not lines."""

import re
from collections import Counter

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]#]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+))*)\s*=""")
_PART = re.compile(r"""\[(\d+)\]|"([^"]*)"|'([^']*)'|([^.\[\]\s]+)""")
_QUOTES = ('"""', "'''")

KeyPath = tuple[str | int, ...]


def key_path(written: str) -> KeyPath:
    """Return the parts of a key such as `fee[1].unit_price`."""
    return tuple(
        int(index) if index else double or single or bare for index, double, single, bare in _PART.findall(written)
    )


def written_key(path: KeyPath) -> str:
    """Return a key as a person writes it; inverse of `key_path`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += ("." if text else "") + (f'"{part}"' if "." in part else part)
    return text


def line_of(path: KeyPath, source: str) -> int | None:
    """Return the line of a key, or of the nearest table around it; None when nothing of it is written."""
    known = _lines(source)
    while path:
        if path in known:
            return known[path]
        path = path[:-1]
    return None


def _lines(source: str) -> dict[KeyPath, int]:
    found: dict[KeyPath, int] = {}
    counts: Counter[KeyPath] = Counter()
    table: KeyPath = ()
    for number, line in _outside_long_strings(source):
        if header := _HEADER.match(line):
            name = key_path(header[2])
            table = (*name, counts[name]) if header[1] == "[[" else name
            counts[name] += 1
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *key_path(key[1])), number)
    return found


def _outside_long_strings(source: str) -> list[tuple[int, str]]:
    lines: list[tuple[int, str]] = []
    closing = ""
    for number, line in enumerate(source.splitlines(), start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        lines.append((number, line))
        closing = next((quote for quote in _QUOTES if line.count(quote) % 2), "")
    return lines
