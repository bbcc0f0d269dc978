"""What narrows a queue: a kind, an officer, a deadline, a number; as the address of the list carries it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from domain import ids
from domain.cases.queues import NOBODY, CaseQuery, Queue
from domain.japan import fiscal_year
from domain.municipality.calendar import end_of_day, local_date
from web.office.page import StaffPage

MINE, NO_ONE, ALL = "mine", "nobody", "all"
OVER, TODAY, WEEK = "over", "today", "week"
DUES = (OVER, TODAY, WEEK)
_YEARS_BACK = 9
_DAYS_OF_A_WEEK = 7
_LONGEST = 64


@dataclass(frozen=True)
class Filter:
    """What a reader chose; empty where nothing. `officer`: MINE, NO_ONE, ALL or an officer's id; `number` as typed."""

    kind: str = ""
    officer: str = ""
    due: str = ""
    number: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the whole queue is meant."""
        return self == NO_FILTER

    def address(self, **more: str) -> str:
        """Return it as the query of an address, without the question mark."""
        return urlencode({name: value for name, value in {**vars(self), **more}.items() if value})

    def numbers(self, page: StaffPage) -> tuple[str, ...]:
        """Return the case numbers that are meant; nothing for what is no number."""
        return numbers_meant(page, self.number)

    def narrowed(self, queue: Queue, page: StaffPage) -> CaseQuery:
        """Return what is asked for, for this officer."""
        changes: dict[str, object] = {"assignees": self._assignees(queue, page)}
        if self.kind:
            changes["about"] = ((page.office_set.rows[queue.query.procedure].field, self.kind),)
        if self.due:
            changes["due_by"] = due_by(self.due, page)
        if self.number:
            changes["numbers"] = self.numbers(page)
        return queue.query.model_copy(update=changes)

    def _assignees(self, queue: Queue, page: StaffPage) -> tuple[str, ...]:
        if not self.officer:
            return (page.actor.id, NOBODY) if queue.of_mine else ()
        if self.officer == ALL:
            return ()
        return ({MINE: page.actor.id, NO_ONE: NOBODY}.get(self.officer, self.officer),)


NO_FILTER = Filter()


def read_filter(given: Mapping[str, str], page: StaffPage, queue: Queue) -> Filter:
    """Return what an address says; what no reader can have chosen is left out."""
    rows = page.office_set.rows[queue.query.procedure]
    kind, officer, due = given.get("kind", ""), given.get("officer", ""), given.get("due", "")
    known = officer in {MINE, NO_ONE, ALL} or page.policy.officers.knows(officer)
    return Filter(
        kind=kind if kind in dict(rows.choices(page)) else "",
        officer=officer if known else "",
        due=due if due in DUES else "",
        number=given.get("number", "").strip()[:_LONGEST],
    )


def due_by(due: str, page: StaffPage) -> datetime:
    """Return the last instant of a choice: until now, until the end of today, of the seventh day."""
    ahead = {TODAY: 0, WEEK: _DAYS_OF_A_WEEK}.get(due)
    return page.now if ahead is None else end_of_day(local_date(page.now) + timedelta(days=ahead))


def numbers_meant(page: StaffPage, written: str) -> tuple[str, ...]:
    """Return the case numbers that somebody looks for: in full, or the running number of one of the last ten years."""
    year = fiscal_year(page.now)
    return ids.case_numbers_meant(written, range(year, year - _YEARS_BACK - 1, -1))
