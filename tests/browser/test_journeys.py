"""Whole requests in a real browser on the whole stack: from the first page to the letter box, and every way that ends before."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from browser.citizen import Citizen
from browser.conftest import OpenWindow
from fixtures.journey import Town

from embedded.demo.people import until

pytestmark = pytest.mark.stack
WITHOUT_SCRIPTS = {"java_script_enabled": False}
NARROW = {"viewport": {"width": 320, "height": 640}}
MOST_PAGES, MOST_TAPS, MOST_TYPED = 7, 14, 45  # W3
Comes = Callable[..., Awaitable[Citizen]]


@pytest.fixture
def comes(town: Town, open_window: OpenWindow) -> Comes:
    """Let a citizen come with a browser of their own."""

    async def come(language: str = "ja", *, touch: bool = True, **options: Any) -> Citizen:
        return Citizen(await open_window(town.web, **options), town, language, touch)

    return come


async def test_a_request_reaches_the_letter_box_without_scripts(comes: Comes):
    """Applied for, signed, paid, issued, sent and delivered, with few pages, taps and letters."""
    citizen = await comes(**WITHOUT_SCRIPTS)

    await citizen.applies()
    assert len(citizen.pages) <= MOST_PAGES
    assert citizen.taps <= MOST_TAPS
    assert len(citizen.typed) <= MOST_TYPED
    await citizen.pays()
    journey = await citizen.journey().paid()
    await (await (await journey.propose()).approve()).printed()
    await journey.seal(await journey.people.post.sticker("specified_record"))
    await journey.deliver()

    assert journey.tracking_number in (await citizen.reaches("手続は終わりました")).replace("-", "")
    await journey.done_once()
    assert citizen.window.complaints == []


async def test_by_keyboard_alone_in_easy_japanese(comes: Comes):
    citizen = await comes("ja-simple", touch=False)

    number = await citizen.applies("card-1002")

    assert number in await citizen.reads()
    assert citizen.window.complaints == []


async def test_on_a_small_screen_in_forced_colours_and_large_letters(comes: Comes):
    citizen = await comes("en", forced_colors="active", **NARROW)
    await citizen.page.add_init_script(
        "addEventListener('DOMContentLoaded', () => document.documentElement.style.fontSize = '200%')"
    )

    await citizen.applies("card-1004")
    await citizen.pays()

    assert "/return/payment" not in citizen.page.url
    assert citizen.window.complaints == []


async def test_paid_appears_by_itself(comes: Comes):
    """The page of the fee asks by itself, and leads on when the money has come."""
    citizen = await comes()
    await citizen.applies("card-1005")
    link = await citizen.sees_the_fee()

    async with citizen.page.expect_navigation(timeout=30_000):
        await citizen.journey().people.citizen.pay(link)

    assert not citizen.page.url.endswith("/pay")


async def test_typed_and_signed_at_a_computer(comes: Comes, town: Town):
    """Who has a card reader types who they are, signs the text there and hands the signature in."""
    citizen = await comes(**WITHOUT_SCRIPTS)
    await citizen.comes_to_check()
    draft = citizen.page.url.rsplit("/", 1)[0].removeprefix(f"{town.web}/ja")
    await citizen.goes(f"{draft}/typed")
    await citizen.types(
        name="髙﨑　渚",
        birth_date="S43.9.9",
        postcode="９９９－０００４",
        address="架空県みなも市鷗台三丁目５番１２号メゾン水面２０１号室",
    )
    await citizen.presses()
    await citizen.goes(f"{draft}/upload")
    text = await (await citizen.page.context.request.get(f"{town.web}/ja{draft}/text")).text()
    signed = await town.sandbox("POST", "/jpki/cards/card-1007/sign", {"pin": "NAGISA1007", "text": text})
    await citizen.page.locator("[name='signature']").set_input_files(
        {"name": "signature.p7s", "mimeType": "application/pkcs7-signature", "buffer": signed["signature"].encode()}
    )
    await citizen.presses()

    assert citizen.receipt in await citizen.reads()


async def test_returned_and_corrected(comes: Comes):
    """An officer remarks upon the mail address; it is corrected without a new signature."""
    citizen = await comes()
    await citizen.applies("card-1006")
    await citizen.pays()
    journey = await citizen.journey().paid()
    await journey.people.examiner.decide(journey.case_id, action="take")
    remark = {"field": "applicant.mail", "code": "incomplete"}
    await journey.people.examiner.decide(journey.case_id, action="return_to_applicant", remarks=[remark])
    await citizen.goes(f"/r/{citizen.receipt}")
    await citizen.presses("a[href$='/correct']")

    await citizen.types(mail=f"new-{citizen.mail}")
    await citizen.presses()

    await until(lambda: journey.people.examiner.find(journey.case_number), "the worklist")
    assert citizen.page.url.endswith(citizen.receipt)


async def test_refused_with_its_reasons(comes: Comes):
    citizen = await comes()
    await citizen.applies("card-1012")
    await citizen.pays()
    journey = await citizen.journey().paid()
    await journey.people.examiner.decide(journey.case_id, action="take")
    await journey.people.examiner.decide(journey.case_id, action="propose_rejection", reasons=["duplicate"])
    await journey.people.approver.decide(journey.case_id, action="reject", reasons=["duplicate"])

    told = await citizen.reaches("審査請求")

    assert "同じ" in told
    paper = await citizen.page.context.request.get(f"{citizen.window.address}/ja/r/{citizen.receipt}/refusal.pdf")
    assert (paper.status, (await paper.body())[:4]) == (200, b"%PDF")


async def test_withdrawn_before_the_fee_is_paid(comes: Comes):
    citizen = await comes(**WITHOUT_SCRIPTS)
    await citizen.applies("card-1013")
    await citizen.journey().link()
    await citizen.goes(f"/r/{citizen.receipt}")

    await citizen.presses("a[href$='/withdraw']")
    await citizen.presses("main form button.danger")

    await citizen.reaches("取り下げ")


async def test_withdrawn_after_the_fee_was_paid(comes: Comes):
    """What comes back is said in yen before it is done."""
    citizen = await comes(**WITHOUT_SCRIPTS)
    await citizen.applies("card-1017")
    await citizen.pays()
    await citizen.journey().paid()
    await citizen.goes(f"/r/{citizen.receipt}")

    await citizen.presses("a[href$='/withdraw']")
    told = await citizen.reads()
    await citizen.presses("main form button.danger")

    assert "円" in told
    await citizen.reaches("取り下げ")


async def test_a_letter_that_came_back(comes: Comes, town: Town):
    citizen = await comes()
    await citizen.applies("card-1001")
    await citizen.pays()
    journey = await citizen.journey().paid()
    await (await (await journey.propose()).approve()).printed()
    await journey.seal(await journey.people.post.sticker("specified_record"))
    await journey.reaches("dispatched")

    scan = {"kind": "returned", "return_reason": "moved"}
    await town.sandbox("POST", f"/post/sandbox/items/{journey.tracking_number}/scan", scan)

    assert await citizen.reaches("戻")


@pytest.mark.parametrize(("card", "said"), [("card-1014", "失効"), ("card-1015", "期限")])
async def test_a_card_that_is_not_valid(comes: Comes, card: str, said: str):
    citizen = await comes(**WITHOUT_SCRIPTS)
    await citizen.comes_to_check()
    await citizen.signs(card)

    await citizen.presses("form[action$='/leave'] button")

    assert citizen.page.url.endswith("/sign")
    assert said in await citizen.reads()


async def test_wrong_pins_up_to_the_lock_and_another_card(comes: Comes, town: Town):
    """Tries left, the lock, the way on; and with a card that is not locked the same draft is sent."""
    citizen = await comes(**WITHOUT_SCRIPTS)
    await citizen.comes_to_check()
    await citizen.signs("card-1110", pin="WRONG1")
    await citizen.presses("form[action$='/leave'] button")
    assert "4" in await citizen.reads()
    await citizen.presses("main a.button")
    await citizen.holds("card-1110")
    for _ in range(4):
        await citizen.types(pin="WRONG1")
        await citizen.presses("form[action$='/pin'] button")
    await citizen.presses("form[action$='/leave'] button")
    assert "使えなく" in await citizen.reads()
    assert "/help/" in str(await citizen.page.locator("main a.button").get_attribute("href"))
    await citizen.presses("main a[href$='/check']")

    await citizen.signs("card-1001")

    assert citizen.receipt in await citizen.reads()


async def test_cancelled_in_the_app(comes: Comes):
    citizen = await comes("en", **WITHOUT_SCRIPTS)
    await citizen.comes_to_check()
    await citizen.presses("form[action$='/sign'] button")

    await citizen.presses("form[action$='/leave'] button")

    assert citizen.page.url.endswith("/sign")
    assert await citizen.page.locator("main a.button").count() == 1


async def test_back_in_another_browser_sends_nothing_there(comes: Comes):
    """The other browser gets nothing; the one that went finishes."""
    citizen, other = await comes(**WITHOUT_SCRIPTS), await comes(**WITHOUT_SCRIPTS)
    await citizen.comes_to_check()
    await citizen.holds("card-1007")
    await citizen.page.locator("[name='elsewhere']").check()
    await citizen.types(pin="NAGISA1007")
    await citizen.presses("form[action$='/pin'] button")
    back = await citizen.page.locator("a.button").get_attribute("href")

    await other.page.goto(str(back))

    assert "/return/card" in other.page.url
    assert "/r/" not in other.page.url
    await citizen.presses("a.button")
    assert citizen.receipt in await citizen.reads()


async def test_back_and_pressed_again_is_one_request(comes: Comes):
    """Whoever goes back after it was sent, or opens the draft in a second tab, finds the receipt of the first."""
    citizen = await comes()
    await citizen.comes_to_check()
    check = citizen.page.url
    await citizen.signs("card-1007")
    number = citizen.receipt

    await citizen.page.goto(check)

    assert citizen.receipt == number


async def test_an_expired_code_is_made_anew_by_one_press(comes: Comes, town: Town):
    citizen = await comes(**WITHOUT_SCRIPTS)
    await town.sandbox("POST", "/paypay/sandbox/codes", {"lifetime_seconds": 1})
    try:
        await citizen.applies("card-1005")
        await citizen.goes(f"/r/{citizen.receipt}")
        await citizen.waits_for("main a[href$='/pay']")
        await citizen.presses("main a[href$='/pay']")
        await citizen.waits_for("form[action$='/pay'] button")
    finally:
        await town.sandbox("POST", "/paypay/sandbox/codes", {"lifetime_seconds": 300})

    await citizen.presses("form[action$='/pay'] button")

    await citizen.pays()
