"""Did it happen? A line that breaks at any step: the same answer is brought again, or it is too late and says so."""

import asyncio
from datetime import timedelta

import pytest
from contracts.card_app_town import Town

from adapters.card_app.app import MynaApp
from domain.certificates.draft import ASKING
from domain.errors import PortRejected, PortUnavailable
from domain.identity.card_app import ANSWERED_WITHIN, CardAppRefused, CardTrouble

TEXT = b"text"
TOKEN, CERTS, RESULT = r"/.*/token", r"/.*/certs", r"/.*/result"


@pytest.mark.parametrize("kind", ["drop_before", "status", "drop_after"])
@pytest.mark.parametrize("path", [CERTS, RESULT])
async def test_an_answer_is_brought_again_in_its_life(town: Town, kind: str, path: str) -> None:
    """The code was redeemed and what followed was lost: nothing is redeemed twice, and the signature arrives."""
    trip, answer = await town.signed(TEXT)
    await town.break_down(path=path, kind=kind, times=1)
    with pytest.raises(PortUnavailable) as silence:
        await town.app.finish(trip, answer)
    assert silence.value.system == "card_app"
    assert await town.app.finish(trip, answer)
    assert (await town.books())["redeemed"] == 1


async def test_an_answer_whose_code_never_arrived_is_brought_again(town: Town) -> None:
    """The line broke before the service heard of it."""
    trip, answer = await town.signed(TEXT)
    await town.break_down(path=TOKEN, kind="drop_before", times=1)
    with pytest.raises(PortUnavailable):
        await town.app.finish(trip, answer)
    assert await town.app.finish(trip, answer)


async def test_an_answer_whose_code_was_redeemed_without_an_answer_is_too_late(town: Town) -> None:
    """A code is good once: what it was good for is lost, and a new trip is the way on."""
    trip, answer = await town.signed(TEXT)
    await town.break_down(path=TOKEN, kind="drop_after", times=1)
    with pytest.raises(PortUnavailable):
        await town.app.finish(trip, answer)
    with pytest.raises(CardAppRefused) as refusal:
        await town.app.finish(trip, answer)
    assert refusal.value.trouble is CardTrouble.TOO_LATE
    again, fresh = await town.signed(TEXT)
    assert await town.app.finish(again, fresh)


async def test_a_lost_answer_after_a_restart_is_too_late(town: Town) -> None:
    """Another process does not know what the code was redeemed for."""
    trip, answer = await town.signed(TEXT)
    await town.break_down(path=RESULT, kind="drop_before", times=1)
    with pytest.raises(PortUnavailable):
        await town.app.finish(trip, answer)
    with pytest.raises(CardAppRefused) as refusal:
        await town.other_app().finish(trip, answer)
    assert refusal.value.trouble is CardTrouble.TOO_LATE


async def test_the_same_answer_eight_times_at_once_is_redeemed_once(town: Town) -> None:
    """A reloaded page, a pressed button, a second tab: one code, one signature for all of them."""
    trip, answer = await town.signed(TEXT)
    signatures = await asyncio.gather(*(town.app.finish(trip, answer) for _ in range(8)))
    assert len(set(signatures)) == 1
    assert (await town.books())["redeemed"] == 1


async def test_an_answer_brought_again_is_answered_alike(town: Town) -> None:
    """Back and reload are harmless."""
    trip, answer = await town.signed(TEXT)
    assert await town.app.finish(trip, answer) == await town.app.finish(trip, answer)


@pytest.mark.parametrize("path", [TOKEN, r"/api/sign-transactions"])
async def test_no_trip_begins_while_the_service_is_down(town: Town, path: str) -> None:
    """And the next one does."""
    await town.break_down(path=path, kind="status", status=502, times=1)
    with pytest.raises(PortUnavailable):
        await town.app.begin(TEXT)
    assert await town.app.begin(TEXT)


async def test_a_service_that_says_nothing_is_not_waited_for(town: Town) -> None:
    """A call is bounded."""
    await town.break_down(path=TOKEN, kind="latency", ms=5_000, times=1)
    with pytest.raises(PortUnavailable):
        await town.other_app(timeout=0.2).begin(TEXT)


async def test_the_service_changes_its_keys(town: Town) -> None:
    """Public keys fetched before are fetched once more when a token is signed by one that is not among them."""
    trip, answer = await town.signed(TEXT)
    await town.app.finish(trip, answer)
    await town.client.post(f"{town.config.url}/sandbox/keys")
    later, fresh = await town.signed(TEXT)
    assert await town.app.finish(later, fresh)


async def test_tokens_to_order_by_are_used_again(town: Town) -> None:
    """Not every trip asks who we are."""
    for _ in range(3):
        await town.app.begin(TEXT)
    assert len([line for line in town.line.asked if line.endswith("/token?")]) == 1


async def test_a_token_that_the_service_forgot_is_asked_for_anew(town: Town) -> None:
    """It restarted without what it had given out: the person at the button notices nothing."""
    await town.app.begin(TEXT)
    town.forget_tokens()
    assert await town.app.begin(TEXT)


async def test_a_token_that_is_never_good_is_asked_for_once_more_only(town: Town) -> None:
    """Then we say so, instead of asking for ever."""
    await town.app.begin(TEXT)
    await town.break_down(path=r"/api/sign-transactions", kind="status", status=401)
    with pytest.raises(PortRejected, match="http_401"):
        await town.app.begin(TEXT)
    assert len([line for line in town.line.asked if line.startswith("POST /card_app/api/sign-trans")]) == 3


async def test_a_result_that_can_be_fetched_no_more_is_too_late(town: Town) -> None:
    """Brought again after the service has forgotten what it gave for the code."""
    trip, answer = await town.signed(TEXT)
    await town.break_down(path=RESULT, kind="drop_before", times=1)
    with pytest.raises(PortUnavailable):
        await town.app.finish(trip, answer)
    town.forget_tokens()
    with pytest.raises(CardAppRefused) as refusal:
        await town.app.finish(trip, answer)
    assert refusal.value.trouble is CardTrouble.TOO_LATE


async def test_an_answer_is_looked_into_for_a_bounded_time(town: Town) -> None:
    """All calls together: who waits longer may bring it again, and then nobody else is at it."""
    trip, answer = await town.signed(TEXT)
    await town.break_down(path=RESULT, kind="latency", ms=5_000, times=1)
    hasty = MynaApp(town.config, town.client, town.watch, within=timedelta(seconds=1))
    with pytest.raises(PortUnavailable):
        await hasty.finish(trip, answer)
    assert await hasty.finish(trip, answer)


def test_nobody_else_looks_into_an_answer_meanwhile() -> None:
    """A draft lets another call look into it only when the first has certainly ended."""
    assert ANSWERED_WITHIN < ASKING
