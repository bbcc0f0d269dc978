"""Queues: cases of a query in the order in which somebody must act, always from an index, however many there are.

A statement is put together from a query's conditions: with fixed ones of every kind the planner could use no index. Each
status by itself, and each assignee, in the order of the index: only what is shown is read.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from adapters.postgres.projection import ROWS, row_from, shown
from adapters.postgres.session import Pool, connection
from domain.cases.queues import CasePage, CaseQuery, Neighbours
from domain.cases.row import CaseRow

_ACT_BY = "coalesce(act_by, 'infinity'::timestamptz)"
_KEY = f"{_ACT_BY}, received_at, case_id"
_ORDER = {">": _KEY, "<": f"{_ACT_BY} DESC, received_at DESC, case_id DESC"}
_NAME = re.compile(r"[a-z_]+")
_MARK = re.compile(r"(never|[0-9]{1,17})\.([0-9]{1,17})\.([a-z]{2,8}-[0-9a-f-]{36})", re.ASCII)
_SINCE = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_PLACE = "SELECT act_by, received_at, case_id FROM reading.cases WHERE case_id = $1"
_RECENT = shown(
    f"{ROWS} WHERE assignee = $1 AND NOT secluded ORDER BY updated_at DESC, case_id LIMIT $2",
    "updated_at DESC, case_id",
)

_Place = tuple[datetime | None, datetime, str]


class PostgresQueries:
    """The port `CaseQueries`. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def page(self, query: CaseQuery, limit: int, after: str | None = None) -> CasePage:
        """Return the first cases of a query, or those behind `after`; `next` says where this page ended.

        What has moved in front of that meanwhile is not shown again.
        """
        asked = _Asked()
        rows = asked.rows(query, limit + 1, _place_of(after))
        async with connection(self._pool) as session:
            found = [row_from(row) for row in await session.fetch(shown(rows, _KEY), *asked.values)]
        page = tuple(found[:limit])
        return CasePage(page, _mark(page[-1]) if len(found) > limit else None)

    async def counts(self, queries: Sequence[CaseQuery], most: int) -> Sequence[int]:
        """Return of each query how many cases it has, counted up to `most`: one round trip."""
        if not queries:
            return ()
        asked = _Asked()
        counted = [f"(SELECT count(*) FROM ({asked.rows(each, most)}) AS few)" for each in queries]  # noqa: S608 - our own names
        async with connection(self._pool) as session:
            found = await session.fetchrow(f"SELECT {', '.join(counted)}", *asked.values)
        return tuple(found or ())

    async def recent(self, officer: str, limit: int) -> Sequence[CaseRow]:
        """Return the cases an officer has in hand or had until the end, the latest changed first; no secluded ones."""
        async with connection(self._pool) as session:
            return tuple(row_from(row) for row in await session.fetch(_RECENT, officer, limit))

    async def neighbours(self, query: CaseQuery, case_id: str) -> Neighbours:
        """Return the cases beside one within a query, also when the case itself is in it no more."""
        async with connection(self._pool) as session:
            place = await session.fetchrow(_PLACE, case_id)
            if place is None:
                return Neighbours(None, None)
            asked = _Asked()
            before, after = (asked.rows(query, 1, tuple(place), direction) for direction in ("<", ">"))
            beside = f"SELECT (SELECT case_id FROM ({before}) AS one), (SELECT case_id FROM ({after}) AS one)"  # noqa: S608 - our own names
            found = await session.fetchrow(beside, *asked.values)
        return Neighbours(*found) if found else Neighbours(None, None)


class _Asked:
    """A statement being put together, with the values it is asked with."""

    def __init__(self) -> None:
        self.values: list[object] = []

    def rows(self, query: CaseQuery, limit: int, place: _Place | None = None, direction: str = ">") -> str:
        """Return the question for a query's rows in order, those on one side of a place if given."""
        sources = [f"unnest({self._value(list(query.statuses), 'text[]')}) AS wanted (status)"]
        conditions = [f"procedure = {self._value(query.procedure, 'text')}", "cases.status = wanted.status"]
        if query.assignees:
            sources.append(f"unnest({self._value(list(query.assignees), 'text[]')}) AS hand (officer)")
            conditions.append("coalesce(assignee, '') = hand.officer")
        conditions += self._conditions(query)
        if place is not None:
            conditions.append(f"({_KEY}) {direction} ({self._place(place)})")
        most, order = self._value(limit, "bigint"), _ORDER[direction]
        return f"""
            SELECT found.* FROM {", ".join(sources)}, LATERAL (
                {ROWS} WHERE {" AND ".join(conditions)} ORDER BY {order} LIMIT {most}
            ) AS found ORDER BY {order} LIMIT {most}
        """  # noqa: S608 - our own names

    def _conditions(self, query: CaseQuery) -> list[str]:
        about = [f"subject ->> '{_named(name)}' = {self._value(value, 'text')}" for name, value in query.about]
        facts = [f"{_fact(path)} = {self._value(value, 'text')}" for path, value in query.facts]
        numbers = [f"case_number = ANY({self._value(list(query.numbers), 'text[]')})"] if query.numbers else []
        due = [f"{_ACT_BY} <= {self._value(query.due_by, 'timestamptz')}"] if query.due_by else []
        secluded = [] if query.secluded is None else ["secluded" if query.secluded else "NOT secluded"]
        return [*about, *facts, *numbers, *due, *secluded]

    def _place(self, place: _Place) -> str:
        act_by, received_at, case_id = place
        behind = "'infinity'::timestamptz" if act_by is None else self._value(act_by, "timestamptz")
        return f"{behind}, {self._value(received_at, 'timestamptz')}, {self._value(case_id, 'text')}"

    def _value(self, value: object, kind: str) -> str:
        self.values.append(value)
        return f"${len(self.values)}::{kind}"


def _named(name: str) -> str:
    if _NAME.fullmatch(name) is None:
        raise ValueError(f"no name of a field: {name}")
    return name


def _fact(path: str) -> str:
    return f"state #>> '{{{','.join(_named(name) for name in path.split('.'))}}}'"


def _mark(row: CaseRow) -> str:
    """Return a row's place in the order, as an address can carry it."""
    act_by = "never" if row.act_by is None else (row.act_by - _SINCE) // _MICROSECOND
    return f"{act_by}.{(row.received_at - _SINCE) // _MICROSECOND}.{row.case_id}"


def _place_of(mark: str | None) -> _Place | None:
    """Inverse of `_mark`; None for whatever it did not write."""
    parts = _MARK.fullmatch(mark or "")
    if parts is None:
        return None
    act_by = None if parts[1] == "never" else _SINCE + int(parts[1]) * _MICROSECOND
    return act_by, _SINCE + int(parts[2]) * _MICROSECOND, parts[3]
