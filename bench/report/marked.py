"""Writes what a run found into a page of docs/, between two marks; the words around them are people's."""

from pathlib import Path


class NoMarksError(Exception):
    """The page has no place, or more than one, for what was found."""


def marks(maker: str) -> tuple[str, str]:
    """Return the two lines between which `maker`, a command such as `make bench`, writes."""
    return f"<!-- written by {maker}: begin -->", f"<!-- written by {maker}: end -->"


def write_between(page: Path, maker: str, text: str) -> None:
    """Replace what stands between the maker's marks. Raises NoMarksError and writes nothing then."""
    page.write_text(filled(page.read_text(encoding="utf-8"), maker, text), encoding="utf-8")


def filled(page: str, maker: str, text: str) -> str:
    """Return a page's text with what stands between the maker's marks replaced. Raises NoMarksError."""
    begin, end = marks(maker)
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    if page.count(begin) != 1 or page.count(end) != 1 or end not in rest:
        raise NoMarksError(f"the page needs one line {begin} and one line {end} after it")
    return f"{before}{begin}\n\n{text.strip()}\n\n{end}{after}"
