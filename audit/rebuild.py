"""Read tables made anew from the ledger, in one transaction; readers see the old ones until it commits.

Cases of procedures that this code does not know keep their rows: who knows them makes theirs anew.
"""

from typing import Any

from adapters.postgres.ledger import LedgerSnapshot
from adapters.postgres.projection import COLUMNS, values_of
from adapters.postgres.session import Pool, transaction
from audit.findings import Finding, FindingCode
from audit.folding import FoldedCase, folded_cases
from domain.cases.procedure import Procedure
from domain.procedures import PROCEDURES, Procedures

_CHUNK = 500
_TIMEOUT_SECONDS = 600.0
# Whoever writes or locks a row waits here, those already at it are waited for, and readers go on.
_LOCK = """
    SET LOCAL statement_timeout = '600s';
    SET LOCAL lock_timeout = '60s';
    SET LOCAL idle_in_transaction_session_timeout = '600s';
    LOCK TABLE reading.cases IN EXCLUSIVE MODE;
"""


_CLEAR = "DELETE FROM reading.cases WHERE split_part(case_id, '-', 1) = ANY($1::text[])"


class LedgerUnsound(Exception):  # noqa: N818 - reads as what happened
    """A case's events cannot be trusted or folded; nothing was rebuilt. `findings` say which and why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"the ledger is unsound ({findings[0].code}): run `madoguchi audit verify`")
        self.findings = findings


async def rebuild(pool: Pool, procedures: Procedures = PROCEDURES) -> int:
    """Replace the read tables by the fold of the ledger and return how many cases were folded.

    Raises LedgerUnsound, PortUnavailable, PortRejected.
    """
    count = 0
    async with transaction(pool) as session:
        await session.execute(_LOCK, timeout=_TIMEOUT_SECONDS)
        await session.execute(_CLEAR, [each.prefix for each in procedures], timeout=_TIMEOUT_SECONDS)
        rows: list[tuple[object, ...]] = []
        async for folded in folded_cases(LedgerSnapshot(session), procedures=procedures):
            if folded.procedure is None:
                continue
            rows.append(_row(folded.procedure, folded))
            count += 1
            if len(rows) == _CHUNK:
                await session.copy_records_to_table("cases", schema_name="reading", records=rows, columns=COLUMNS)
                rows = []
        await session.copy_records_to_table("cases", schema_name="reading", records=rows, columns=COLUMNS)
    return count


def _row(procedure: Procedure[Any, Any], folded: FoldedCase) -> tuple[object, ...]:
    unsound = [finding for finding in folded.findings if finding.code is not FindingCode.TIME_BACKWARD]
    if unsound or folded.state is None or folded.updated_at is None:
        raise LedgerUnsound(unsound)
    return values_of(procedure, folded.case_id, folded.state, folded.updated_at)
