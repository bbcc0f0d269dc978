"""Requests of a period as the read table has them (web.certificates.ports.Statistics)."""

from collections.abc import Sequence
from datetime import datetime

from adapters.postgres.session import Pool, connection
from domain.certificates.kinds import CertificateKind
from domain.certificates.statistics import CountedRequest
from domain.certificates.status import Status
from domain.certificates.submission import NAME

# Status by status, by index. What is or may be the closed desk's is nobody's figure.
_REQUESTS = """
    SELECT case_id, case_number, subject ->> 'kind' AS kind, (subject ->> 'copies')::int AS copies, status, received_at,
        (state #>> '{terms,processing_due_at}')::timestamptz AS due_at, (state ->> 'paused_seconds')::float8 AS paused_seconds,
        (state #>> '{post,accepted_at}')::timestamptz AS sent_at, (state ->> 'refused_at')::timestamptz AS refused_at, assignee
    FROM reading.cases
    WHERE procedure = $1 AND municipality = $2 AND status = ANY($3::text[]) AND received_at >= $4 AND received_at < $5
        AND NOT secluded AND state #>> '{identity,hold_has_finding}' = 'false'
    ORDER BY received_at, case_id LIMIT $6
"""
_STATUSES = [each.value for each in Status]
_KINDS = {each.value: each for each in CertificateKind}


class PostgresStatistics:
    """Of one municipality. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool, municipality: str) -> None:
        self._pool = pool
        self._municipality = municipality

    async def requests(self, since: datetime, until: datetime, most: int) -> Sequence[CountedRequest]:
        """Return the requests that arrived from an instant until before another, in the order of their arrival.

        A kind that another release wrote is not counted.
        """
        async with connection(self._pool) as session:
            rows = await session.fetch(_REQUESTS, NAME, self._municipality, _STATUSES, since, until, most)
        known = [dict(row) for row in rows if row["kind"] in _KINDS]
        return tuple(
            CountedRequest(**{**row, "kind": _KINDS[row["kind"]], "status": Status(row["status"])}) for row in known
        )
