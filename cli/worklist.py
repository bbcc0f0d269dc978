"""The worklist as a table; also what an operator looks for: requests that are late or have not begun."""

from collections.abc import Collection, Sequence

from rich.table import Column

from cli.answers import Answer
from cli.tables import table
from domain.japan import to_the_minute
from domain.requests.case import Case
from domain.requests.status import Status


async def listed(statuses: Collection[Status], limit: int) -> Answer:
    """Return the requests in these statuses, oldest first."""
    from adapters.records import open_records

    async with open_records() as records:
        return _cases(await records.store.reading.worklist(statuses, limit))


async def late(limit: int) -> Answer:
    """Return the requests whose deadline has passed, most urgent first: the procedure should have acted by itself."""
    from adapters.records import open_records, utc_now

    async with open_records() as records:
        return _cases(await records.store.reading.due(utc_now(), limit))


async def unstarted(limit: int) -> Answer:
    """Return what is acknowledged and waits for its procedure, oldest first."""
    from adapters.records import open_records

    async with open_records() as records:
        orders = await records.store.intake.waiting(limit)
    work = table(_number(), "申請", "種類", "到達 (JST)")
    for order in orders:
        work.add_row(order.case_number, order.request_id, order.kind.value, to_the_minute(order.received_at))
    return Answer([order.model_dump(mode="json") for order in orders], work)


def _cases(cases: Sequence[Case]) -> Answer:
    work = table(_number(), "状態", "種類", "到達 (JST)", "期限 (JST)", "担当", *_twin_column(cases))
    for case in cases:
        due = to_the_minute(case.due_at) if case.due_at else ""
        received = to_the_minute(case.received_at)
        cells = (case.case_number, _status(case), case.kind.value, received, due, case.examiner or "")
        work.add_row(*cells, *(case.twin or "" for _ in _twin_column(cases)))
    return Answer([case.model_dump(mode="json") for case in cases], work)


def _status(case: Case) -> str:
    """Return where it stands; a letter that the post did not take waits for the dispatcher with the post's reason."""
    return case.status.value if case.refusal is None else f"{case.status.value}\n引受拒否: {case.refusal}"


def _twin_column(cases: Sequence[Case]) -> list[str]:
    """Return the column that names another request of the same person for the same thing; none where there is no such."""
    return ["同じ人の同じ申請"] if any(case.twin for case in cases) else []


def _number() -> Column:
    return Column("案件番号", no_wrap=True, overflow="fold")  # people copy it and search for it: on one line
