"""Where officers begin: the queues that concern them, how many cases wait in each, which is due first, what they had last."""

from collections.abc import Sequence
from typing import NamedTuple

from fastapi import APIRouter, Response

from domain.actors import Role
from domain.cases.queues import Queue
from web.desk import Desk, TheDesk
from web.office.desk import Office, TheOffice
from web.office.filters import NO_FILTER, OVER, Filter
from web.office.lines import Line, lines
from web.office.page import PREFIX, AnyOfficer, StaffPage
from web.office.trail import queues_of

router = APIRouter(prefix=PREFIX, include_in_schema=False)
MOST_COUNTED = 1000
"""Nobody needs to know of more than a thousand how many."""
_RECENT = 5


class _Tile(NamedTuple):
    """A queue, how many cases are in it and how many of them overdue, both up to MOST_COUNTED; `first` is due first."""

    queue: Queue
    waiting: int
    over: int
    first: Line | None


@router.get("")
async def home(page: AnyOfficer, office: TheOffice, desk: TheDesk) -> Response:
    """Show the queues of the officer's roles."""
    queues = queues_of(page)
    recent = await office.queries.recent(page.actor.id, _RECENT) if page.has(Role.EXAMINER) else ()
    return page.show(
        "office/home.html",
        tiles=await _tiles(page, office, desk, queues),
        recent=lines(page, desk.book, recent),
        most=MOST_COUNTED,
    )


async def _tiles(page: StaffPage, office: Office, desk: Desk, queues: Sequence[Queue]) -> list[_Tile]:
    asked = [each.narrowed(queue, page) for queue in queues for each in (NO_FILTER, Filter(due=OVER))]
    counted = await office.queries.counts(asked, MOST_COUNTED)
    tiles = []
    for place, queue in enumerate(queues):
        rows = (await office.queries.page(NO_FILTER.narrowed(queue, page), 1)).rows if counted[2 * place] else ()
        first = next(iter(lines(page, desk.book, rows)), None)
        tiles.append(_Tile(queue, counted[2 * place], counted[2 * place + 1], first))
    return tiles
