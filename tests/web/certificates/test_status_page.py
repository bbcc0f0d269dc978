"""The address of the status stands in every mail: a phone opens it and reads a page, a program the same as JSON."""

import html

import httpx2
import pytest
from fakes.desk import City
from fakes.desk_stories import clear, paid, receipt_number, stamp

from domain.certificates.identity_events import Held
from domain.certificates.status import HoldStage

STATUS = f"/api/v1/requests/{receipt_number(1)}"
PHONE = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "Accept-Language": "en"}


async def test_a_phone_reads_what_a_program_reads(client: httpx2.AsyncClient, city: City) -> None:
    """Status, next step, amount, numbers, in Japanese and without script; never where to pay, which asks for the code."""
    city.happened(1, *clear())
    said = (await client.get(STATUS, headers={"Accept-Language": "ja"})).json()
    answer = await client.get(STATUS, headers=PHONE)
    text = html.unescape(answer.text)
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["vary"] == "Accept, Accept-Language"
    for name in ("status_text", "next_step", "kind_text", "receipt_number", "case_number"):
        assert said[name] in text
    assert f"{said['payment']['amount']}円" in text
    assert "<script" not in text


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/json, text/html;q=0.5"])
async def test_programs_read_json(client: httpx2.AsyncClient, city: City, accept: str) -> None:
    """As before."""
    city.happened(1, *clear())
    assert (await client.get(STATUS, headers={"Accept": accept})).json()["status"] == "awaiting_payment"


async def test_a_hold_shows_in_no_page(client: httpx2.AsyncClient, city: City) -> None:
    """Held, or examined: the same page."""
    city.happened(1, *paid())
    examined = (await client.get(STATUS, headers=PHONE)).text
    held = Held(**stamp(2), stage=HoldStage.ELIGIBILITY, evidence="22" * 32)
    city.happened(2, *clear()[:1], held)
    other = (await client.get(f"/api/v1/requests/{receipt_number(2)}", headers=PHONE)).text
    hidden = [line for line in other.splitlines() if "番号" not in line]
    assert hidden == [line for line in examined.splitlines() if "番号" not in line]
