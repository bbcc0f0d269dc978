"""From a queue to its cases and on to the next: which list an officer came from, and what stands beside a case in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends

from domain.cases.queues import Neighbours, Queue
from web.office.desk import Office, TheOffice
from web.office.filters import NO_FILTER, Filter, read_filter
from web.office.page import AnyOfficer, StaffPage

_QUEUE = "queue"


@dataclass(frozen=True)
class Trail:
    """The list an officer came from, as the addresses of its cases carry it; none when they came from elsewhere."""

    page: StaffPage
    office: Office
    queue: Queue | None = None
    filter: Filter = NO_FILTER

    @property
    def suffix(self) -> str:
        """What the addresses of its cases end with: `?queue=…`, or nothing."""
        return "" if self.queue is None else f"?{self.filter.address(queue=self.queue.name)}"

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What a form that asks carries in hidden fields, by name."""
        return [] if self.queue is None else parse_qsl(self.filter.address(queue=self.queue.name))

    @property
    def list_path(self) -> str:
        """The address of the list, behind the office's prefix; the start of the office when there is none."""
        if self.queue is None:
            return ""
        chosen = self.filter.address()
        return f"/queue/{self.queue.name}{'?' if chosen else ''}{chosen}"

    async def beside(self, case_id: str) -> Neighbours:
        """Return the cases before and after one in the list."""
        if self.queue is None:
            return Neighbours(None, None)
        return await self.office.queries.neighbours(self.filter.narrowed(self.queue, self.page), case_id)


def queues_of(page: StaffPage) -> tuple[Queue, ...]:
    """Return the queues that somebody in these roles sees."""
    return tuple(queue for queue in page.office_set.queues if page.has(*queue.roles))


def queue_named(page: StaffPage, name: str) -> Queue | None:
    """Return a queue by its name; None for one that these roles do not see."""
    return next((queue for queue in queues_of(page) if queue.name == name), None)


def trail_of(page: StaffPage, office: Office, given: Mapping[str, str]) -> Trail:
    """Return the trail that an address carries."""
    queue = queue_named(page, given.get(_QUEUE, ""))
    return Trail(page, office) if queue is None else Trail(page, office, queue, read_filter(given, page, queue))


def _trail(page: AnyOfficer, office: TheOffice) -> Trail:
    return trail_of(page, office, page.request.query_params)


TheTrail = Annotated[Trail, Depends(_trail)]
