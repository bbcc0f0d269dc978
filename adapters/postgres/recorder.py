"""The recorder (domain.ports.Recorder): stages events and folds them into the read table, in one statement.

An event is staged while the workflow task that caused it may still be lost: the repeated task may decide otherwise and
then replaces it. `sealing` moves what has become durable into the ledger (ADR 0009).

A recorder remembers how it left a case, to go on from there without reading it again. That is a guess: the row's
version decides, as it does over what was read.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from adapters.postgres.entries import encode, event_in
from adapters.postgres.projection import COLUMNS, values_of
from adapters.postgres.session import SYSTEM, Connection, Pool, connection
from domain.cases.batch import EventBatch
from domain.cases.procedure import Procedure
from domain.cases.staging import UNMARKED, Mark
from domain.errors import DomainError, ErrorCode, PortUnavailable
from domain.procedures import PROCEDURES, Procedures

_ROUNDS = 10
_FIXED = 7  # parameters before those of the row
_VALUES = tuple(f"${_FIXED + number}" for number in range(1, len(COLUMNS) + 1))
# `version` changes whenever anybody writes the row; `begun` without a row: somebody removed the row.
_STANDING = """
    SELECT coalesce(cases.place, 0) AS place, state, cases.xmin::text AS version, newest.mark, newest.marked_at,
        EXISTS (SELECT FROM ledger.known WHERE known.case_id = $1) AS begun
    FROM (VALUES (1)) AS one LEFT JOIN reading.cases ON cases.case_id = $1
    LEFT JOIN LATERAL (
        SELECT mark, marked_at FROM ledger.staged WHERE staged.case_id = $1
        ORDER BY mark DESC, marked_at DESC LIMIT 1
    ) AS newest ON true
"""
_LOCK = "SELECT place FROM reading.cases WHERE case_id = $1 FOR UPDATE"
_KNOWN = "SELECT entry, final FROM ledger.known WHERE case_id = $1 ORDER BY place"
# The row is written too: what the lost task's worker remembers of it must not hold any more.
_REMARK = """
    WITH remarked AS (
        UPDATE ledger.staged SET mark = $4, marked_at = $5, look_at = now()
        WHERE case_id = $1 AND place >= $2 AND place < $3 AND (mark, marked_at) < ($4, $5) AND NOT durable
        RETURNING place
    )
    UPDATE reading.cases SET place = place WHERE case_id = $1 AND EXISTS (SELECT FROM remarked)
    RETURNING xmin::text
"""
_DROP = "DELETE FROM ledger.staged WHERE case_id = $1 AND place >= $2"
# Without a target: of two at once, either unique index may notice first.
_BEGIN = f"""
    INSERT INTO reading.cases ({", ".join(COLUMNS)}) VALUES ({", ".join(_VALUES)})
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - our own names
_GO_ON = f"""
    UPDATE reading.cases SET {", ".join(f"{name} = {value}" for name, value in zip(COLUMNS, _VALUES, strict=True))}
    WHERE case_id = $1 AND xmin::text = ${_FIXED + len(COLUMNS) + 1}
"""  # noqa: S608 - our own names
# What stands in the history that this task began with is durable, also if the task itself is lost. Of what stands before
# the batch besides, a lost task may have staged something over what another had. It is sealed a moment later, with what
# follows it: cases go on in bursts.
_STAGE = """
    WITH projected AS ({} RETURNING case_id, cases.xmin::text AS version), passed AS (
        UPDATE ledger.staged SET durable = true, look_at = now() + interval '1 second'
        FROM projected
        WHERE staged.case_id = projected.case_id AND place <= $7 AND NOT durable
    )
    INSERT INTO ledger.staged (case_id, place, entry, notice, mark, marked_at)
    SELECT projected.case_id, $2 + ordinality - 1, entry, notice, $5, $6
    FROM projected, unnest($3::bytea[], $4::text[]) WITH ORDINALITY AS new (entry, notice, ordinality)
    WHERE projected.case_id = $1
    RETURNING (SELECT version FROM projected) AS version
"""
_STAGE_FIRST, _STAGE_NEXT = _STAGE.format(_BEGIN), _STAGE.format(_GO_ON)


class PostgresRecorder:
    """Staged events and read tables. A method may raise PortUnavailable or PortRejected("postgres").

    `remembered` is of how many cases it keeps in mind how it left them, about 10 KB each, nothing personal.
    """

    def __init__(self, pool: Pool, procedures: Procedures = PROCEDURES, *, remembered: int = 1_000) -> None:
        self._pool = pool
        self._procedures = procedures
        self._remembered = remembered
        self._left: dict[str, _Standing] = {}  # how cases were left here, the longest ago first

    async def record(self, batch: EventBatch) -> None:
        """Stage the events of one case and fold them into the read table; the same batch twice is once.

        Staged events that differ are replaced, with all that follow them. Raises DomainError(LEDGER_CONFLICT): another
        event is durable at a place or staged by a later task, one before the first is missing, or the row is.
        DomainError(PROCEDURE_UNKNOWN), pydantic.ValidationError: of no procedure, or of no event of it, that is known here.
        """
        if not batch.events:
            return
        new = _read_batch(self._procedures.of(batch.case_id), batch)
        standing = self._left.pop(batch.case_id, None)
        for _ in range(_ROUNDS):
            async with connection(self._pool) as session:
                if standing is None or not standing.continues_with(new):
                    standing = await _standing(session, new)
                if left := await _recorded(session, new, standing):
                    self._remember(batch.case_id, left)
                    return
            standing = None
        raise PortUnavailable(SYSTEM)

    def _remember(self, case_id: str, standing: "_Standing") -> None:
        self._left[case_id] = standing
        if len(self._left) > self._remembered:
            del self._left[next(iter(self._left))]


class _New(NamedTuple):
    """A batch as its procedure reads it."""

    procedure: Procedure[Any, Any]
    case_id: str
    first: int
    events: Sequence[Any]
    mark: Mark
    settled: int


def _read_batch(procedure: Procedure[Any, Any], batch: EventBatch) -> _New:
    events = [procedure.read(event) for event in batch.events]
    return _New(procedure, batch.case_id, batch.first, events, batch.mark, batch.settled)


class _Standing(NamedTuple):
    """Where a case stands: its row in the read table (no `version`: none), and the newest task that staged.

    `state` is the row's; None when there is none, or this code cannot read it.
    """

    place: int
    state: Any
    version: str | None
    newest: Mark
    begun: bool

    def continues_with(self, batch: _New) -> bool:
        """Say whether the batch begins where this ends, and no earlier task sends it."""
        readable = (self.state is None) == (self.version is None)
        return readable and batch.first == self.place + 1 and self.newest <= batch.mark


async def _recorded(session: Connection, batch: _New, standing: _Standing) -> _Standing | None:
    """Record a batch and return where the case stands then; None when it moved meanwhile."""
    if batch.first > standing.place + 1 or (standing.begun and standing.version is None):
        raise _conflict(batch.case_id, batch.first)
    if standing.continues_with(batch):
        return await _stage(session, batch, standing)
    async with session.transaction():
        return await _overlapped(session, batch)


async def _standing(session: Connection, batch: _New) -> _Standing:
    row = await session.fetchrow(_STANDING, batch.case_id)
    if row is None:
        raise AssertionError("a query without a condition gives a row")
    newest = UNMARKED if row["mark"] is None else Mark(row["mark"], row["marked_at"])
    return _Standing(row["place"], _state(batch.procedure, row["state"]), row["version"], newest, row["begun"])


def _state(procedure: Procedure[Any, Any], state: str | None) -> Any:
    try:
        return None if state is None else procedure.state.model_validate_json(state)
    except ValidationError:
        return None


async def _overlapped(session: Connection, batch: _New) -> _Standing | None:
    """Record a batch of which something stands already, as `_recorded` does."""
    await session.fetchval(_LOCK, batch.case_id)
    standing = await _standing(session, batch)
    rows = await session.fetch(_KNOWN, batch.case_id)
    events = [event_in(row["entry"], batch.procedure) for row in rows]
    if standing.version is None or batch.first > len(rows) + 1:
        return None
    same = _agreeing(events[batch.first - 1 :], batch.events)
    place = batch.first + same
    # A task that was repeated and decided the same: its events are durable when the repeated task is.
    version = await session.fetchval(_REMARK, batch.case_id, batch.first, place, *batch.mark)
    standing = standing._replace(version=version or standing.version, newest=max(standing.newest, batch.mark))
    if same == len(batch.events):
        return standing
    if place <= len(rows) and rows[place - 1]["final"]:
        raise _conflict(batch.case_id, place)
    await session.execute(_DROP, batch.case_id, place)
    rest = batch._replace(first=place, events=batch.events[same:])
    return await _stage(session, rest, standing._replace(state=batch.procedure.fold(events[: place - 1])))


def _agreeing(standing: Sequence[Any], sent: Sequence[Any]) -> int:
    """Return how many events from the first on are the same."""
    pairs = zip(standing, sent, strict=False)
    return next((number for number, (old, new) in enumerate(pairs) if old != new), min(len(standing), len(sent)))


async def _stage(session: Connection, batch: _New, standing: _Standing) -> _Standing | None:
    """Stage events that follow the state; None when somebody has written the row since it was read."""
    if standing.newest > batch.mark:
        raise _conflict(batch.case_id, batch.first)  # a lost task, whose worker does not know it yet
    procedure = batch.procedure
    after = procedure.fold(batch.events, standing.state)
    if after is None:
        raise ValueError("no event to stage")
    events = enumerate(batch.events, start=batch.first)
    entries = [encode(batch.case_id, place, procedure.write(event)) for place, event in events]
    notices = [procedure.notice_of(event) for event in batch.events]
    row = values_of(procedure, batch.case_id, after, batch.events[-1].at)
    values = (batch.case_id, batch.first, entries, notices, *batch.mark, batch.settled, *row)
    statement, known = (_STAGE_FIRST, ()) if standing.version is None else (_STAGE_NEXT, (standing.version,))
    version = await session.fetchval(statement, *values, *known)
    place = batch.first + len(batch.events) - 1
    return None if version is None else _Standing(place, after, version, batch.mark, begun=True)


def _conflict(case_id: str, place: int) -> DomainError:
    return DomainError(ErrorCode.LEDGER_CONFLICT, case_id=case_id, place=place)
