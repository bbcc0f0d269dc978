"""How much waits where, in one cheap question: each count reads an index of what is open, none the whole past."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from adapters.postgres.session import Pool, connection
from domain.certificates.status import ENDS, Status

LATELY = timedelta(hours=6)
_OPEN = sorted(status.value for status in Status if status not in ENDS)
# Rows of (what, of which, value); ages in seconds, 0 when nothing waits.
_BACKLOG = """
    SELECT 'requests' AS what, status AS which, count(*)::float8 AS value
        FROM reading.cases WHERE status = ANY($1::text[]) GROUP BY status
    UNION ALL SELECT 'overdue', status, count(*) FROM reading.cases WHERE due_at <= now() GROUP BY status
    UNION ALL SELECT 'paid_lately', '', count(*) FROM reading.cases
        WHERE status = ANY($1::text[]) AND updated_at > now() - $2::interval
        AND (state->'money'->>'captured_at')::timestamptz > now() - $2::interval
    UNION ALL (WITH waiting AS (SELECT received_at AS at FROM intake.cases WHERE workflow_started_at IS NULL)
        SELECT 'not_started', '', count(*) FROM waiting
        UNION ALL SELECT 'not_started_seconds', '', extract(epoch FROM now() - min(at)) FROM waiting)
    UNION ALL (WITH waiting AS (SELECT staged_at AS at FROM ledger.staged)
        SELECT 'staged', '', count(*) FROM waiting
        UNION ALL SELECT 'staged_seconds', '', extract(epoch FROM now() - min(at)) FROM waiting)
    UNION ALL (WITH waiting AS (
            SELECT created_at AS at FROM outbox.notices WHERE sent_at IS NULL AND given_up_at IS NULL)
        SELECT 'mails', '', count(*) FROM waiting
        UNION ALL SELECT 'mails_seconds', '', extract(epoch FROM now() - min(at)) FROM waiting)
    UNION ALL SELECT 'mails_given_up', '', count(*) FROM outbox.notices
        WHERE given_up_at IS NOT NULL AND sent_at IS NULL AND settled_at IS NULL
    UNION ALL (WITH waiting AS (SELECT begun_at AS at FROM effects.journal WHERE finished_at IS NULL)
        SELECT 'effects', '', count(*) FROM waiting
        UNION ALL SELECT 'effects_seconds', '', extract(epoch FROM now() - min(at)) FROM waiting)
    UNION ALL (WITH waiting AS (SELECT closed_at AS at FROM ledger.unarchived)
        SELECT 'archive', '', count(*) FROM waiting
        UNION ALL SELECT 'archive_seconds', '', extract(epoch FROM now() - min(at)) FROM waiting)
"""


@dataclass(frozen=True)
class Backlog:
    """What waits. `seconds` is the age of the oldest of a kind in `waiting`, 0 when nothing waits.

    Kinds: not_started (acknowledged, no workflow yet), staged (not sealed yet), mails (to be sent), mails_given_up
    (not settled), effects (begun outside, outcome not noted), archive (closed, history not archived). `paid_lately`
    counts open requests whose fee was captured within LATELY.
    """

    requests: Mapping[Status, int]
    overdue: Mapping[Status, int]
    waiting: Mapping[str, int]
    seconds: Mapping[str, float]
    paid_lately: int


KINDS = ("not_started", "staged", "mails", "mails_given_up", "effects", "archive")


class PostgresBacklog:
    """Asks for the backlog. May raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def read(self) -> Backlog:
        """Return the backlog as it is now. Statuses with an end (COMPLETED, …) are not counted: they only grow."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_BACKLOG, _OPEN, LATELY)
        found = {(row["what"], row["which"]): row["value"] or 0.0 for row in rows}

        def by_status(what: str) -> dict[Status, int]:
            return {Status(status): int(found.get((what, status), 0)) for status in _OPEN}

        return Backlog(
            requests=by_status("requests"),
            overdue=by_status("overdue"),
            waiting={kind: int(found[kind, ""]) for kind in KINDS},
            paid_lately=int(found["paid_lately", ""]),
            seconds={kind: found[f"{kind}_seconds", ""] for kind in KINDS if (f"{kind}_seconds", "") in found},
        )
