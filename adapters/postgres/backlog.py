"""How much waits where, in one cheap question: each count reads an index of what is open, none the whole past."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from adapters.postgres.session import Pool, connection
from domain.procedures import PROCEDURES, Procedures

LATELY = timedelta(hours=6)
# Rows of (what, of which procedure and status or kind, value); ages in seconds, 0 when nothing waits.
_BACKLOG = """
    WITH open AS (
        SELECT cases.* FROM unnest($1::text[], $2::text[]) AS wanted (procedure, status) JOIN reading.cases
        ON cases.procedure = wanted.procedure AND cases.status = wanted.status
    )
    SELECT 'cases' AS what, procedure AS of, status AS which, count(*)::float8 AS value FROM open GROUP BY procedure, status
    UNION ALL SELECT 'overdue', procedure, status, count(*)
        FROM reading.cases WHERE due_at <= now() GROUP BY procedure, status
    UNION ALL SELECT 'paid_lately', '', '', count(*) FROM open
        WHERE updated_at > now() - $3::interval AND paid_at > now() - $3::interval
    UNION ALL (WITH waiting AS (SELECT received_at AS at FROM intake.cases WHERE workflow_started_at IS NULL)
        SELECT 'not_started', '', '', count(*) FROM waiting
        UNION ALL SELECT 'not_started_seconds', '', '', extract(epoch FROM now() - min(at)) FROM waiting)
    UNION ALL (WITH waiting AS (SELECT staged_at AS at FROM ledger.staged)
        SELECT 'staged', '', '', count(*) FROM waiting
        UNION ALL SELECT 'staged_seconds', '', '', extract(epoch FROM now() - min(at)) FROM waiting)
    UNION ALL (WITH waiting AS (
            SELECT created_at AS at FROM outbox.notices WHERE sent_at IS NULL AND given_up_at IS NULL)
        SELECT 'mails', '', '', count(*) FROM waiting
        UNION ALL SELECT 'mails_seconds', '', '', extract(epoch FROM now() - min(at)) FROM waiting)
    UNION ALL SELECT 'mails_given_up', '', '', count(*) FROM outbox.notices
        WHERE given_up_at IS NOT NULL AND sent_at IS NULL AND settled_at IS NULL
    UNION ALL (WITH waiting AS (
            SELECT asked_at AS at FROM drafts.mails JOIN drafts.codes USING (draft_id) WHERE valid_until > now())
        SELECT 'codes', '', '', count(*) FROM waiting
        UNION ALL SELECT 'codes_seconds', '', '', extract(epoch FROM now() - min(at)) FROM waiting)
    UNION ALL (WITH waiting AS (SELECT begun_at AS at FROM effects.journal WHERE finished_at IS NULL)
        SELECT 'effects', '', '', count(*) FROM waiting
        UNION ALL SELECT 'effects_seconds', '', '', extract(epoch FROM now() - min(at)) FROM waiting)
    UNION ALL (WITH waiting AS (SELECT closed_at AS at FROM ledger.unarchived)
        SELECT 'archive', '', '', count(*) FROM waiting
        UNION ALL SELECT 'archive_seconds', '', '', extract(epoch FROM now() - min(at)) FROM waiting)
"""


class Stage(NamedTuple):
    """A status of a procedure."""

    procedure: str
    status: str


@dataclass(frozen=True)
class Backlog:
    """What waits. `seconds` is the age of the oldest of a kind in `waiting`, 0 when nothing waits.

    Kinds: not_started (acknowledged, no workflow yet), staged (not sealed yet), mails (to be sent), mails_given_up
    (not settled), codes (by mail, to be sent), effects (begun outside, outcome not noted), archive (closed, history not archived). `paid_lately`
    counts open cases paid within LATELY.
    """

    cases: Mapping[Stage, int]
    overdue: Mapping[Stage, int]
    waiting: Mapping[str, int]
    seconds: Mapping[str, float]
    paid_lately: int


KINDS = ("not_started", "staged", "mails", "mails_given_up", "codes", "effects", "archive")


class PostgresBacklog:
    """Asks for the backlog. May raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool, procedures: Procedures = PROCEDURES) -> None:
        self._pool = pool
        self._open = [Stage(each.name, status) for each in procedures for status in sorted(each.going_on)]

    async def read(self) -> Backlog:
        """Return the backlog as it is now. Statuses with an end (COMPLETED, …) are not counted: they only grow."""
        names, statuses = [each.procedure for each in self._open], [each.status for each in self._open]
        async with connection(self._pool) as session:
            rows = await session.fetch(_BACKLOG, names, statuses, LATELY)
        found = {(row["what"], row["of"], row["which"]): row["value"] or 0.0 for row in rows}

        def by_stage(what: str) -> dict[Stage, int]:
            return {each: int(found.get((what, *each), 0)) for each in self._open}

        return Backlog(
            cases=by_stage("cases"),
            overdue=by_stage("overdue"),
            waiting={kind: int(found[kind, "", ""]) for kind in KINDS},
            paid_lately=int(found["paid_lately", "", ""]),
            seconds={kind: found[f"{kind}_seconds", "", ""] for kind in KINDS if (f"{kind}_seconds", "", "") in found},
        )
