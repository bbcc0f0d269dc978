"""Cases as the lines of the office's lists."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from domain.cases.row import CaseRow
from domain.municipality.book import PolicyBook, calendar_from
from domain.municipality.calendar import ClosedDays, business_days_left, local_date
from domain.municipality.days_in_words import day_in_words, minute_in_words
from web.office.page import StaffPage


class Line(NamedTuple):
    """One case. `left` says how much time is left, `is_over` that none is; `twin` is the number of a case like it."""

    case_id: str
    number: str
    about: str
    status: str
    received: str
    due: str
    left: str
    is_over: bool
    assignee: str
    twin: str | None


def lines(page: StaffPage, book: PolicyBook, rows: Iterable[CaseRow]) -> list[Line]:
    """Return rows as they are read. Raises DomainError(POLICY_INVALID)."""
    closed = calendar_from(book, page.policy.municipality.code, page.now)
    return [_line(page, closed, row) for row in rows]


def _line(page: StaffPage, closed: ClosedDays, row: CaseRow) -> Line:
    words = page.office_set.rows[row.procedure]
    officers, due = page.policy.officers, row.act_by
    return Line(
        case_id=row.case_id,
        number=row.case_number,
        about=words.about(page, row),
        status=words.status(page, row.status),
        received=minute_in_words(row.received_at, page.language),
        due="" if due is None else day_in_words(due, page.language),
        left="" if due is None else _left(page, closed, due),
        is_over=due is not None and due < page.now,
        assignee="" if row.assignee is None else officers.name(row.assignee, page.today),
        twin=row.twin,
    )


def _left(page: StaffPage, closed: ClosedDays, due: datetime) -> str:
    last = local_date(due)
    if due < page.now:
        return page.plain("list.over")
    if last == page.today:
        return page.plain("list.today")
    known = min(last, closed.last)
    return page.plain("list.left", days=business_days_left(page.today, known, closed))
