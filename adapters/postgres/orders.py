"""An acknowledged case's row (intake.cases) as a workflow is started with it. No number of the citizen's in it."""

import json

from asyncpg import Record

from domain.cases.submission import StartOrder

ORDERS = "SELECT case_id, procedure, case_number, municipality, received_at, subject FROM intake.cases"


def order_of(row: Record) -> StartOrder:
    """Return the order of a row that has the columns of ORDERS."""
    columns = {name: row[name] for name in StartOrder.model_fields}
    return StartOrder.model_validate({**columns, "subject": json.loads(row["subject"])})
