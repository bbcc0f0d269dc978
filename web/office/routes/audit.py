"""監査: what happened in a case and whether the ledger proves it, who opened what, what the ledger was signed as."""

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Response

from domain.actors import ACTOR_ID
from domain.errors import DomainError
from domain.japan import JAPAN, to_the_second
from domain.municipality.calendar import local_date
from domain.office.stories import Search
from web.desk import TheDesk
from web.front.mistakes import Mistakes
from web.office.desk import TheOffice
from web.office.page import PREFIX, Auditor, StaffPage
from web.receipts import order_of_request

router = APIRouter(prefix=f"{PREFIX}/audit", include_in_schema=False)
_MONTH = timedelta(days=30)
_MOST_OPENINGS, _MOST_CHECKPOINTS = 200, 50
_DAY = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"
Text = Annotated[str, Query(max_length=80)]


@router.get("")
async def search(page: Auditor, office: TheOffice, *, by: Text = "", kind: Text = "", day: Text = "") -> Response:
    """Look for events by who, what and the day; without a day in the last thirty."""
    mistakes, asked = _misread(page, by, day), bool(by or kind or day)
    found = await office.audit.search(_search(page, by, kind, day)) if asked and not mistakes else None
    return page.show(
        "office/audit/search.html",
        mistakes=mistakes,
        by=by,
        kind=kind,
        day=day,
        kinds=[("", page.say("audit.any_event")), *office.audit.kinds()],
        found=found,
        at=to_the_second,
    )


@router.get("/case")
async def find(page: Auditor, desk: TheDesk, number: Text = "") -> Response:
    """Lead to a case by its number."""
    try:
        order = await order_of_request(desk, number.strip())
    except DomainError:
        wrong = Mistakes({"number": page.say("audit.number_unknown", number=number)})
        return page.show("office/audit/find.html", mistakes=wrong, number=number)
    return page.go(f"/audit/cases/{order.case_id}")


@router.get("/cases/{case_id}")
async def tell(page: Auditor, desk: TheDesk, office: TheOffice, case_id: str, *, verify: bool = False) -> Response:
    """Tell a case in sentences, with who opened what of it; with `verify`, whether the ledger proves it."""
    order = await order_of_request(desk, case_id)
    openings = await desk.openings.openings(case_id=order.case_id, limit=_MOST_OPENINGS)
    return page.show(
        "office/audit/case.html",
        story=await office.audit.story(order.case_id),
        proof=await office.audit.prove(order.case_id) if verify else None,
        openings=[(each, *office.audit.opened(each)) for each in openings],
        grounds=office.audit.grounds(),
        fresh=page.session.is_fresh(page.now),
        at=to_the_second,
    )


@router.get("/cases/{case_id}/proof.json")
async def proof(_page: Auditor, desk: TheDesk, office: TheOffice, case_id: str) -> Response:
    """Give the proof of a case, to be verified offline by whoever holds the ledger's public key."""
    order = await order_of_request(desk, case_id)
    headers = {"Content-Disposition": f'attachment; filename="proof-{order.case_id}.json"'}
    return Response(await office.audit.proof(order.case_id), media_type="application/json", headers=headers)


@router.get("/access")
async def access(page: Auditor, desk: TheDesk, office: TheOffice, *, officer: Text = "", day: Text = "") -> Response:
    """List who opened which part of which case, on which ground; newest first."""
    mistakes = _misread(page, officer, day, field="officer")
    found = (
        []
        if mistakes
        else await desk.openings.openings(officer=officer or None, day=_read_day(day), limit=_MOST_OPENINGS)
    )
    return page.show(
        "office/audit/access.html",
        mistakes=mistakes,
        officer=officer,
        day=day,
        openings=[(each, *office.audit.opened(each)) for each in found],
        most=_MOST_OPENINGS,
        at=to_the_second,
    )


@router.get("/ledger")
async def ledger(
    page: Auditor, office: TheOffice, below: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None
) -> Response:
    """List the signed checkpoints, newest first, each to be taken away."""
    signed = await office.audit.checkpoints(_MOST_CHECKPOINTS, below)
    older = signed[-1].size if len(signed) == _MOST_CHECKPOINTS else None
    return page.show("office/audit/ledger.html", signed=signed, older=older, key=office.audit.key, at=to_the_second)


@router.get("/ledger/{size}.txt")
async def checkpoint(page: Auditor, desk: TheDesk, size: int) -> Response:
    """Give a signed checkpoint as it is kept."""
    note = await desk.checkpoints.note(size) if 0 <= size < 2**31 else None
    if note is None:
        return page.go("/audit/ledger")
    headers = {"Content-Disposition": f'attachment; filename="checkpoint-{size}.txt"'}
    return Response(note, media_type="text/plain; charset=utf-8", headers=headers)


def _misread(page: StaffPage, by: str, day: str, field: str = "by") -> Mistakes:
    """Return what is wrong with an officer's id and a day as they were written."""
    wrong = dict[str, str]()
    if by and re.fullmatch(ACTOR_ID, by) is None:
        wrong[field] = page.say("audit.officer_wrong")
    try:
        _read_day(day)
    except ValueError:
        wrong["day"] = page.say("audit.day_wrong")
    return Mistakes(wrong)


def _read_day(written: str) -> date | None:
    """Return a day as it was written. Raises ValueError."""
    return date.fromisoformat(written.strip()) if written.strip() else None


def _search(page: StaffPage, by: str, kind: str, day: str) -> Search:
    first = _read_day(day)
    since = datetime.combine(first or local_date(page.now - _MONTH), time(), JAPAN)
    until = since + timedelta(days=1) if first else page.now + timedelta(days=1)
    return Search(since, until, by, kind)
