"""Back from the card app in every way there is: each has its page and a way on, and nobody gets another's request."""

import asyncio
import json
import re

import httpx2
import pytest
from fakes.card_app import ISSUER
from fixtures.applicant import Applicant, back_from

from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.draft import ASKING
from domain.identity.card_app import CardTrouble


@pytest.fixture
async def applicant(client, city):
    """Somebody who has checked everything and is about to sign."""
    applicant = Applicant(client)
    await applicant.begins()
    return await applicant.fills_in(city.drafts.mailed)


def link_of(city):
    """Return where the link in our mail leads."""
    ((draft_id, mail),) = city.drafts.confirmed.items()
    return f"/ja/continue/{city.drafts.link(draft_id, mail)}"


@pytest.fixture
async def other(app):
    """Another browser."""
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="https://city.example") as client:
        yield Applicant(client)


async def test_another_browser_gets_nothing_and_is_told_to_go_back(applicant, other, city):
    app = await applicant.leaves()
    await other.open(back_from(app))

    assert (other.path, other.title) == ("/ja/return/card", "最初の画面に戻ってください")
    assert city.orders == {}
    assert "code" not in other.html


async def test_what_another_browser_could_not_use_the_first_still_can(applicant, other, city):
    app = await applicant.leaves()
    await other.open(back_from(app))
    await applicant.open(back_from(app))

    assert len(city.orders) == 1


async def test_a_browser_that_knows_the_draft_and_did_not_go_gets_nothing_either(applicant, other, city):
    """Who was lured into a draft by its link, and then into the app by another's trip."""
    app = await applicant.leaves()
    await other.open(link_of(city))
    await other.press()
    assert other.path == applicant.at("check")
    await other.open(back_from(app))

    assert other.path == "/ja/return/card"
    assert city.orders == {}


async def test_who_lost_the_cookie_goes_on_by_the_mailed_link(applicant, client, city):
    app = await applicant.leaves()
    client.cookies.clear()
    await applicant.open(back_from(app))
    assert applicant.title == "最初の画面に戻ってください"

    await applicant.open(link_of(city))
    await applicant.press()
    await applicant.open(back_from(await applicant.leaves()))
    assert "/r/" in applicant.path
    assert len(city.orders) == 1


@pytest.mark.parametrize("language", ["ja", "ja-simple", "en"])
async def test_who_is_sent_a_strangers_link_reads_whose_mail_it_is_before_anything_is_theirs(
    applicant, other, city, language
):
    await other.open(link_of(city).replace("/ja/", f"/{language}/"))

    assert "h•••o@example.jp" in other.html
    assert "hanako@example.jp" not in other.html
    assert {"ja": "自分のアドレスでないとき", "ja-simple": "アドレスではない", "en": "If it is not yours"}[
        language
    ] in other.html
    assert len(city.drafts.visits[applicant.draft]) == 1


async def test_a_link_that_opens_nothing_says_so_at_once(applicant, other, city):
    await other.open(f"{link_of(city)}0")

    assert (other.status, other.title) == (404, "このリンクは使えません")


@pytest.mark.parametrize("answer", ["", "?state=", "?state=unknown&code=1", "?code=1"])
async def test_a_state_nobody_knows_reads_like_another_browsers(applicant, other, answer):
    await applicant.open(f"/return/card{answer}")
    await other.open(f"/return/card{answer}")

    assert applicant.title == other.title == "最初の画面に戻ってください"


@pytest.mark.parametrize("language", ["ja", "ja-simple", "en"])
async def test_who_comes_back_twice_sees_the_receipt_again(client, city, language):
    applicant = Applicant(client, language)
    await applicant.begins()
    await applicant.fills_in(city.drafts.mailed)
    app = await applicant.leaves()
    await applicant.open(back_from(app))
    receipt = applicant.path
    await applicant.open(back_from(app))

    assert applicant.path == receipt
    assert 'class="banner" role="status"' in applicant.html
    assert len(city.orders) == 1


async def test_who_went_from_a_page_in_another_language_than_they_began_in_comes_back_in_it(applicant, city):
    applicant.language = "en"
    await applicant.open(applicant.at("check"))
    await applicant.open(back_from(await applicant.leaves()))

    assert (applicant.path.startswith("/en/r/"), len(city.orders)) == (True, 1)


async def test_mails_about_a_request_go_in_the_language_it_was_signed_in(applicant, city):
    """Begun in Japanese, signed in English."""
    applicant.language = "en"
    await applicant.open(applicant.at("check"))
    await applicant.open(back_from(await applicant.leaves()))

    (case,) = city.orders
    written = json.loads(city.items[case, VaultItem(kind=VaultKind.APPLICATION, revision=1)])
    assert written["language"] == "en"


async def test_who_comes_back_after_the_draft_is_over_is_told_so(applicant, city):
    app = await applicant.leaves()
    city.drafts.rows.clear()
    await applicant.open(back_from(app))

    assert applicant.title == "最初の画面に戻ってください"


@pytest.mark.parametrize("trouble", list(CardTrouble))
@pytest.mark.parametrize("language", ["ja", "ja-simple", "en"])
async def test_each_trouble_has_its_page_and_a_way_on(client, city, trouble, language):
    applicant = Applicant(client, language)
    await applicant.begins()
    await applicant.fills_in(city.drafts.mailed)
    city.card_app.trouble, city.card_app.tries_left = trouble, 3
    await applicant.open(back_from(await applicant.leaves()))
    told, title = applicant.path, applicant.title
    assert (told, applicant.status) == (applicant.at("sign"), 200)
    assert f'href="{applicant.at("check")}"' in applicant.html
    assert "3" in applicant.html
    main = re.search(r'<a class="button[^"]*" href="([^"]+)"', applicant.html)
    assert main
    assert main[1].startswith(f"/{language}/help/") is trouble.is_lasting
    await applicant.open(told)
    assert applicant.title == title  # reloaded

    city.card_app.trouble = None
    await applicant.open(applicant.at("check"))
    await applicant.open(back_from(await applicant.leaves()))
    assert len(city.orders) == 1


async def test_who_stops_in_the_app_finds_everything_as_it_was(applicant, city):
    text = applicant.signed_text
    await applicant.open(back_from(await applicant.leaves(), code="", error="access_denied"))
    assert applicant.title == "署名をやめました"

    await applicant.open(applicant.at("check"))
    assert applicant.signed_text == text
    assert city.orders == {}


@pytest.mark.parametrize("issuer", ["https://attacker.example", "", f"{ISSUER}/"])
async def test_an_answer_of_another_issuer_is_not_used(applicant, city, issuer):
    await applicant.open(back_from(await applicant.leaves(), iss=issuer))

    assert applicant.title == "アプリからの返事を確かめられませんでした"
    assert city.orders == {}


async def test_who_changes_the_mail_address_while_in_the_app_signs_again_after_the_code(applicant, city):
    app = await applicant.leaves()
    await applicant.open(applicant.at("mail"))
    await applicant.press(mail="other@example.jp")
    await applicant.open(back_from(app))
    assert (applicant.path, city.orders) == (applicant.at("code"), {})

    await applicant.press(code=city.drafts.mailed[-1][1])
    await applicant.open(back_from(await applicant.leaves()))
    assert len(city.orders) == 1


async def test_a_mail_address_that_gets_no_code_any_more_takes_no_other_ones_place(applicant, city):
    await applicant.open(applicant.at("mail"))
    await applicant.press(mail="other@example.jp")
    for _ in range(10):
        await applicant.press(applicant.at("code"), again="on")
    await applicant.open(applicant.at("mail"))
    await applicant.press(mail="hanako@example.jp")
    await applicant.press(code=city.drafts.mailed[-1][1])
    app = await applicant.leaves()
    await applicant.open(applicant.at("mail"))
    await applicant.press(mail="other@example.jp")
    assert applicant.status == 422

    await applicant.open(back_from(app))
    (case_id,) = city.orders
    application = city.vault.items[case_id, VaultItem(kind=VaultKind.APPLICATION, revision=1)]
    assert (b"hanako@example.jp" in application, b"other@example.jp" in application) == (True, False)


@pytest.mark.parametrize("page", ["check", "upload", "sign"])
async def test_no_trouble_in_the_app_leads_past_the_code_of_another_mail_address(applicant, city, page):
    await applicant.open(back_from(await applicant.leaves(), code="", error="access_denied"))
    await applicant.open(applicant.at("mail"))
    await applicant.press(mail="other@example.jp")
    await applicant.open(applicant.at(page))

    assert applicant.path == applicant.at("code")


async def test_an_answer_that_says_a_thing_twice_is_nobodys(applicant, city):
    await applicant.open(f"{back_from(await applicant.leaves())}&iss={ISSUER}")

    assert applicant.title == "最初の画面に戻ってください"
    assert city.orders == {}


async def test_an_answer_that_could_not_be_looked_into_is_looked_into_again(applicant, city):
    app = await applicant.leaves()
    city.card_app.faults.down = True
    await applicant.open(back_from(app))
    assert applicant.title == "署名を確かめることができませんでした"

    city.card_app.faults.down = False
    await applicant.press(again="on")
    assert len(city.orders) == 1


async def test_an_answer_whose_call_died_is_looked_into_again_after_a_while(applicant, city):
    app = await applicant.leaves()
    city.card_app.faults.called.clear()
    city.card_app.faults.hold()
    call = asyncio.create_task(applicant.client.get(back_from(app)))
    await city.card_app.faults.called.wait()
    await applicant.open(applicant.at("sign"))
    assert applicant.title == "署名を確かめています"

    call.cancel()
    city.card_app.faults.let_go()
    city.now += ASKING
    await applicant.open(applicant.at("sign"))
    await applicant.press(again="on")
    assert len(city.orders) == 1


async def test_while_the_app_is_down_nobody_is_sent_there(applicant, city):
    city.card_app.faults.down = True
    await applicant.press(applicant.at("sign"))

    assert applicant.path == applicant.at("check")
    assert "マイナアプリのサービスから返事がありません" in applicant.html
