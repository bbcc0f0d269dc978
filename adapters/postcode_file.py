"""Japan Post's file of postcodes (郵便番号データ, utf_ken_all.csv): UTF-8, one row for each area, fifteen columns.

The older file of the same (KEN_ALL.CSV) is Shift_JIS and breaks long names over several rows: it is refused by name.
"""

import csv
import io
import re
from pathlib import Path

from domain.postal.postcode_areas import PostcodeArea

_COLUMNS = 15
_POSTCODE, _PREFECTURE, _MUNICIPALITY, _TOWN = 2, 6, 7, 8
_DIGITS = re.compile("[0-9]{7}")
_LARGEST = 64 * 1024 * 1024  # bytes; the whole country is about 18 MiB
_ALL_OTHERS = "以下に掲載がない場合"
_WHOLE = "一円"  # 利島村一円: there is one code for all of it; the town 一円 is one of 多賀町
_NEXT_TO = "がくる場合"  # …の次に番地がくる場合: addresses without a town


class PostcodeFileError(Exception):
    """The file cannot be used. `place` is where, `fix` what to do; nothing of the file is repeated."""

    def __init__(self, place: str, reason: str, fix: str) -> None:
        super().__init__(f"{place}: {reason}. {fix}")
        self.place = place
        self.reason = reason
        self.fix = fix


def read_postcode_file(file: Path) -> tuple[PostcodeArea, ...]:
    """Return the rows of a file. Raises PostcodeFileError, OSError."""
    rows = csv.reader(io.StringIO(_text(file), newline=""), strict=True)
    try:
        areas = tuple(_area(f"{file}:{rows.line_num}", row) for row in rows if row)
    except csv.Error:
        raise PostcodeFileError(f"{file}:{rows.line_num}", "is no CSV", "Unpack the file again.") from None
    if not areas:
        raise PostcodeFileError(str(file), "has no rows", "Take utf_ken_all.csv.")
    return areas


def _text(file: Path) -> str:
    if file.stat().st_size > _LARGEST:
        raise PostcodeFileError(str(file), "is larger than any such file", "Take utf_ken_all.csv.")
    content = file.read_bytes()
    if content.startswith(b"PK"):
        raise PostcodeFileError(str(file), "is packed", "Unpack the ZIP, then load the CSV inside.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PostcodeFileError(
            str(file), "is not UTF-8", "Take utf_ken_all.csv, not KEN_ALL.CSV (which is Shift_JIS)."
        ) from None


def _area(place: str, row: list[str]) -> PostcodeArea:
    if len(row) != _COLUMNS:
        raise PostcodeFileError(place, f"has {len(row)} columns instead of {_COLUMNS}", "Take utf_ken_all.csv.")
    postcode, prefecture, municipality = row[_POSTCODE], row[_PREFECTURE], row[_MUNICIPALITY]
    if not _DIGITS.fullmatch(postcode):
        raise PostcodeFileError(place, "has no postcode of seven digits in column 3", "Take utf_ken_all.csv.")
    if not prefecture or not municipality:
        raise PostcodeFileError(place, "names no prefecture or no municipality", "Take utf_ken_all.csv.")
    return PostcodeArea(
        postcode=postcode, prefecture=prefecture, municipality=municipality, town=_town(row[_TOWN], municipality)
    )


def _town(written: str, municipality: str) -> str:
    """Return the name of the town; empty for what stands for all of the municipality, or all the rest of it."""
    whole = written.endswith(_WHOLE) and municipality.endswith(written.removesuffix(_WHOLE)) and written != _WHOLE
    return "" if written == _ALL_OTHERS or whole or written.endswith(_NEXT_TO) else written
