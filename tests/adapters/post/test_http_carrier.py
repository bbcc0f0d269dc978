"""The HTTP carrier adapter against the sandbox city over real connections."""

from collections.abc import AsyncIterator
from itertools import count

import httpx2
import pytest
import pytest_asyncio
from contracts.postal_carrier import PostalCarrierContract, a_letter
from contracts.sandbox_city import City

from adapters.post.http_carrier import HttpCarrier, PostConfig
from domain.errors import PortRejected, PortUnavailable
from domain.postal.letters import Letter, PostalEventKind, ReturnReason

_numbers = count(1)
_COUNTER = {"Authorization": "Bearer post-token"}


@pytest_asyncio.fixture
async def carrier(city: City) -> AsyncIterator[HttpCarrier]:
    async with httpx2.AsyncClient() as client:
        yield HttpCarrier(PostConfig(f"{city.base_url}/post", "post-token", timeout=5.0), client)


@pytest_asyncio.fixture
async def letter(city: City) -> Letter:
    label = await city.http.post("/post/v1/labels", json={"mail_class": "specified_record"}, headers=_COUNTER)
    return a_letter(f"letter-{next(_numbers)}", label.json()["tracking_number"])


class TestHttpCarrier(PostalCarrierContract):
    """The contract over HTTP."""


async def test_a_lost_answer_is_found_by_key(city: City, carrier: HttpCarrier, letter: Letter) -> None:
    """The post takes the letter and the line drops: asking shows it was taken, repeating does not make two."""
    await city.break_down(system="post", method="POST", path="/v1/letters", kind="drop_after", times=1)
    with pytest.raises(PortUnavailable):
        await carrier.hand_over(letter)
    (accepted,) = await carrier.track(letter.tracking_number)
    assert await carrier.hand_over(letter) == accepted
    booked = (await city.http.get("/post/sandbox/books")).json()["letters"]
    assert [each["hand_overs"] for each in booked if each["letter_id"] == letter.letter_id] == [2]


async def test_a_lost_call_was_not_taken(city: City, carrier: HttpCarrier, letter: Letter) -> None:
    """The line drops before the post has read anything: asking shows that nothing happened."""
    await city.break_down(system="post", kind="drop_before", times=1)
    with pytest.raises(PortUnavailable):
        await carrier.hand_over(letter)
    assert await carrier.track(letter.tracking_number) == ()


async def test_scans_come_oldest_first_with_the_reason(city: City, carrier: HttpCarrier, letter: Letter) -> None:
    """A returned letter shows its whole way and why it came back."""
    await carrier.hand_over(letter)
    for scan in ({"kind": "in_transit"}, {"kind": "returned", "return_reason": "moved"}):
        await city.http.post(f"/post/sandbox/items/{letter.tracking_number}/scan", json=scan)
    scans = await carrier.track(letter.tracking_number)
    way = [PostalEventKind.ACCEPTED, PostalEventKind.IN_TRANSIT, PostalEventKind.RETURNED]
    assert [each.kind for each in scans] == way
    assert scans[-1].return_reason is ReturnReason.MOVED


async def test_a_login_of_ours_that_is_refused_decides_nothing(
    city: City, carrier: HttpCarrier, letter: Letter
) -> None:
    """Without the token no letter is taken; an earlier try may have been, so it is no refusal of the letter."""
    async with httpx2.AsyncClient() as client:
        with pytest.raises(PortUnavailable):
            await HttpCarrier(PostConfig(f"{city.base_url}/post", "guess"), client).hand_over(letter)
    assert await carrier.track(letter.tracking_number) == ()


async def test_something_else_at_the_address_is_not_an_unseen_number(city: City) -> None:
    """A 404 that the carrier did not mean is a refusal, not "no scans"."""
    async with httpx2.AsyncClient() as client:
        with pytest.raises(PortRejected) as caught:
            await HttpCarrier(PostConfig(f"{city.base_url}/elsewhere", "post-token"), client).track("13112383852")
    assert caught.value.provider_code == "http_404"


async def test_an_unreadable_answer_decides_nothing(city: City) -> None:
    """A page where a scan should be leaves it open whether the letter was taken."""
    async with httpx2.AsyncClient() as client:
        carrier = HttpCarrier(PostConfig(f"{city.base_url}/?", "post-token"), client)
        with pytest.raises(PortUnavailable):
            await carrier.track("13112383852")
