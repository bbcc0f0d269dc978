"""統計: requests of a period, counted by kind and listed; the same list as a file."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Response

from domain.certificates.kinds import CertificateKind
from domain.certificates.rules import texts_of
from domain.certificates.statistics import MOST, CountedRequest, Timeliness, lines, timeliness
from domain.japan import JAPAN
from domain.municipality.officers import Officers
from web.certificates.desk import CertificateDesk, TheDesk
from web.front.mistakes import Mistakes
from web.office.csv_files import csv_file
from web.office.desk import TheOffice
from web.office.page import PREFIX, StaffPage, Supervisor

router = APIRouter(prefix=f"{PREFIX}/lead", include_in_schema=False)
_SHOWN = 50
_COLUMNS = (
    "number",
    "what",
    "copies",
    "received",
    "status",
    "assignee",
    "processing_due",
    "done",
    "paused",
    "timeliness",
)


class _Asked(NamedTuple):
    """What was asked for, as it was written: days of arrival, both included, a kind, how it stands to its time; or all."""

    first: str
    last: str
    kind: str
    time: str

    @property
    def query(self) -> str:
        """The same, for an address."""
        return urlencode({"from": self.first, "to": self.last, "kind": self.kind, "time": self.time})


class _Found(NamedTuple):
    """The requests of a list. `whole`: the period has no more than could be looked at; else some are missing."""

    requests: Sequence[CountedRequest] = ()
    whole: bool = True


class _Period(NamedTuple):
    """From an instant until before another."""

    since: datetime
    until: datetime


def _asked(
    page: Supervisor,
    first: Annotated[str, Query(alias="from", max_length=20)] = "",
    last: Annotated[str, Query(alias="to", max_length=20)] = "",
    kind: Annotated[str, Query(max_length=80)] = "",
    time: Annotated[str, Query(max_length=20)] = "",
) -> _Asked:
    """Return what an address asks for; without days, this month until today."""
    if not first and not last:
        first, last = page.today.replace(day=1).isoformat(), page.today.isoformat()
    return _Asked(first, last, kind, time)


Asked = Annotated[_Asked, Depends(_asked)]


@router.get("/statistics")
async def show(page: Supervisor, desk: TheDesk, office: TheOffice, asked: Asked) -> Response:
    """Show the figures of a period, and the first requests of its list."""
    period = _period(page, asked)
    if isinstance(period, Mistakes):
        return _show(page, asked, _Found(), mistakes=period)
    found = await _requests(page, desk, asked, period)
    officers = await office.people.officers()
    return _show(page, asked, found, [_row(page, desk, officers, each) for each in found.requests[:_SHOWN]])


@router.get("/statistics.csv")
async def download(page: Supervisor, desk: TheDesk, office: TheOffice, asked: Asked) -> Response:
    """Give exactly the list of the page as a file; a list that is too long for one is not cut off."""
    period = _period(page, asked)
    if isinstance(period, Mistakes):
        return _show(page, asked, _Found(), mistakes=period)
    found = await _requests(page, desk, asked, period)
    if not found.whole:
        return _show(page, asked, found, mistakes=Mistakes({"from": page.plain("statistics.too_many", most=MOST)}))
    officers = await office.people.officers()
    heading = [page.plain(f"statistics.column.{name}") for name in _COLUMNS]
    return csv_file("requests", heading, (_row(page, desk, officers, each) for each in found.requests), page.now)


def _period(page: StaffPage, asked: _Asked) -> _Period | Mistakes:
    first, last = _day(asked.first), _day(asked.last)
    wrong = {name: page.plain("statistics.day_missing") for name, day in (("from", first), ("to", last)) if day is None}
    if first is None or last is None:
        return Mistakes(wrong)
    if last < first:
        return Mistakes({"to": page.plain("statistics.ends_before")})
    return _Period(_midnight(first), _midnight(last + timedelta(days=1)))


def _day(written: str) -> date | None:
    try:
        day = date.fromisoformat(written) if len(written) == 10 else None  # noqa: PLR2004 - 2026-11-30
    except ValueError:
        return None
    return day if day is not None and date(2000, 1, 1) <= day < date(2100, 1, 1) else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), JAPAN)


async def _requests(page: StaffPage, desk: CertificateDesk, asked: _Asked, period: _Period) -> _Found:
    found = await desk.statistics.requests(period.since, period.until, MOST + 1)
    fitting = [
        each
        for each in found
        if asked.kind in ("", each.kind.value) and asked.time in ("", timeliness(each, page.now).value)
    ]
    return _Found(fitting, whole=len(found) <= MOST)


def _row(page: StaffPage, desk: CertificateDesk, officers: Officers, request: CountedRequest) -> list[str]:
    """Return a request in words, in the order of the columns."""
    return [
        request.case_number,
        texts_of(page.policy, page.language).certificate[request.kind],
        str(request.copies),
        _moment(request.received_at),
        desk.words.code(request.status),
        officers.name(request.assignee, page.today) if request.assignee else "",
        _moment(request.extended_due_at),
        _moment(request.done_at) if request.done_at else "",
        f"{request.paused_seconds / 86_400:.1f}" if request.paused_seconds else "",
        page.plain(f"statistics.time.{timeliness(request, page.now).value}"),
    ]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(JAPAN):%Y-%m-%d %H:%M}"


def _show(
    page: StaffPage,
    asked: _Asked,
    found: _Found,
    rows: Sequence[Sequence[str]] = (),
    mistakes: Mistakes | None = None,
) -> Response:
    names = texts_of(page.policy, page.language).certificate
    every = ("", page.plain("statistics.every"))
    return page.show(
        "lead/statistics.html",
        mistakes=mistakes,
        asked=asked,
        kinds=[every, *((kind.value, names[kind]) for kind in CertificateKind)],
        times=[every, *((each.value, page.plain(f"statistics.time.{each.value}")) for each in Timeliness)],
        lines=[(names[each.kind], each) for each in lines(found.requests, page.now)],
        columns=_COLUMNS,
        rows=rows,
        count=len(found.requests),
        whole=found.whole,
        most=MOST,
    )
