"""One address for the pages of all cases: whose procedure's they are, the case says."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from fakes.desk import City, desk_of
from fakes.desk_stories import case_id, paid, receipt_number
from fastapi import APIRouter
from markupsafe import Markup

from web.app import create_app
from web.certificates.face import certificates
from web.face import Face
from web.front.page import Page, ThePage
from web.front.pages import Pages
from web.front.paths import CASE

PAGE = {"Accept": "text/html"}
DOG = case_id(2).replace("cert-", "dog-")
_dogs = APIRouter(prefix=CASE)


@_dogs.get("")
async def _show(page: ThePage, number: str) -> str:
    return f"a dog, {page.language.value}, {number}"


@_dogs.get("/collar")
async def _collar() -> str:
    return "red"


async def _told(_page: Page) -> Markup:
    return Markup("<p>Dogs are registered at once.</p>")


@pytest.fixture
async def client(city: City, book, site) -> AsyncIterator[httpx2.AsyncClient]:
    """A caller of an application with two procedures; the second case is a dog's."""
    city.happened(1, *paid())
    order = city.order(2)
    city.orders[DOG] = city.orders.pop(order.case_id).model_copy(update={"case_id": DOG, "procedure": "dogs"})
    city.intake.keys[DOG] = city.intake.keys.pop(order.case_id)
    desk = desk_of(city, book)
    pages = Pages((), Path(__file__).parent, lambda _policy: (), cases=(_dogs,), performance=_told)
    dogs = Face("dogs", desk, (), (), lambda _schemas: None, pages=pages)
    app = create_app(desk, replace(site), [certificates(desk), dogs])
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="https://city.example") as opened:
        yield opened


async def test_the_case_says_whose_pages_answer(client):
    dog = await client.get(f"/en/r/{receipt_number(2)}", headers=PAGE)
    certificate = await client.get(f"/en/r/{receipt_number(1)}", headers=PAGE)

    assert dog.json() == f"a dog, en, {receipt_number(2)}"
    assert "<h1>" in certificate.text


@pytest.mark.parametrize(("number", "page", "status"), [(2, "collar", 200), (1, "collar", 404), (2, "withdraw", 404)])
async def test_a_case_has_the_pages_of_its_own_procedure_and_no_others(client, number, page, status):
    answer = await client.get(f"/en/r/{receipt_number(number)}/{page}", headers=PAGE)

    assert answer.status_code == status


@pytest.mark.parametrize("number", [receipt_number(9), "nonsense"])
async def test_a_number_nobody_has_is_asked_for_its_code_as_any(client, number):
    answer = await client.get(f"/en/r/{number}/withdraw", headers=PAGE)

    assert (answer.status_code, 'name="code"' in answer.text) == (200, True)


async def test_each_procedure_tells_how_the_office_has_done_with_it(client):
    page = (await client.get("/en/service-performance", headers=PAGE)).text

    assert "<p>Dogs are registered at once.</p>" in page
    assert page.count("<dl") == 2
