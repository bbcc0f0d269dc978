"""The read table's row of a request: what is written, and how it is read back."""

from datetime import datetime

from asyncpg import Record

from domain.certificates.case import Case, case_of
from domain.certificates.state import RequestState

# The first of the same person, known by a pseudonym, for the same thing, a day apart at most; unless nothing came of it:
# whoever withdrew may ask again. By index, and no further than to that one.
_TWIN = """
    SELECT other.case_number FROM reading.cases AS other
    WHERE other.state->'identity'->>'applicant' = shown.state->'identity'->>'applicant'
        AND other.received_at BETWEEN shown.received_at - interval '1 day' AND shown.received_at + interval '1 day'
        AND other.case_id <> shown.case_id AND other.municipality = shown.municipality
        AND other.kind = shown.kind AND other.state->'options' = shown.state->'options'
        AND other.status NOT IN ('withdrawn', 'lapsed', 'rejected')
    ORDER BY other.received_at LIMIT 1
"""
_FOUND = {
    "processing_due_at": "(shown.state->'terms'->>'processing_due_at')::timestamptz",
    "twin": f"({_TWIN})",
}
"""What a case has beside its row's own columns."""
CASE_COLUMNS = tuple(name for name in Case.model_fields if name not in _FOUND)
COLUMNS = (*CASE_COLUMNS, "state")
ROWS = f"SELECT {', '.join(CASE_COLUMNS)}, state FROM reading.cases"  # noqa: S608 - our own names


def cases(rows: str, order: str) -> str:
    """Return the question for the cases of some of ROWS, in this order; the twins are looked for when these are found."""
    columns = ", ".join(f"{_FOUND.get(name, f'shown.{name}')} AS {name}" for name in Case.model_fields)
    return f"SELECT {columns} FROM ({rows}) AS shown ORDER BY {order}"  # noqa: S608 - our own names


def values_of(case_id: str, state: RequestState, updated_at: datetime) -> tuple[object, ...]:
    """Return a row's values in the order of COLUMNS."""
    case = case_of(case_id, state, updated_at)
    return (*(getattr(case, name) for name in CASE_COLUMNS), state.model_dump_json())


def case_from(row: Record) -> Case:
    """Return the case of a row that `cases` asks for."""
    return Case.model_validate({name: row[name] for name in Case.model_fields})
