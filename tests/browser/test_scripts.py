"""The two scripts of the pages of a request: the code of a mail's link, and "paid" that appears by itself."""

from datetime import timedelta

from browser.visitor import Visitor
from fakes.desk import Link
from fakes.desk_stories import NOW, clear, code, paid, receipt_number

from domain.municipality.texts import Language

PAY = f"/r/{receipt_number(1)}/pay"


async def test_a_mails_link_fills_in_its_code_and_no_call_carries_it(open_window, counter):
    """It leads to the page of the fee by one press, and is gone from the address at once."""
    city = counter.open_anew()
    city.links[city.happened(1, *clear()).case_id] = Link("https://pay.example/1", NOW + timedelta(minutes=5))
    visitor = await Visitor.arrives(await open_window(counter.address), counter, Language.JA)
    window = visitor.window

    await visitor.go(f"{PAY}#code={code(1)}")
    assert await window.look("() => [location.hash, document.getElementById('code').value]") == ["", code(1)]
    await window.press()

    assert window.page.url == f"{counter.address}/ja{PAY}"
    assert await window.page.locator("main svg").count() == 1
    said = [f"{each.url} {each.headers}" for each in window.requests]
    assert not [each for each in said if f"code={code(1)}" in each]


async def test_paid_appears_without_a_press(open_window, counter):
    city = counter.open_anew()
    city.links[city.happened(1, *clear()).case_id] = Link("https://pay.example/1", NOW + timedelta(minutes=5))
    visitor = await Visitor.arrives(await open_window(counter.address), counter, Language.JA)
    await visitor.opens_case()
    await visitor.go(PAY)

    city.happened(1, *paid())

    await visitor.window.page.wait_for_url(f"**/ja/r/{receipt_number(1)}")
    assert "支払いを確認しました" in await visitor.window.page.locator("main").inner_text()
    assert visitor.window.complaints == []


async def test_a_page_that_nobody_changes_is_left_alone(open_window, counter):
    """It asks once in a while, and is not loaded anew."""
    city = counter.open_anew()
    city.links[city.happened(1, *clear()).case_id] = Link("https://pay.example/1", NOW + timedelta(minutes=5))
    visitor = await Visitor.arrives(await open_window(counter.address), counter, Language.JA)
    await visitor.opens_case()
    await visitor.go(PAY)
    await visitor.window.look("() => { window.mine = true; }")

    async with visitor.window.page.expect_response("**/paid") as asked:
        pass

    assert (await asked.value).status == 304
    assert await visitor.window.look("() => window.mine") is True
