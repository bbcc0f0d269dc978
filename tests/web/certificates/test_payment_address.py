"""The address to pay at that stands in our mails: it outlives any one code."""

from datetime import timedelta

import httpx2
import pytest
from fakes.desk import City, Link
from fakes.desk_stories import NOW, case_id, clear, code, paid, receipt_number, stamp

from domain import ids
from domain.certificates.events import AnyEvent, Withdrawn
from domain.errors import PortUnavailable

CODE = Link("https://pay.example/1", NOW + timedelta(minutes=5))
PAYMENT = ids.payment_id(case_id(1))
STATUS = f"/api/v1/requests/{receipt_number(1)}"
PAY = f"{STATUS}/payment?code={code(1)}"


async def test_it_leads_to_the_present_code(client: httpx2.AsyncClient, city: City) -> None:
    """While the fee is due: to the provider's page, without telling it or any cache where the citizen came from."""
    city.links[city.happened(1, *clear()).case_id] = CODE
    answer = await client.get(PAY)
    assert (answer.status_code, answer.headers["location"]) == (303, CODE.url)
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert city.hints == []


async def test_it_leads_to_the_code_however_the_number_is_written(client: httpx2.AsyncClient, city: City) -> None:
    """Case and hyphens do not matter, and the status it falls back to has the number in its one spelling."""
    order = city.happened(1, *clear())
    written = (
        f"/api/v1/requests/{receipt_number(1).replace('-', '').lower()}/payment?code={code(1).replace('-', '').lower()}"
    )
    assert (await client.get(written)).headers["location"] == STATUS
    city.links[order.case_id] = CODE
    assert (await client.get(written)).headers["location"] == CODE.url


@pytest.mark.parametrize("link", [None, Link("")], ids=["no code yet", "a code whose address was lost"])
async def test_without_a_code_it_leads_to_the_status(client: httpx2.AsyncClient, city: City, link: Link | None) -> None:
    """The code is being made: the status says so."""
    order = city.happened(1, *clear())
    if link is not None:
        city.links[order.case_id] = link
    answer = await client.get(PAY)
    assert (answer.status_code, answer.headers["location"]) == (303, STATUS)


async def test_an_expired_code_is_asked_anew_and_never_led_to(client: httpx2.AsyncClient, city: City) -> None:
    """Once a minute, however often it is followed; and while the engine is down the status still answers."""
    city.links[city.happened(1, *clear()).case_id] = Link(CODE.url, NOW)
    for _ in range(2):
        answer = await client.get(PAY)
        assert (answer.status_code, answer.headers["location"]) == (303, STATUS)
    assert city.hints == [(PAYMENT, "renew")]
    city.engine_down, city.now = True, NOW + timedelta(minutes=1)
    assert (await client.get(PAY)).headers["location"] == STATUS


@pytest.mark.parametrize(
    "events",
    [None, (), paid(), (*clear(), Withdrawn(**stamp(4, "applicant"), decision_id="withdraw-1"))],
    ids=["not begun", "in verification", "paid", "withdrawn"],
)
async def test_who_has_nothing_to_pay_is_led_to_the_status(
    client: httpx2.AsyncClient, city: City, events: tuple[AnyEvent, ...] | None
) -> None:
    """Although a code may still be known: nobody pays twice, or for nothing."""
    order = city.order() if events is None else city.happened(1, *events)
    city.links[order.case_id] = CODE
    answer = await client.get(PAY)
    assert (answer.status_code, answer.headers["location"]) == (303, STATUS)


@pytest.mark.parametrize("written", ["0000-0000-0000-0009", "nonsense", "%00"])
async def test_an_unknown_number_is_answered_as_a_wrong_code(
    client: httpx2.AsyncClient, city: City, written: str
) -> None:
    """Byte for byte, but for the address that was asked; and no redirect."""
    city.happened(1, *clear())
    unknown = await client.get(f"/api/v1/requests/{written}/payment?code={code(1)}")
    wrong = await client.get(f"{STATUS}/payment?code={code(2)}")
    assert (unknown.status_code, unknown.json()["code"]) == (403, "code_refused")
    assert {**unknown.json(), "instance": ""} == {**wrong.json(), "instance": ""}


async def test_the_number_alone_leads_nowhere(client: httpx2.AsyncClient, city: City) -> None:
    """Without the code no page to pay at, and nobody is asked for a new code to pay."""
    city.links[city.happened(1, *clear()).case_id] = Link(CODE.url, NOW)
    answer = await client.get(f"{STATUS}/payment")
    assert (answer.status_code, answer.json()["code"]) == (403, "code_missing")
    assert city.hints == []


async def test_while_the_database_is_down_it_says_when_to_come_back(client: httpx2.AsyncClient, city: City) -> None:
    """An outage is no redirect to somewhere else."""
    city.happened(1, *clear())
    city.broken = PortUnavailable("postgres", retry_after=2.0)
    answer = await client.get(PAY)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    "accept",
    [BROWSER, "text/html", "TEXT/HTML;charset=utf-8;q=0.9, */*;q=0.1", "text/html, application/json;q=0.9"],
)
async def test_a_person_is_led_to_the_page_of_the_fee(client: httpx2.AsyncClient, city: City, accept: str) -> None:
    """In the language they prefer; the code of a mail of before goes behind #, where no browser sends it to anybody."""
    city.happened(1, *clear())
    answer = await client.get(PAY, headers={"Accept": accept, "Accept-Language": "en"})
    assert (answer.status_code, answer.headers["vary"]) == (303, "Accept, Accept-Language")
    assert answer.headers["location"] == f"/en/r/{receipt_number(1)}/pay#code={code(1)}"


@pytest.mark.parametrize("query", ["", "?code=", "?code=<b>"])
@pytest.mark.parametrize("number", [receipt_number(1), receipt_number(9), "nonsense"])
async def test_whatever_a_person_brings_the_page_asks_for_it(
    client: httpx2.AsyncClient, city: City, number: str, query: str
) -> None:
    """Nobody learns here whether there is such a number."""
    city.happened(1, *clear())
    answer = await client.get(f"/api/v1/requests/{number}/payment{query}", headers={"Accept": BROWSER})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/ja/r/{number}/pay")
    assert city.hints == []


@pytest.mark.parametrize(
    "accept", ["", "*/*", "application/json", "application/json, text/html;q=0.5", "text/html;q=0"]
)
async def test_a_program_is_led_to_the_status(client: httpx2.AsyncClient, city: City, accept: str) -> None:
    """Whoever does not like HTML best goes on reading JSON."""
    city.happened(1, *clear())
    answer = await client.get(PAY, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["location"], answer.headers["vary"]) == (303, STATUS, "Accept")
