"""Counts of refused submissions by day, procedure and field.

A field's name comes from whoever sent the submission and may itself be personal data: only names of the procedure's form
are kept, all others count as `other`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from adapters.postgres.session import Connection
from domain.cases.procedure import Procedure
from domain.municipality.calendar import local_date
from domain.problems import field_names

_BESIDE_THE_FORM = frozenset({"body", "signature", "idempotency_key"})
_COUNT = """
    INSERT INTO intake.refusals (day, procedure, field, count)
    SELECT $1, $2, field, 1 FROM unnest($3::text[]) AS field
    ON CONFLICT (day, procedure, field) DO UPDATE SET count = intake.refusals.count + 1
"""


def known_field(procedure: Procedure[Any, Any], name: str) -> str:
    """Return a dotted field name if every part of it is one of the procedure's form, else `other`."""
    known = _BESIDE_THE_FORM | set(field_names(procedure.form))
    return name if all(part in known for part in name.split(".")) else "other"


async def add_refusal(
    session: Connection, now: datetime, procedure: Procedure[Any, Any], fields: Sequence[str]
) -> None:
    """Count one refusal under each of its fields, on the office's calendar day (UTC+9)."""
    names = sorted({known_field(procedure, name) for name in fields} or {"other"})  # sorted: no deadlocks
    await session.execute(_COUNT, local_date(now), procedure.name, names)
