"""The address of the status over the API: programs read JSON there, a person's browser is led to the page."""

import httpx2
import pytest
from fakes.desk import City
from fakes.desk_stories import clear, receipt_number

STATUS = f"/api/v1/requests/{receipt_number(1)}"
PHONE = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize(("wanted", "language"), [("en", "en"), ("fr", "ja"), ("ja-simple", "ja-simple")])
async def test_a_phone_is_led_to_the_page(client: httpx2.AsyncClient, city: City, wanted: str, language: str) -> None:
    """In the language it prefers."""
    city.happened(1, *clear())
    answer = await client.get(STATUS, headers={**PHONE, "Accept-Language": wanted})
    assert (answer.status_code, answer.headers["vary"]) == (303, "Accept, Accept-Language")
    assert answer.headers["location"] == f"/{language}/r/{receipt_number(1)}"


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/json, text/html;q=0.5"])
async def test_programs_read_json(client: httpx2.AsyncClient, city: City, accept: str) -> None:
    """As before."""
    city.happened(1, *clear())
    assert (await client.get(STATUS, headers={"Accept": accept})).json()["status"] == "awaiting_payment"
