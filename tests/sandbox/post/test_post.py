"""The carrier's own side: label rolls, scans by hand, webhooks, the page, and what survives."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from contracts.loopback import loopback
from contracts.postal_carrier import a_letter
from contracts.sandbox_city import City, open_city
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.post.webhook import parse_post_webhook
from domain.postal.letters import PostalEvent, PostalEventKind
from domain.postal.tracking import parse_tracking_number

pytestmark = pytest.mark.program

_COUNTER = {"Authorization": "Bearer post-token"}


class _Ear:
    """The sender's side of webhooks: refuses as often as told, keeps what it believed."""

    def __init__(self, refusals: int = 0) -> None:
        self.refusals = refusals
        self.heard: asyncio.Queue[PostalEvent] = asyncio.Queue()

    async def hear(self, request: Request) -> Response:
        if self.refusals:
            self.refusals -= 1
            return Response(status_code=503)
        signature = request.headers["x-post-signature"]
        self.heard.put_nowait(parse_post_webhook(await request.body(), signature, "post-secret", datetime.now(UTC)))
        return Response(status_code=204)

    async def next(self) -> PostalEvent:
        return await asyncio.wait_for(self.heard.get(), 10)


@asynccontextmanager
async def _listening(folder: Path, ear: _Ear, **others: object) -> AsyncIterator[City]:
    app = Starlette(routes=[Route("/api/v1/webhooks/post", ear.hear, methods=["POST"])])
    async with loopback(app) as web, open_city(folder, web_base_url=web, **others) as city:
        yield city


async def _label(city: City, mail_class: str = "specified_record") -> str:
    answer = await city.http.post("/post/v1/labels", json={"mail_class": mail_class}, headers=_COUNTER)
    return answer.json()["tracking_number"]


async def _hand_over(city: City) -> str:
    number = await _label(city)
    letter = a_letter(f"letter-{number}", number).model_dump(mode="json")
    assert (await city.http.post("/post/v1/letters", json=letter, headers=_COUNTER)).status_code == 200
    return number


async def _scan(city: City, number: str, kind: str, reason: str | None = None) -> tuple[int, dict[str, object]]:
    order = {"kind": kind, "return_reason": reason}
    answer = await city.http.post(f"/post/sandbox/items/{number}/scan", json=order)
    return answer.status_code, answer.json()


async def test_labels_are_valid_and_never_the_same(city: City) -> None:
    """Each sticker bears a number that checks, begins as its class does, and is given once."""
    recorded = [await _label(city) for _ in range(20)]
    registered = [await _label(city, "simple_registered") for _ in range(3)]
    assert [parse_tracking_number(each) for each in recorded + registered] == recorded + registered
    assert len(set(recorded + registered)) == 23
    assert ({each[0] for each in recorded}, {each[0] for each in registered}) == ({"5"}, {"3"})


async def test_ordinary_letters_have_no_sticker(city: City) -> None:
    """普通郵便 bears no number, so the roll gives none."""
    answer = await city.http.post("/post/v1/labels", json={"mail_class": "ordinary"}, headers=_COUNTER)
    assert (answer.status_code, answer.json()["detail"]["code"]) == (422, "mail_class_has_no_number")


async def test_an_end_is_an_end(city: City) -> None:
    """A delivered letter cannot come back; pressing again returns the scan that stands."""
    number = await _hand_over(city)
    assert (await _scan(city, number, "in_transit"))[0] == 200
    delivered = await _scan(city, number, "delivered")
    assert await _scan(city, number, "delivered") == delivered
    assert await _scan(city, number, "returned", "moved") == (409, {"detail": {"code": "item_closed"}})
    assert (await _scan(city, "13112383852", "delivered"))[0] == 404


@pytest.mark.parametrize(("kind", "reason"), [("returned", None), ("delivered", "moved"), ("returned", "eaten")])
async def test_a_return_and_only_a_return_has_a_reason(city: City, kind: str, reason: str | None) -> None:
    """A scan order that makes no sense is refused."""
    assert (await _scan(city, await _hand_over(city), kind, reason))[0] == 422


async def test_the_books_name_nobody(city: City) -> None:
    """The books are evidence of letters, not a list of people."""
    await _hand_over(city)
    books = (await city.http.get("/post/sandbox/books")).text
    assert "葛" not in books
    assert '"hand_overs":1' in books


async def test_scans_are_told_signed_until_heard(tmp_path: Path) -> None:
    """A webhook that is refused is told again, with the same event id, and counted."""
    ear = _Ear(refusals=2)
    async with _listening(tmp_path, ear) as city:
        number = await _hand_over(city)
        accepted = await ear.next()
        assert (accepted.tracking_number, accepted.kind) == (number, PostalEventKind.ACCEPTED)
        await _scan(city, number, "returned", "refused")
        assert (await ear.next()).return_reason == "refused"
        await city.http.post(f"/post/sandbox/scans/{accepted.event_id}/push")
        assert await ear.next() == accepted
        scans = (await city.http.get("/post/sandbox/books")).json()["scans"]
        assert scans[0]["pushes"] >= 3


async def test_what_nobody_heard_is_told_by_the_next_city(tmp_path: Path) -> None:
    """A scan that could not be told before the end is told after the next start."""
    async with open_city(tmp_path, web_base_url="http://127.0.0.1:1") as city:
        number = await _hand_over(city)
    ear = _Ear()
    async with _listening(tmp_path, ear):
        assert (await ear.next()).tracking_number == number


async def test_letters_deliver_themselves(tmp_path: Path) -> None:
    """With a delivery time set, a letter goes its whole way without a postman."""
    ear = _Ear()
    async with _listening(tmp_path, ear, auto_deliver_after_ms=50) as city:
        await _hand_over(city)
        kinds = {(await ear.next()).kind for _ in range(3)}
    assert kinds == {PostalEventKind.ACCEPTED, PostalEventKind.IN_TRANSIT, PostalEventKind.DELIVERED}


async def test_the_page_has_buttons_that_work(city: City) -> None:
    """A person can deliver and return letters from the page; a late press changes nothing."""
    number = await _hand_over(city)
    assert number in (await city.http.get("/post/")).text
    press = f"/post/sandbox/items/{number}/press"
    assert (await city.http.post(press, data={"press": "returned:moved"})).status_code == 303
    assert (await city.http.post(press, data={"press": "delivered"})).status_code == 303
    assert (await city.http.post(press, data={"press": "explode"})).status_code == 422
    scans = (await city.http.get(f"/post/v1/items/{number}", headers=_COUNTER)).json()
    assert [each["kind"] for each in scans] == ["accepted", "returned"]
    assert "転居先不明" in (await city.http.get("/post/")).text


async def test_anybody_with_the_number_sees_how_far_a_letter_is(city: City) -> None:
    """In Japanese and in English; of a number nobody has, that there is no letter."""
    number = await _hand_over(city)
    page = await city.http.get(f"/post/track/{number}")
    assert (page.status_code, "引受" in page.text, "Posted" in page.text) == (200, True, True)
    unknown = await city.http.get("/post/track/00000000000")
    assert (unknown.status_code, "見つかりません" in unknown.text) == (404, True)
