"""The read table against the fold of the ledger."""

import json
from collections.abc import Sequence
from typing import Any

from asyncpg import Record
from pydantic import ValidationError

from adapters.postgres.ledger import LedgerSnapshot
from adapters.postgres.projection import COLUMNS, values_of
from audit.authority import HeldRoles
from audit.findings import Finding, FindingCode
from audit.folding import FoldedCase, folded_cases
from domain.cases.procedure import Procedure
from domain.procedures import PROCEDURES, Procedures

_CHUNK = 500


async def check_projection(
    snapshot: LedgerSnapshot, roles: HeldRoles | None = None, procedures: Procedures = PROCEDURES
) -> list[Finding]:
    """Return what is wrong with cases' events and with their rows."""
    findings: list[Finding] = []
    chunk: list[FoldedCase] = []
    async for folded in folded_cases(snapshot, roles, procedures):
        findings += folded.findings
        chunk.append(folded)
        if len(chunk) == _CHUNK:
            findings += await _compared(snapshot, chunk)
            chunk = []
    findings += await _compared(snapshot, chunk)
    stray = await snapshot.stray_rows()
    return findings + [Finding(code=FindingCode.PROJECTION_STRAY, case_id=case_id) for case_id in stray]


async def _compared(snapshot: LedgerSnapshot, chunk: Sequence[FoldedCase]) -> list[Finding]:
    rows = await snapshot.rows([folded.case_id for folded in chunk])
    found = (_compare(folded, rows.get(folded.case_id)) for folded in chunk)
    return [finding for finding in found if finding is not None]


def _compare(folded: FoldedCase, row: Record | None) -> Finding | None:
    if folded.procedure is None:
        return None  # told already; its rows are its own code's
    if row is None:
        return Finding(code=FindingCode.PROJECTION_MISSING, case_id=folded.case_id)
    if folded.state is None or folded.updated_at is None:
        return None  # told already: the events themselves are wrong
    values = values_of(folded.procedure, folded.case_id, folded.state, folded.updated_at)
    wanted = dict(zip(COLUMNS, values, strict=True)) | {"state": folded.state}
    wanted["subject"] = json.loads(str(wanted["subject"]))
    found = {**row, "subject": json.loads(row["subject"]), "state": _state(folded.procedure, row)}
    wrong = [name for name in COLUMNS if found[name] != wanted[name]]
    if not wrong:
        return None
    return Finding(code=FindingCode.PROJECTION_DIFFERS, case_id=folded.case_id, where=", ".join(wrong))


def _state(procedure: Procedure[Any, Any], row: Record) -> Any:
    try:
        return procedure.state.model_validate_json(row["state"])
    except ValidationError:
        return None
