"""What a caller says it would rather have: the lists of Accept and Accept-Language (RFC 9110 §12.4.2, §12.5)."""

from fastapi import Request

_MOST = 500  # characters of a header that are read
_PAGE = "text/html"


def ranges(header: str) -> list[tuple[str, float]]:
    """Return what a header names, in lower case, each with its quality; 0 where that cannot be read."""
    return [_range(part) for part in header[:_MOST].split(",")]


def _range(part: str) -> tuple[str, float]:
    name, *parameters = part.split(";")
    for parameter in parameters:
        key, _, value = parameter.strip().partition("=")
        if key.strip().lower() == "q":
            return name.strip().lower(), _quality(value)
    return name.strip().lower(), 1.0


def _quality(value: str) -> float:
    try:
        quality = float(value)
    except ValueError:
        return 0.0
    return quality if 0 <= quality <= 1 else 0.0


def wants_page(request: Request) -> bool:
    """Say whether a person is reading: browsers name HTML and like nothing better, programs take anything or JSON."""
    wanted = dict(ranges(request.headers.get("accept", "")))
    best = max((quality for name, quality in wanted.items() if name != _PAGE), default=0.0)
    return 0 < wanted.get(_PAGE, 0.0) >= best
