"""An acknowledged request's row (intake.cases) as a workflow is started with it. No number of the citizen's in it."""

import json

from asyncpg import Record

from domain.certificates.submission import StartOrder

ORDERS = """
    SELECT case_id, case_number, municipality, kind, options, copies, received_at,
           workflow_started_at IS NOT NULL AS has_workflow
    FROM intake.cases
"""


def order_of(row: Record) -> StartOrder:
    """Return the order of a row of ORDERS."""
    return StartOrder.model_validate({**row, "options": json.loads(row["options"])})
