"""The worklist as a table; also what an operator looks for: requests that are late or have not begun."""

from collections.abc import Collection, Sequence

from rich.table import Column

from cli.answers import Answer
from cli.tables import table
from domain.requests.case import Case
from domain.requests.status import Status


async def listed(statuses: Collection[Status], limit: int) -> Answer:
    """Return the requests in these statuses, oldest first."""
    from starter import open_caller

    async with open_caller() as caller:
        return _cases(await caller.store.reading.worklist(statuses, limit))


async def late(limit: int) -> Answer:
    """Return the requests whose deadline has passed, most urgent first: the procedure should have acted by itself."""
    from starter import open_caller, utc_now

    async with open_caller() as caller:
        return _cases(await caller.store.reading.due(utc_now(), limit))


async def unstarted(limit: int) -> Answer:
    """Return what is acknowledged and waits for its procedure, oldest first."""
    from starter import open_caller

    async with open_caller() as caller:
        orders = await caller.store.intake.waiting(limit)
    work = table(_number(), "申請", "種類", "到達")
    for order in orders:
        work.add_row(order.receipt_number, order.request_id, order.kind.value, f"{order.received_at:%Y-%m-%d %H:%M}")
    return Answer([order.model_dump(mode="json") for order in orders], work)


def _cases(cases: Sequence[Case]) -> Answer:
    work = table(_number(), "状態", "種類", "到達", "期限", "担当")
    for case in cases:
        due = f"{case.due_at:%Y-%m-%d %H:%M}" if case.due_at else ""
        received = f"{case.received_at:%Y-%m-%d %H:%M}"
        work.add_row(case.receipt_number, case.status.value, case.kind.value, received, due, case.examiner or "")
    return Answer([case.model_dump(mode="json") for case in cases], work)


def _number() -> Column:
    return Column("受付番号", no_wrap=True, overflow="fold")  # people copy it and search for it: on one line
