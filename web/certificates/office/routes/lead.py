"""割り振り: the office's work at a glance, and the lists behind it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from fastapi import APIRouter, Response

from domain.cases.queues import NOBODY, CaseQuery
from domain.certificates.workload import STUCK_AFTER, Load, overdue, stopped, unanswered
from domain.municipality.days_in_words import minute_in_words
from web.certificates.desk import CertificateDesk, TheDesk
from web.certificates.office.case_rows import rows_of
from web.certificates.office.sharing import ANYBODY, Colleagues, colleagues
from web.front.days import Days
from web.office.acts import new_decision_id
from web.office.desk import Office, TheOffice
from web.office.page import PREFIX, StaffPage, Supervisor

router = APIRouter(prefix=f"{PREFIX}/lead", include_in_schema=False)
_MOST, _SHOWN = 1000, 50
_NOT_BEGUN_AFTER = timedelta(minutes=10)


class _Hand(NamedTuple):
    """One officer's line: the id in its address, the name, what they have, and until when they are away."""

    id: str
    name: str
    load: Load
    away: str


@router.get("")
async def overview(page: Supervisor, desk: TheDesk, office: TheOffice) -> Response:
    """Show who has how much in hand, who is away, and what needs a look."""
    found = await colleagues(page, desk, office)
    counts = await office.queries.counts([overdue(page.now), stopped(), unanswered()], _MOST)
    money = await desk.workload.money()
    stuck = await desk.workload.stuck(page.now - STUCK_AFTER)
    return page.show(
        "lead/overview.html",
        hands=_hands(page, found, await desk.workload.loads()),
        overdue=counts[0],
        stopped=counts[1],
        unanswered=counts[2],
        money=len(money),
        yen=sum(each.yen for each in money),
        stuck=len(stuck),
        not_begun=await desk.workload.not_begun(page.now - _NOT_BEGUN_AFTER),
        most=_MOST,
        absences=found.absences,
        officers=found.officers,
        days=Days(page, desk.book, page.now),
        decision_id=new_decision_id(),
    )


def _hands(page: StaffPage, found: Colleagues, loads: Sequence[Load]) -> list[_Hand]:
    """Return a line for what nobody has, then one for each examiner, and for whoever else has something."""
    known = {each.officer: each for each in loads}
    people = sorted({*found.examiners, *known} - {NOBODY})
    lines = [_Hand(ANYBODY, page.plain("lead.nobody"), known.get(NOBODY, Load(NOBODY, 0, 0, 0, 0)), "")]
    for officer in people:
        absence = found.absent.get(officer)
        until = page.plain("lead.away_until", day=f"{absence.last:%-m月%-d日}") if absence else ""
        load = known.get(officer, Load(officer, 0, 0, 0, 0))
        lines.append(_Hand(officer, found.officers.name(officer, page.today), load, until))
    return lines


@router.get("/overdue")
async def show_overdue(page: Supervisor, desk: TheDesk, office: TheOffice, after: str = "") -> Response:
    """Show what the office should have acted on by now."""
    return await _listed(page, desk, office, "overdue", overdue(page.now), after)


@router.get("/stopped")
async def show_stopped(page: Supervisor, desk: TheDesk, office: TheOffice, after: str = "") -> Response:
    """Show the requests whose clock stands still."""
    return await _listed(page, desk, office, "stopped", stopped(), after)


@router.get("/unanswered")
async def show_unanswered(page: Supervisor, desk: TheDesk, office: TheOffice, after: str = "") -> Response:
    """Show the cases of which a check gave no answer."""
    return await _listed(page, desk, office, "unanswered", unanswered(), after)


async def _listed(
    page: StaffPage, desk: CertificateDesk, office: Office, name: str, query: CaseQuery, after: str
) -> Response:
    found = await colleagues(page, desk, office)
    cases = await office.queries.page(query, _SHOWN, after or None)
    rows = rows_of(page, desk, found.officers, cases.rows)
    return page.show("lead/list.html", name=name, rows=rows, next=cases.next)


@router.get("/money")
async def show_money(page: Supervisor, desk: TheDesk) -> Response:
    """Show the fees that must go back."""
    money = await desk.workload.money()
    return page.show("lead/money.html", rows=money, yen=sum(each.yen for each in money), code=desk.words.code)


@router.get("/stuck")
async def show_stuck(page: Supervisor, desk: TheDesk) -> Response:
    """Show the cases at which a machine's step has taken too long."""
    found = await desk.workload.stuck(page.now - STUCK_AFTER)
    rows = [(each, minute_in_words(each.since, page.language)) for each in found]
    return page.show("lead/stuck.html", rows=rows, code=desk.words.code)
