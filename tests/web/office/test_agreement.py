"""Queue, page of the case, API and ledger say the same of five hundred requests that went at random through the procedure.

Status, who has it in hand, and by when somebody must act (W11 of the acceptance).
"""

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import httpx2
import pytest
from fakes.desk import City, application, desk_of
from fakes.desk_stories import sign_in
from fixtures.walks import walked

from adapters.postgres.queries import PostgresQueries
from adapters.postgres.reading import PostgresReading
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.session import Pool
from audit.words.certificates.codes import named
from domain.certificates.events import RequestReceived
from domain.certificates.evolve import fold
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.state import RequestState
from domain.certificates.status import Status
from domain.municipality.days_in_words import day_in_words
from domain.municipality.texts import Language

pytestmark = pytest.mark.database
REQUESTS, STEPS = 500, 40
_ROW = re.compile(
    r'<tr[^>]*>\s*<th scope="row"><a href="/office/cases/([^"?]+)[^>]*>[^<]*</a></th>(.*?)</tr>', re.DOTALL
)
_CELL = re.compile(r"<td>(.*?)</td>", re.DOTALL)
_FACT = {name: re.compile(rf'data-test="{name}">(.*?)</span>', re.DOTALL) for name in ("status", "due", "assignee")}
QUEUES = {
    "examination": ("examiner", Status.UNDER_EXAMINATION),
    "unanswered": ("examiner", Status.HELD),
    "releases": ("examiner", Status.HELD),
    "returned": ("examiner", Status.RETURNED),
    "approval": ("approver", Status.AWAITING_APPROVAL),
    "posting": ("dispatcher", Status.READY_TO_DISPATCH, Status.MAIL_RETURNED),
    "holds": ("closed", Status.HELD),
}


class Said(NamedTuple):
    """What is said of a request: status, who has it, and the day by which somebody must act, in words."""

    status: str
    assignee: str
    due: str


def due(at: datetime | None) -> str:
    """Return a deadline's day in words."""
    return "" if at is None else day_in_words(at, Language.JA)


def expected(state: RequestState) -> Said:
    """Return what the ledger's events say."""
    return Said(named(state.status).ja, state.assignee or "なし", due(state.act_by))


def is_in(queue: str, state: RequestState) -> bool:
    """Say whether a request belongs into a queue as it is without a filter of officers."""
    told, finding = state.identity.release_proposed_in == "closed_desk", state.identity.hold_has_finding
    more = {"unanswered": not finding, "releases": finding and told, "holds": finding}
    return state.status in QUEUES[queue][1:] and more.get(queue, True)


async def listed(browser: httpx2.AsyncClient, queue: str) -> dict[str, Sequence[str]]:
    """Return the cells of all rows of a queue, page after page, by case."""
    address: str | None = f"/office/queue/{queue}?officer=all"
    found: dict[str, Sequence[str]] = {}
    while address:
        text = (await browser.get(address)).text
        found |= {case: _CELL.findall(cells) for case, cells in _ROW.findall(text)}
        following = re.search(r'<a href="(/office/queue/[^"]+)" rel="next"', text)
        address = html.unescape(following[1]) if following else None
    return found


@pytest.fixture
async def requests(pool: Pool, city: City) -> dict[str, RequestState]:
    """The requests as the ledger's events fold them; recorded, and acknowledged in the city."""
    recorder = PostgresRecorder(pool, remembered=0)
    states = {}
    for number in range(1, REQUESTS + 1):
        order, (received, *more) = city.order(number), walked(number, STEPS).events
        assert isinstance(received, RequestReceived)
        events = (received.model_copy(update={"case_number": order.case_number}), *more)
        await recorder.record(CERTIFICATES.batch(order.case_id, 1, events))
        city.events[order.case_id] = list(events)
        state = fold(await PostgresReading(pool).events(order.case_id))
        assert state is not None
        states[order.case_id] = state
    return states


@pytest.fixture
def app(pool: Pool, city: City, book, site):
    """The application before the city, whose read tables are Postgres's."""
    reading = PostgresReading(pool)
    back = replace(city.back, queries=PostgresQueries(pool))
    return application(replace(desk_of(city, book), reading=reading, cases=reading, back=back), site)


async def test_queue_case_api_and_ledger_agree(requests, officer, client):
    closed = await officer("closed")  # to others a hold with a finding is where it was before
    rows: dict[str, dict[str, object]] = {}
    for status in Status:
        asked = f"/api/v1/staff/requests?status={status}&limit=200"
        rows |= {row["case_id"]: row for row in (await client.get(asked, headers=sign_in("closed"))).json()["items"]}
    assert len({state.status for state in requests.values()}) > 10

    for case, state in requests.items():
        page = (await closed.get(f"/office/cases/{case}")).text
        said = {name: html.unescape(" ".join(found.findall(page))) for name, found in _FACT.items()}
        one = (await client.get(f"/api/v1/staff/requests/{case}", headers=sign_in("auditor"))).json()
        status, assignee, day = expected(state)
        assert (said["status"], said["assignee"]) == (status, f"担当: {assignee}"), case
        assert day in said["due"], case
        assert bool(day) == bool(said["due"]), case
        for row in (rows[case], one):
            told = row["act_by"] and datetime.fromisoformat(str(row["act_by"]))
            assert (row["status"], row["examiner"], told) == (state.status.value, state.assignee, state.act_by), case

    for queue, (who, *_) in QUEUES.items():
        shown = await listed(await officer(who), queue)
        assert set(shown) == {case for case, state in requests.items() if is_in(queue, state)}, queue
        order = [requests[case] for case in shown]
        assert order == sorted(
            order, key=lambda each: each.act_by or datetime.max.replace(tzinfo=each.received_at.tzinfo)
        )
        for case, cells in shown.items():
            status, assignee, day = expected(requests[case])
            text = " ".join(cells)
            assert day in text, case
            assert status in text if queue == "posting" else assignee.replace("なし", "担当なし") in text, case
