"""One queue: its cases in the order in which somebody must act, page by page, as narrowed by its reader."""

from fastapi import APIRouter, Response

from domain.actors import Role
from domain.cases.queues import CasePage, Queue
from web.desk import TheDesk
from web.front.mistakes import Mistakes
from web.http_codes import HttpCode, HttpRefusal
from web.office.desk import TheOffice
from web.office.filters import ALL, DUES, MINE, NO_ONE, read_filter
from web.office.lines import lines
from web.office.page import PREFIX, CaseWorker, StaffPage
from web.office.routes.home import MOST_COUNTED
from web.office.trail import Trail, queue_named

router = APIRouter(prefix=f"{PREFIX}/queue", include_in_schema=False)
_ON_A_PAGE = 50


@router.get("/{name}")
async def show(page: CaseWorker, name: str, desk: TheDesk, office: TheOffice) -> Response:
    """Show a queue. Raises HttpRefusal NOT_FOUND for one that the officer's roles do not see."""
    queue = queue_named(page, name)
    if queue is None:
        raise HttpRefusal(HttpCode.NOT_FOUND)
    given = page.request.query_params
    chosen = read_filter(given, page, queue)
    wrong = _mistakes(page, chosen.number, chosen.numbers(page))
    query = chosen.narrowed(queue, page)
    found = CasePage((), None) if wrong else await office.queries.page(query, _ON_A_PAGE, given.get("after"))
    (count,) = (0,) if wrong else await office.queries.counts([query], MOST_COUNTED)
    return page.show(
        "office/queue.html",
        mistakes=wrong,
        queue=queue,
        chosen=chosen,
        trail=Trail(page, office, queue, chosen),
        lines=lines(page, desk.book, found.rows),
        next=found.next,
        is_first="after" not in given,
        count=count,
        most=MOST_COUNTED,
        kinds=page.office_set.rows[queue.query.procedure].choices(page),
        officers=_officers(page, queue),
        dues=DUES,
    )


def _mistakes(page: StaffPage, number: str, meant: tuple[str, ...]) -> Mistakes:
    return Mistakes({"number": page.plain("list.no_number")}) if number and not meant else Mistakes()


def _officers(page: StaffPage, queue: Queue) -> list[tuple[str, str]]:
    """Return what may be chosen of officers: the queue as it comes, the reader, nobody, all, each examiner."""
    names = [(each.id, each.name) for each in page.policy.officers.holding(Role.EXAMINER) if each.serves(page.today)]
    general = [MINE, NO_ONE, *([ALL] if queue.of_mine else [])]
    first = ("", page.plain("list.officer.mine_or_nobody" if queue.of_mine else "list.officer.all"))
    return [first, *((each, page.plain(f"list.officer.{each}")) for each in general), *names]
