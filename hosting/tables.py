"""Tables in which nothing is cut and no word is broken, however narrow the screen.

Japanese may break between any two characters, and is therefore cut anywhere by whoever only knows blanks. Here a number,
a date, an id or a short term stays on one line as long as the table can be made narrow enough at all.
"""

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len, chop_cells
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.segment import Segment
from rich.table import Column, Table

_TERM = 14  # cells: what is as short, such as 住民票の写し, is one word
_CHARACTER = 2  # cells of the widest
_LONG = 24  # cells: what is longer without a blank, such as an id of 36, may break after a hyphen or slash
_WORD = re.compile(r"\s+|\S+")
_PIECE = re.compile(r"[(「『（]*(?:[!-'*-~]+|[^\s])[)」』）、。:：…ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々]*")
_PART = re.compile(r"[^/-]*[/-]*")


class Words:
    """Text of a cell, broken between words alone."""

    def __init__(self, text: str) -> None:
        self._lines = [_pieces(line) for line in text.split("\n")]

    def measure(self) -> tuple[int, int]:
        """Return how narrow and how wide it can be, in cells."""
        narrow = max((cell_len(piece.rstrip()) for line in self._lines for piece in line), default=0)
        return narrow, max(cell_len("".join(line)) for line in self._lines)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Return the same as rich wants it."""
        return Measurement(*self.measure()).with_maximum(options.max_width)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Give line after line."""
        for pieces in self._lines:
            for line in _filled(pieces, options.max_width):
                yield Segment(line)
                yield Segment.line()


def _pieces(line: str) -> Sequence[str]:
    return [part for word in _WORD.findall(line) for part in _parts(word)]


def _parts(word: str) -> list[str]:
    if cell_len(word) <= _TERM:
        return [word]
    found = (match[0] for match in _PIECE.finditer(word))
    return [part for piece in found for part in (_PART.findall(piece) if cell_len(piece) > _LONG else [piece]) if part]


def _filled(pieces: Sequence[str], width: int) -> Iterator[str]:
    """Yield lines of at most `width` cells; only a piece that is wider by itself is cut."""
    line = ""
    for piece in pieces:
        if cell_len(line) + cell_len(piece.rstrip()) > width:
            if line.strip():
                yield line.rstrip()
            line = ""
        *whole, rest = chop_cells(piece, width) if cell_len(piece.rstrip()) > width else [piece]
        yield from whole
        line = line + rest if line else rest.lstrip()
    yield line.rstrip()


class WholeTable(Table):
    """A table that gives each column the room its longest word needs before any has more."""

    def add_words(self, *cells: str) -> None:
        """Add a row of texts."""
        self.add_row(*(Words(cell) for cell in cells))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Render with these widths."""
        self._fit(options.max_width)
        yield from super().__rich_console__(console, options)

    def _fit(self, width: int) -> None:
        room = width - (3 * len(self.columns) + 1)  # borders and a blank on either side
        wanted = [_column_measure(column) for column in self.columns]
        narrow, wide = [each[0] for each in wanted], [each[1] for each in wanted]
        for column, size in zip(self.columns, _shared(narrow, wide, room), strict=True):
            column.width = size


def _column_measure(column: Column) -> tuple[int, int]:
    sizes = [each.measure() for each in (column.header, *column.cells) if isinstance(each, Words)]
    return max(narrow for narrow, _ in sizes), max(wide for _, wide in sizes)


def _shared(narrow: list[int], wide: list[int], room: int) -> list[int]:
    """Return each column's width; only when not even the longest words have room is the longest of them cut."""
    if sum(wide) <= room:
        return wide
    spare = room - sum(narrow)
    widths = list(narrow)
    while spare < 0 and max(widths) > _CHARACTER:
        widths[widths.index(max(widths))] -= 1
        spare += 1
    while spare > 0:  # a cell at a time to the column that is most cramped: its share of what it wants is the least
        place = min(range(len(widths)), key=lambda each: widths[each] / max(wide[each], 1))
        widths[place] += 1
        spare -= 1
    return widths


def table(*columns: str, title: str | None = None) -> WholeTable:
    """Return an empty table with these columns; `add_words` fills it."""
    made = WholeTable(title=title)
    for column in columns:
        made.add_column(Words(column))
    return made
