"""The phone: Japanese, no script, and what is pressed twice or in the wrong order does no harm."""

import pytest
from contracts.card_app_town import HANAKO, Town, answer_in, visible

from domain.identity.card_app import Trip

TEXT = b"text"


async def held(town: Town, card: str = HANAKO[0]) -> tuple[Trip, str]:
    """Begin a trip and hold a card to the phone."""
    trip = await town.app.begin(TEXT)
    page = await town.phone.open(trip.url)
    await town.phone.press(page, "card", card=card)
    return trip, page


async def test_every_card_of_the_city_can_be_held(town: Town) -> None:
    """With a word on those that will not do."""
    trip = await town.app.begin(TEXT)
    words = visible((await town.phone.http.get(await town.phone.open(trip.url))).text)
    assert "窓口 花子" in words.replace("\u3000", " ")
    assert words.count("証明書が失効しています") == words.count("証明書の期限が切れています") == 1
    assert "みなも市 オンライン窓口" in words


async def test_pages_need_no_script_and_load_nothing(town: Town) -> None:
    """They work on any phone, without a line to anywhere."""
    _, page = await held(town)
    html = (await town.phone.http.get(page)).text
    assert not [word for word in ("<script", "src=", "<link", "@import", "onclick") if word in html]
    assert '<html lang="ja">' in html


async def test_no_card_is_said_beside_the_question(town: Town) -> None:
    """Nothing chosen: title, summary and question say so."""
    trip = await town.app.begin(TEXT)
    page = await town.phone.open(trip.url)
    answer = await town.phone.press(page, "card")
    assert answer.status_code == 422
    assert "<title>エラー：" in answer.text
    assert answer.text.count("カードを1枚選んでください") == 2


async def test_no_password_costs_no_try(town: Town) -> None:
    """An empty box is a slip."""
    _, page = await held(town)
    answer = await town.phone.press(page, "pin", pin=" \u3000")
    assert (answer.status_code, "あと5回入れられます" in answer.text) == (422, True)


async def test_a_wrong_password_is_not_typed_again_by_a_reload(town: Town) -> None:
    """The answer is a page of its own: a reload costs no try."""
    _, page = await held(town)
    led = await town.phone.press(page, "pin", pin="WRONG1")
    assert (led.status_code, led.headers["location"]) == (303, page.removeprefix(town.url))
    for _ in range(3):
        shown = await town.phone.http.get(page)
        assert "あと4回まちがえるとロックされます" in shown.text


@pytest.mark.parametrize("typed", ["abc123", "ＡＢＣ１２３", " ABC123 "])
async def test_passwords_are_taken_however_they_are_typed(town: Town, typed: str) -> None:
    """Small letters, full width, blanks around."""
    trip, page = await held(town)
    answer = answer_in((await town.phone.press(page, "pin", pin=typed)).headers["location"])
    assert await town.app.finish(trip, answer)


async def test_a_button_pressed_twice_leads_back_with_the_same_answer(town: Town) -> None:
    """And so do back and reload: one signature, one code that counts."""
    trip, page = await held(town)
    first = await town.phone.press(page, "pin", pin=HANAKO[1])
    for again in (
        await town.phone.press(page, "pin", pin=HANAKO[1]),
        await town.phone.press(page, "card", card="card-1002"),
        await town.phone.press(page, "leave"),
        await town.phone.http.get(page),
    ):
        assert again.headers["location"] == first.headers["location"]
    assert (await town.books())["signed"] == 1
    assert await town.app.finish(trip, answer_in(first.headers["location"]))


async def test_another_card_is_taken_instead(town: Town) -> None:
    """After a wrong password, too; the trouble of the first is forgotten."""
    trip, page = await held(town)
    await town.phone.press(page, "pin", pin="WRONG1")
    await town.phone.press(page, "card", other="yes")
    await town.phone.press(page, "card", card="card-1002")
    answer = answer_in((await town.phone.press(page, "pin", pin="NAMI1002")).headers["location"])
    assert await town.app.finish(trip, answer)


async def test_a_locked_card_is_unlocked_for_training(town: Town) -> None:
    """As the office would; then it signs."""
    _, page = await held(town)
    for _ in range(5):
        await town.phone.press(page, "pin", pin="WRONG1")
    assert "このカードはロックされています" in (await town.phone.http.get(page)).text
    await town.phone.press(page, "unlock")
    led = await town.phone.press(page, "pin", pin=HANAKO[1])
    assert "code" in answer_in(led.headers["location"])


async def test_the_way_back_can_be_taken_in_another_browser(town: Town) -> None:
    """For training: the address is shown and not followed."""
    trip, page = await held(town)
    shown = await town.phone.press(page, "pin", pin=HANAKO[1], elsewhere="yes")
    assert shown.status_code == 200
    assert trip.state in shown.text


async def test_a_trip_that_never_was(town: Town) -> None:
    """Its page says so and leads nowhere."""
    for answer in (
        await town.phone.http.get(f"{town.config.url}/phone/nowhere"),
        await town.phone.http.post(f"{town.config.url}/phone/nowhere/leave"),
        await town.phone.http.post(f"{town.config.url}/phone/nowhere/pin", data={"pin": HANAKO[1]}),
    ):
        assert (answer.status_code, "見つかりません" in answer.text) == (404, True)
