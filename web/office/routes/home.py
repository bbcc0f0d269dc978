"""Where officers begin: the queues that concern them, each with how many cases wait in it."""

from fastapi import APIRouter, Response

from domain.cases.queues import NOBODY, CaseQuery, Queue
from web.office.desk import TheOffice
from web.office.page import PREFIX, AnyOfficer, StaffPage

router = APIRouter(prefix=PREFIX, include_in_schema=False)
_MOST_COUNTED = 1000


@router.get("")
async def home(page: AnyOfficer, office: TheOffice) -> Response:
    """Show the queues of the officer's roles."""
    queues = queues_of(page)
    counted = await office.queries.counts([query_of(each, page) for each in queues], _MOST_COUNTED)
    return page.show("office/home.html", queues=list(zip(queues, counted, strict=True)), most=_MOST_COUNTED)


def queues_of(page: StaffPage) -> tuple[Queue, ...]:
    """Return the queues that somebody in these roles sees."""
    return tuple(queue for queue in page.office_set.queues if page.has(*queue.roles))


def query_of(queue: Queue, page: StaffPage) -> CaseQuery:
    """Return what a queue asks for this officer."""
    return queue.query.model_copy(update={"assignees": (page.actor.id, NOBODY)}) if queue.of_mine else queue.query
