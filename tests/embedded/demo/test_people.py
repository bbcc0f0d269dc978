"""The people of the demo: what they are refused ends the story with what was answered, and they wait no longer than they said."""

import httpx2
import pytest

from embedded.demo import people
from embedded.demo.people import Citizen, Officer, PostOffice, until
from embedded.errors import StackError


def answering(status, body):
    """Return a client to whom everything is answered like this, and what was asked."""
    asked = []

    def handle(request):
        asked.append(request)
        return httpx2.Response(status, json=body)

    return httpx2.AsyncClient(transport=httpx2.MockTransport(handle)), asked


async def test_each_submission_has_a_key_of_its_own():
    """As the counter wants it of every caller."""
    client, asked = answering(202, {"receipt_number": "K7QD-0R3M-XW5B-92TC", "case_number": "2026-000123-N"})
    citizen = Citizen(client, "http://web", "http://sandbox")

    for _ in range(2):
        assert await citizen.submit({}, "AAAA") == citizen.receipt == "K7QD-0R3M-XW5B-92TC"
    keys = {request.headers["Idempotency-Key"] for request in asked}
    assert len(keys) == 2


async def test_an_officer_signs_in_and_finds_the_case_by_its_number():
    """With the token that was given; a case that is not on the list is not made up."""
    client, asked = answering(200, {"items": [{"case_id": "r-1", "case_number": "A"}]})
    officer = Officer(client, "http://web", "token")

    assert [await officer.find("A"), await officer.find("B")] == ["r-1", None]
    assert {request.headers["Authorization"] for request in asked} == {"Bearer token"}


@pytest.mark.parametrize("status", [400, 403, 409, 422, 500, 503])
async def test_a_refusal_ends_the_story_and_says_where(status):
    """Method, path, status and what was answered."""
    client, _ = answering(status, {"code": "four_eyes"})

    with pytest.raises(StackError, match=rf"POST /post/sandbox/items/12/scan answered {status} .*four_eyes"):
        await PostOffice(client, "http://sandbox", "token").scan("12", "delivered")


async def test_until_asks_again_until_the_answer_comes():
    """The first answer that is one is returned."""
    answers = iter([None, "", 0, "here"])

    async def question():
        return next(answers)

    assert await until(question, "an answer") == "here"


async def test_until_gives_up_and_says_what_for(monkeypatch):
    """A demo that hangs helps nobody."""
    monkeypatch.setattr(people, "_PATIENCE", 0.01)

    async def question():
        return None

    with pytest.raises(StackError, match="waited a minute for the letter"):
        await until(question, "the letter")
