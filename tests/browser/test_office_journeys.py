"""The work of the office in a real browser on the whole stack: signed in at the provider, by keyboard, without scripts."""

from collections.abc import Awaitable, Callable

import pytest
from browser.clerk import Clerk
from browser.conftest import OpenWindow
from browser.window import Window
from fixtures.journey import Journey, Town

from embedded.demo.people import Citizen, until
from embedded.demo.story import FORM
from sandbox.residents import holder

pytestmark = pytest.mark.stack
Works = Callable[[str], Awaitable[Clerk]]


@pytest.fixture
def works(town: Town, open_window: OpenWindow) -> Works:
    """Let an officer come with a browser of their own, and sign in."""

    async def come(officer: str) -> Clerk:
        window: Window = await open_window(town.office, java_script_enabled=False)
        clerk = Clerk(window, town)
        await clerk.signs_in(officer)
        return clerk

    return come


@pytest.fixture
async def paid(town: Town) -> Journey:
    """Return a request that waits for its examiner."""
    return await (await Journey(town).apply()).pay()


async def test_from_the_queue_to_the_post(works: Works, paid: Journey):
    """審査, 決裁, 印刷 and 発送 by three officers; the letter arrives."""
    case = f"/cases/{paid.case_id}"
    examiner = await works("officer-sato")
    await examiner.opens("/queue/examination")
    await examiner.presses(f"main a[href*='{paid.case_id}']")
    await examiner.presses(f"form[action*='{case}/take'] button")
    await examiner.opens(case)
    await examiner.presses(f"form[action*='{case}/propose'] button")
    assert "起案しました" in await examiner.reads()

    approver = await works("officer-suzuki")
    await approver.opens(case)
    await approver.presses(f"form[action*='{case}/approve'] button")
    assert "決裁しました" in await approver.reads()

    await paid.printed()
    dispatcher = await works("officer-takahashi")
    await dispatcher.opens("/print")
    await dispatcher.presses()
    assert paid.case_number in await dispatcher.reads()
    await dispatcher.opens("/dispatch")
    await dispatcher.types("code", paid.case_number)
    paid.tracking_number = await paid.people.post.sticker("specified_record")
    await dispatcher.types("tracking_number", paid.tracking_number)
    assert "発送を確定しました" in await dispatcher.reads()
    await paid.deliver()

    assert [each.window.complaints for each in (examiner, approver, dispatcher)] == [[], [], []]


async def test_nobody_approves_what_they_have_examined(works: Works, paid: Journey):
    """Officer-tanaka is examiner and approver: the page offers no 決裁 of an own proposal, and says who must."""
    case = f"/cases/{paid.case_id}"
    both = await works("officer-tanaka")
    await both.opens(case)
    await both.presses(f"form[action*='{case}/take'] button")
    await both.opens(case)
    await both.presses(f"form[action*='{case}/propose'] button")
    await both.opens(case)

    assert await both.page.locator("form[action*='/approve'] button").count() == 0
    assert await both.page.locator("a[href*='/remand']").count() == 0


async def test_an_old_page_decides_nothing_and_tells_what_happened(works: Works, paid: Journey):
    case = f"/cases/{paid.case_id}"
    first, second = await works("officer-sato"), await works("officer-tanaka")
    await first.opens(case)
    await second.opens(case)
    await second.presses(f"form[action*='{case}/take'] button")

    await first.presses(f"form[action*='{case}/take'] button")

    assert first.window.document is not None
    assert first.window.document.status == 409
    assert await first.page.locator("main a").count()


async def test_a_letter_that_came_back_is_recorded_and_kept(works: Works, paid: Journey, town: Town):
    """Found by the number on its label; the post has not told of it."""
    await (await (await paid.propose()).approve()).printed()
    await paid.seal(await paid.people.post.sticker("specified_record"))
    await paid.reaches("dispatched")
    dispatcher = await works("officer-takahashi")
    await dispatcher.opens("/returned")
    await dispatcher.types("code", paid.tracking_number)

    await dispatcher.page.keyboard.press("Tab")
    reason = dispatcher.page.locator("main [name='reason'][value='moved']")
    await reason.check()
    await dispatcher.presses()

    assert "返戻を記録しました" in await dispatcher.reads()
    await paid.reaches("mail_returned")


async def test_a_supervisor_hands_the_case_of_an_absent_officer_over(works: Works, paid: Journey):
    """From officer-sato to officer-tanaka, in whose list it then stands."""
    await paid.people.examiner.decide(paid.case_id, action="take")
    supervisor = await works("officer-yamada")
    await supervisor.opens(f"/cases/{paid.case_id}/assign")
    await supervisor.page.locator("[name='to']").select_option("officer-tanaka")
    await supervisor.page.locator("[name='reason']").select_option("absence")
    await supervisor.presses()
    assert "割り振りました" in await supervisor.reads()

    substitute = await works("officer-tanaka")
    await substitute.opens("/queue/examination?officer=mine")

    assert paid.case_number in await substitute.reads()


async def test_a_hold_is_released_by_the_closed_desk_and_a_second_officer(works: Works, town: Town):
    """Each opens the finding before; in the examiner's list the case stands only once the closed desk has agreed."""
    citizen = await held(town)
    case, number = f"/cases/{citizen.case_number}", citizen.case_number
    second, closed = await works("officer-sato"), await works("officer-watanabe")
    await second.opens("/queue/releases")
    assert number not in await second.reads()
    await closed.opens("/queue/holds")
    assert number in await closed.reads()

    for clerk in (closed, second):
        await clerk.opens(f"{case}/hold")
        await clerk.presses("form[action*='/hold/open'] button")
        assert "支援措置" in await clerk.reads()
        await clerk.presses("form[action$='/hold'] button")

    async def released() -> bool:
        return bool((await citizen.status())["status"] == "awaiting_payment")

    await until(released, "the payment")
    assert [each.window.complaints for each in (closed, second)] == [[], []]


async def held(town: Town) -> Citizen:
    """Apply for a resident under 支援措置, whom the register holds."""
    resident = holder("card-1008")
    assert resident is not None
    assert resident.card is not None
    citizen = town.people().citizen
    about = {"name": resident.name, "birth_date": resident.birth_date.isoformat(), "mail": resident.mail}
    goes_to = {"postcode": resident.postcode.replace("-", ""), "address": resident.address}
    form = {**FORM, "applicant": about, "delivery": goes_to}
    draft = await citizen.draft(form)
    signature = await citizen.sign("card-1008", resident.card.pin, draft["text"])
    await citizen.submit({**form, "nonce": draft["nonce"]}, signature)

    async def there() -> bool:
        return bool((await citizen.status())["status"] == "under_examination")

    await until(there, "the office")
    return citizen
