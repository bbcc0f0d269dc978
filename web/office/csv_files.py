"""Lists as CSV (RFC 4180) for a spreadsheet: UTF-8 with a mark at its beginning, the time in the name, no formulas."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from fastapi import Response

from domain.japan import JAPAN
from web.front.headers import page_headers

_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_file(name: str, heading: Sequence[str], rows: Iterable[Sequence[str]], now: datetime) -> Response:
    """Return a file to save; `name` is ASCII, and the instant (Japan) follows it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    headers = {
        **page_headers(()),
        "Content-Disposition": f'attachment; filename="{name}-{now.astimezone(JAPAN):%Y%m%d-%H%M%S}.csv"',
    }
    return Response(text.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell
