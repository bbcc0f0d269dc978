"""Waits until everything that ended requests leave to be done beside the procedure is done: sealed, mailed, archived."""

import asyncio

from adapters.postgres.session import Pool
from domain import ids

_ASK_EVERY = 0.1  # seconds; nothing tells when the last one is done
_WITHIN = 120.0  # seconds
_LEFT = """
    SELECT (SELECT count(*) FROM ledger.staged)
        + (SELECT count(*) FROM outbox.notices WHERE sent_at IS NULL AND given_up_at IS NULL)
        + (SELECT count(*) FROM reading.cases WHERE closed AND NOT EXISTS (
            SELECT FROM ledger.archives
            WHERE archives.case_id = cases.case_id AND workflow_id = $1 || cases.case_id))
"""


async def settled(pool: Pool) -> None:
    """Return when nothing is left. Raises TimeoutError."""
    prefix = ids.case_workflow_id("")
    async with asyncio.timeout(_WITHIN):
        while await pool.fetchval(_LEFT, prefix):  # noqa: ASYNC110 - another process's work
            await asyncio.sleep(_ASK_EVERY)
