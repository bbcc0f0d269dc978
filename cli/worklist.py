"""The worklist as a table."""

from collections.abc import Collection

from rich.table import Column

from cli.answers import Answer
from cli.tables import table
from domain.requests.status import Status


async def listed(statuses: Collection[Status], limit: int) -> Answer:
    """Return the requests in these statuses, oldest first."""
    from starter import open_caller

    async with open_caller() as caller:
        cases = await caller.store.reading.worklist(statuses, limit)
    number = Column("受付番号", no_wrap=True, overflow="fold")  # people copy it and search for it: on one line
    work = table(number, "状態", "種類", "到達", "期限", "担当")
    for case in cases:
        due = f"{case.due_at:%Y-%m-%d %H:%M}" if case.due_at else ""
        received = f"{case.received_at:%Y-%m-%d %H:%M}"
        work.add_row(case.receipt_number, case.status.value, case.kind.value, received, due, case.examiner or "")
    return Answer([case.model_dump(mode="json") for case in cases], work)
