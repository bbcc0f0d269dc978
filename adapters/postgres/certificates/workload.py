"""What a supervisor asks of the read table: who has how much in hand, money that must go back, steps that take too long.

Cases whose hold has a finding are in none of it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.postgres.session import Pool, connection
from domain.certificates.status import RefundStatus, Status
from domain.certificates.submission import NAME
from domain.certificates.workload import BY_ITSELF, SHARED, HeldMoney, Load, Stuck
from domain.ports import Clock

_YEAR = timedelta(days=365)
_MOST = 500
_OPEN = "state #>> '{identity,hold_has_finding}' = 'false'"
# Of the statuses that are shared out, only a case before its approver may still be held: no other state is looked into.
_LOADS = f"""
    SELECT coalesce(assignee, '') AS officer, status, count(*)::int AS cases,
        (count(*) FILTER (WHERE act_by <= $4))::int AS overdue
    FROM reading.cases
    WHERE procedure = $1 AND municipality = $2 AND status = ANY($3::text[]) AND NOT secluded
        AND (status <> '{Status.AWAITING_APPROVAL}' OR {_OPEN})
    GROUP BY 1, 2
"""  # noqa: S608 - constants alone
_MONEY = f"""
    SELECT case_id, case_number, status, state #>> '{{money,refund}}' AS refund,
        (SELECT sum((line ->> 'quantity')::int * (line ->> 'unit_price')::int)::int
         FROM jsonb_array_elements(state #> '{{terms,fee}}') AS line) AS yen
    FROM reading.cases
    WHERE procedure = $1 AND municipality = $2 AND status = ANY($3::text[]) AND received_at > $4
        AND state #>> '{{money,refund}}' IN ('{RefundStatus.DUE}', '{RefundStatus.WITH_OFFICER}') AND {_OPEN}
    ORDER BY received_at, case_id LIMIT {_MOST}
"""  # noqa: S608 - constants alone
_STUCK = f"""
    SELECT case_id, case_number, status, updated_at AS since FROM reading.cases
    WHERE procedure = $1 AND municipality = $2 AND status = ANY($3::text[]) AND updated_at < $4
        AND (status <> '{Status.READY_TO_DISPATCH}' OR state #>> '{{post,confirmed}}' = 'true') AND {_OPEN}
    ORDER BY updated_at, case_id LIMIT {_MOST}
"""  # noqa: S608 - constants alone
_NOT_BEGUN = """
    SELECT count(*) FROM intake.cases
    WHERE workflow_started_at IS NULL AND procedure = $1 AND municipality = $2 AND received_at < $3
"""
_ENDED = (Status.REJECTED, Status.WITHDRAWN, Status.LAPSED)


class PostgresWorkload:
    """The port `Workload` of one municipality. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool, municipality: str, clock: Clock) -> None:
        self._pool = pool
        self._of = (NAME, municipality)
        self._clock = clock

    async def loads(self) -> Sequence[Load]:
        """Return what each officer who has anything has in hand, and what nobody has."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_LOADS, *self._of, _values(SHARED), self._clock())
        cases = {(row["officer"], row["status"]): row["cases"] for row in rows}
        late = {(row["officer"], row["status"]): row["overdue"] for row in rows}
        return tuple(
            Load(
                officer,
                cases.get((officer, Status.UNDER_EXAMINATION), 0),
                cases.get((officer, Status.RETURNED), 0),
                cases.get((officer, Status.AWAITING_APPROVAL), 0),
                # The citizen's deadline of a correction is not the office's.
                sum(late.get((officer, each), 0) for each in (Status.UNDER_EXAMINATION, Status.AWAITING_APPROVAL)),
            )
            for officer in sorted({row["officer"] for row in rows})
        )

    async def money(self) -> Sequence[HeldMoney]:
        """Return fees of the last 365 days that must go back, the oldest request first; 500 at most."""
        since = self._clock() - _YEAR
        async with connection(self._pool) as session:
            rows = await session.fetch(_MONEY, *self._of, _values(_ENDED), since)
        return tuple(
            HeldMoney(
                row["case_id"], row["case_number"], Status(row["status"]), RefundStatus(row["refund"]), row["yen"]
            )
            for row in rows
        )

    async def stuck(self, before: datetime) -> Sequence[Stuck]:
        """Return cases at which a machine has the next step and nothing happened since an instant; 500 at most."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_STUCK, *self._of, _values(BY_ITSELF), before)
        return tuple(Stuck(row["case_id"], row["case_number"], Status(row["status"]), row["since"]) for row in rows)

    async def not_begun(self, before: datetime) -> int:
        """Return how many requests were acknowledged before an instant and have no workflow yet."""
        async with connection(self._pool) as session:
            return int(await session.fetchval(_NOT_BEGUN, *self._of, before))


def _values(statuses: Sequence[Status]) -> list[str]:
    return [each.value for each in statuses]
