"""The read table against the fold of the ledger."""

from collections.abc import Sequence

from asyncpg import Record
from pydantic import ValidationError

from adapters.postgres.ledger import LedgerSnapshot
from adapters.postgres.projection import CASE_COLUMNS, values_of
from audit.authority import HeldRoles
from audit.findings import Finding, FindingCode
from audit.folding import FoldedRequest, folded_requests
from domain.certificates.state import RequestState

_CHUNK = 500


async def check_projection(snapshot: LedgerSnapshot, roles: HeldRoles | None = None) -> list[Finding]:
    """Return what is wrong with requests' events and with their rows."""
    findings: list[Finding] = []
    chunk: list[FoldedRequest] = []
    async for folded in folded_requests(snapshot, roles):
        findings += folded.findings
        chunk.append(folded)
        if len(chunk) == _CHUNK:
            findings += await _compared(snapshot, chunk)
            chunk = []
    findings += await _compared(snapshot, chunk)
    stray = await snapshot.stray_rows()
    return findings + [Finding(code=FindingCode.PROJECTION_STRAY, case_id=case_id) for case_id in stray]


async def _compared(snapshot: LedgerSnapshot, chunk: Sequence[FoldedRequest]) -> list[Finding]:
    rows = await snapshot.rows([folded.case_id for folded in chunk])
    found = (_compare(folded, rows.get(folded.case_id)) for folded in chunk)
    return [finding for finding in found if finding is not None]


def _compare(folded: FoldedRequest, row: Record | None) -> Finding | None:
    if row is None:
        return Finding(code=FindingCode.PROJECTION_MISSING, case_id=folded.case_id)
    if folded.state is None or folded.updated_at is None:
        return None  # told already: the events themselves are wrong
    values = values_of(folded.case_id, folded.state, folded.updated_at)
    wrong = [name for name, value in zip(CASE_COLUMNS, values, strict=False) if row[name] != value]
    if _state(row) != folded.state:
        wrong.append("state")
    if not wrong:
        return None
    return Finding(code=FindingCode.PROJECTION_DIFFERS, case_id=folded.case_id, where=", ".join(wrong))


def _state(row: Record) -> RequestState | None:
    try:
        return RequestState.model_validate_json(row["state"])
    except ValidationError:
        return None
