"""The read table's row of a case: what is written, and how it is read back."""

import json
from datetime import datetime
from typing import Any

from asyncpg import Record

from domain.cases.procedure import Procedure
from domain.cases.row import CaseRow

# The first of the same likeness, a day apart at most. By index, and no further than to that one.
_TWIN = """
    SELECT other.case_number FROM reading.cases AS other
    WHERE other.procedure = shown.procedure AND other.likeness = shown.likeness
        AND other.received_at BETWEEN shown.received_at - interval '1 day' AND shown.received_at + interval '1 day'
        AND other.case_id <> shown.case_id AND other.municipality = shown.municipality AND NOT other.secluded
    ORDER BY other.received_at LIMIT 1
"""
ROW_COLUMNS = tuple(name for name in CaseRow.model_fields if name != "twin")
"""What a list shows and is the row's own."""
COLUMNS = (*ROW_COLUMNS, "likeness", "state", "paid_at")
ROWS = f"SELECT {', '.join(COLUMNS)} FROM reading.cases"  # noqa: S608 - our own names


def shown(rows: str, order: str) -> str:
    """Return the question for some of ROWS, in this order; the twins are looked for when these are found."""
    columns = ", ".join(f"shown.{name}" for name in ROW_COLUMNS)
    return f"SELECT {columns}, ({_TWIN}) AS twin FROM ({rows}) AS shown ORDER BY {order}"  # noqa: S608 - our own names


def values_of(procedure: Procedure[Any, Any], case_id: str, state: Any, updated_at: datetime) -> tuple[object, ...]:
    """Return a row's values in the order of COLUMNS."""
    row = procedure.row(case_id, state, updated_at)
    own = {**dict(row), "subject": json.dumps(dict(row.subject), sort_keys=True, ensure_ascii=False)}
    return (*(own[name] for name in ROW_COLUMNS), procedure.likeness(state), state.model_dump_json(), state.paid_at)


def row_from(record: Record) -> CaseRow:
    """Return the row that `shown` asks for."""
    return CaseRow.model_validate({**record, "subject": json.loads(record["subject"])})
