"""A trip that brings no signature says why: what a person meets with a card."""

import re
from datetime import timedelta

import pytest
from contracts.card_app_town import HANAKO, Town, answer_in

from adapters.card_app.config import TRIP_LIFE
from domain.identity.card_app import CardAppRefused, CardTrouble, Trip

TEXT = b"text"
REVOKED, EXPIRED = ("card-1014", "KAITO1014"), ("card-1015", "SHIORI1015")


async def refusal(town: Town, trip: Trip, answer: dict[str, str]) -> CardAppRefused:
    """Return how finishing is refused."""
    with pytest.raises(CardAppRefused) as raised:
        await town.app.finish(trip, answer)
    return raised.value


async def held(town: Town, card: str) -> tuple[Trip, str]:
    """Begin a trip and hold a card to the phone; return the trip and its page."""
    trip = await town.app.begin(TEXT)
    page = await town.phone.open(trip.url)
    await town.phone.press(page, "card", card=card)
    return trip, page


async def test_cancelled(town: Town) -> None:
    """Somebody turns back before a card is held."""
    trip = await town.app.begin(TEXT)
    answer = await town.phone.leave(await town.phone.open(trip.url))
    assert (await refusal(town, trip, answer)).trouble is CardTrouble.CANCELLED


async def test_wrong_pin_says_how_many_tries_are_left(town: Town) -> None:
    """Somebody gives up after two wrong PINs."""
    trip, page = await held(town, HANAKO[0])
    for _ in range(2):
        await town.phone.press(page, "pin", pin="WRONG1")
    told = await refusal(town, trip, await town.phone.leave(page))
    assert (told.trouble, told.tries_left) == (CardTrouble.WRONG_PIN, 3)


async def test_a_right_pin_after_a_wrong_one_signs(town: Town) -> None:
    """A mistake on the phone is nothing that we hear of."""
    trip, page = await held(town, HANAKO[0])
    await town.phone.press(page, "pin", pin="WRONG1")
    answer = answer_in((await town.phone.press(page, "pin", pin=HANAKO[1])).headers["location"])
    assert await town.app.finish(trip, answer)


async def test_locked(town: Town) -> None:
    """The fifth wrong PIN locks the card; the right one does not help any more."""
    trip, page = await held(town, HANAKO[0])
    for _ in range(5):
        await town.phone.press(page, "pin", pin="WRONG1")
    await town.phone.press(page, "pin", pin=HANAKO[1])
    told = await refusal(town, trip, await town.phone.leave(page))
    assert (told.trouble, told.tries_left) == (CardTrouble.LOCKED, None)


@pytest.mark.parametrize(
    ("card", "trouble"), [(REVOKED, CardTrouble.REVOKED), (EXPIRED, CardTrouble.EXPIRED)], ids=["revoked", "expired"]
)
async def test_a_certificate_that_is_not_good_any_more(town: Town, card: tuple[str, str], trouble: CardTrouble) -> None:
    """The service looks at the certificate and takes no signature of it."""
    trip, page = await held(town, card[0])
    await town.phone.press(page, "pin", pin=card[1])
    assert (await refusal(town, trip, await town.phone.leave(page))).trouble is trouble
    assert (await town.books())["signed"] == 0


async def test_an_expired_certificate_that_the_service_lets_through(town: Town) -> None:
    """We look ourselves, too."""
    await town.lie(lets_expired_cards_through=True)
    trip, answer = await town.signed(TEXT, *EXPIRED)
    assert (await refusal(town, trip, answer)).trouble is CardTrouble.EXPIRED


async def test_a_transaction_that_is_over_before_the_card_is_held(town: Town) -> None:
    """The phone says that it took too long, and so does the answer."""
    trip, page = await held(town, HANAKO[0])
    await town.shorten(transaction=0)
    shown = await town.phone.http.get(page)
    assert (shown.status_code, "時間切れ" in shown.text) == (410, True)
    assert (await refusal(town, trip, await town.phone.leave(page))).trouble is CardTrouble.TOO_LATE


@pytest.mark.parametrize("over", ["code", "transaction"])
async def test_an_answer_that_is_brought_too_late(town: Town, over: str) -> None:
    """The code or the transaction is over at the service."""
    trip, answer = await town.signed(TEXT)
    await town.shorten(**{over: 0})
    assert (await refusal(town, trip, answer)).trouble is CardTrouble.TOO_LATE


async def test_a_trip_of_long_ago_is_not_asked_about(town: Town) -> None:
    """Half an hour after it began its answer is not read."""
    trip, answer = await town.signed(TEXT)
    town.watch.ahead = TRIP_LIFE + timedelta(seconds=1)
    assert (await refusal(town, trip, answer)).trouble is CardTrouble.TOO_LATE
    assert (await town.books())["redeemed"] == 0


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        ("access_denied", CardTrouble.CANCELLED),
        ("server_error", CardTrouble.OTHER),
        ("temporarily_unavailable", CardTrouble.OTHER),
        ("something_new", CardTrouble.OTHER),
        ("invalid_request", CardTrouble.NOT_TRUSTED),
        ("unauthorized_client", CardTrouble.NOT_TRUSTED),
    ],
)
async def test_errors_of_the_standard(town: Town, error: str, trouble: CardTrouble) -> None:
    """Words that we do not know are a trouble all the same, never a crash."""
    trip = await town.app.begin(TEXT)
    answer = {"state": trip.state, "iss": town.config.issuer, "error": error}
    assert (await refusal(town, trip, answer)).trouble is trouble


@pytest.mark.parametrize("said", ["", "0", "6", "-1", "３", "1e0", "99999999999"])
async def test_tries_that_make_no_sense_are_not_shown(town: Town, said: str) -> None:
    """The number comes through the browser: one to four, or none."""
    trip = await town.app.begin(TEXT)
    answer = {"state": trip.state, "iss": town.config.issuer, "error": "access_denied"}
    told = await refusal(town, trip, {**answer, "error_description": "wrong_pin", "tries_left": said})
    assert (told.trouble, told.tries_left) == (CardTrouble.WRONG_PIN, None)


async def test_nothing_of_a_trouble_names_the_text_or_the_card(town: Town) -> None:
    """What goes over the line in addresses is opaque."""
    trip, answer = await town.signed("窓口　花子".encode())
    await town.app.finish(trip, answer)
    assert not [line for line in town.line.asked if re.search(r"card-1001|ABC123|%E7%AA%93|窓口", line)]
