"""The read table's row of a request: what is written, and how it is read back."""

from datetime import datetime

from asyncpg import Record

from domain.requests.case import Case, case_of
from domain.requests.state import RequestState

CASE_COLUMNS = tuple(Case.model_fields)
COLUMNS = (*CASE_COLUMNS, "state")
SELECT_CASE = f"SELECT {', '.join(CASE_COLUMNS)} FROM reading.requests"  # noqa: S608 - our own names


def values_of(request_id: str, state: RequestState, updated_at: datetime) -> tuple[object, ...]:
    """Return a row's values in the order of COLUMNS."""
    case = case_of(request_id, state, updated_at)
    return (*(getattr(case, name) for name in CASE_COLUMNS), state.model_dump_json())


def case_from(row: Record) -> Case:
    """Return the case of a row that has CASE_COLUMNS."""
    return Case.model_validate({name: row[name] for name in CASE_COLUMNS})
