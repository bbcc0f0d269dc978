"""Read tables made anew from the ledger, in one transaction; readers see the old ones until it commits."""

from adapters.postgres.ledger import LedgerSnapshot
from adapters.postgres.projection import COLUMNS, values_of
from adapters.postgres.session import Pool, transaction
from audit.findings import Finding, FindingCode
from audit.folding import FoldedRequest, folded_requests

_CHUNK = 500
_TIMEOUT_SECONDS = 600.0
# Whoever writes or locks a row waits here, those already at it are waited for, and readers go on.
_LOCK = """
    SET LOCAL statement_timeout = '600s';
    SET LOCAL lock_timeout = '60s';
    SET LOCAL idle_in_transaction_session_timeout = '600s';
    LOCK TABLE reading.cases IN EXCLUSIVE MODE;
"""


class LedgerUnsound(Exception):  # noqa: N818 - reads as what happened
    """A request's events cannot be trusted or folded; nothing was rebuilt. `findings` say which and why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"the ledger is unsound ({findings[0].code}): run `madoguchi audit verify`")
        self.findings = findings


async def rebuild(pool: Pool) -> int:
    """Replace the read tables by the fold of the ledger and return how many requests they hold.

    Raises LedgerUnsound, PortUnavailable, PortRejected.
    """
    count = 0
    async with transaction(pool) as session:
        await session.execute(_LOCK, timeout=_TIMEOUT_SECONDS)
        await session.execute("DELETE FROM reading.cases", timeout=_TIMEOUT_SECONDS)
        rows: list[tuple[object, ...]] = []
        async for folded in folded_requests(LedgerSnapshot(session)):
            rows.append(_row(folded))
            count += 1
            if len(rows) == _CHUNK:
                await session.copy_records_to_table("cases", schema_name="reading", records=rows, columns=COLUMNS)
                rows = []
        await session.copy_records_to_table("cases", schema_name="reading", records=rows, columns=COLUMNS)
    return count


def _row(folded: FoldedRequest) -> tuple[object, ...]:
    unsound = [finding for finding in folded.findings if finding.code is not FindingCode.TIME_BACKWARD]
    if unsound or folded.state is None or folded.updated_at is None:
        raise LedgerUnsound(unsound)
    return values_of(folded.case_id, folded.state, folded.updated_at)
