"""However often, in however many windows, with whatever breaking in between: one draft, one trip, one request."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import httpx2
import pytest
from fakes.desk import application, desk_of
from fixtures.applicant import Applicant, back_from

from domain.errors import PortUnavailable

PRESSES = 100


class Interleaving:
    """Lets other calls come in between before and after each call of what it stands for."""

    def __init__(self, behind: object) -> None:
        self._behind = behind

    def __getattr__(self, name: str) -> object:
        inner = getattr(self._behind, name)

        async def call(*given: object, **named: object) -> object:
            await asyncio.sleep(0)
            answer = await inner(*given, **named)
            await asyncio.sleep(0)
            return answer

        return call


@pytest.fixture
async def client(city, book, site):
    """A caller of an application whose calls come in between each other."""
    desk = desk_of(city, book)
    busy = replace(desk, drafts=Interleaving(city.drafts), card_app=Interleaving(city.card_app))
    transport = httpx2.ASGITransport(app=application(busy, site), raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="https://city.example") as opened:
        yield opened


@pytest.fixture
async def applicant(client, city):
    """Somebody who has checked everything and is about to sign."""
    applicant = Applicant(client)
    await applicant.begins()
    return await applicant.fills_in(city.drafts.mailed)


async def all_of(*calls):
    """Make calls at one time; return their statuses and where they lead."""
    answers = await asyncio.gather(*calls)
    return {(answer.status_code, answer.headers.get("location")) for answer in answers}


async def test_begun_a_hundred_times_is_one_draft(client, city):
    applicant = await Applicant(client).open("/ja/procedures/resident_record_copy")
    led = await all_of(*(applicant.post(applicant.path) for _ in range(PRESSES)))

    assert led == {(303, "/ja/apply/draft00000001/contents")}
    assert len(city.drafts.rows) == 1


async def test_each_kind_has_a_draft_of_its_own(client, city):
    applicant = Applicant(client)
    await applicant.begins()
    await applicant.begins("seal_registration_certificate")

    assert [draft.about for draft in city.drafts.rows.values()] == [
        "resident_record_copy",
        "seal_registration_certificate",
    ]


async def test_the_code_confirmed_a_hundred_times_is_confirmed(client, city):
    applicant = await Applicant(client).begins()
    await applicant.press(scope="applicant", copies="1")
    await applicant.press(mail="hanako@example.jp")
    ((_, code),) = city.drafts.mailed
    led = await all_of(*(applicant.post(applicant.path, code=code) for _ in range(PRESSES)))

    assert led == {(303, applicant.at("check"))}


async def test_signed_by_a_hundred_presses_is_one_trip(applicant):
    led = await all_of(*(applicant.post(applicant.at("sign")) for _ in range(PRESSES)))

    assert len(led) == 1


async def test_come_back_a_hundred_times_is_one_request(applicant, client, city):
    app = await applicant.leaves()
    await all_of(*(client.get(back_from(app)) for _ in range(PRESSES)))

    assert len(city.orders) == 1
    await applicant.open(applicant.at("sign"))
    assert "/r/" in applicant.path


async def test_uploaded_a_hundred_times_is_one_request(applicant, city):
    await applicant.open(applicant.at("upload"))
    signature = {"signature": ("text.p7s", b"0\x80signature")}
    led = await all_of(*(applicant.post(applicant.path, signature) for _ in range(PRESSES)))

    assert len(city.orders) == 1
    assert {status for status, _ in led} == {303}


async def test_two_windows_that_sign_at_once_are_one_request(applicant, city):
    first = await applicant.leaves()
    city.now += timedelta(minutes=1)
    second = await applicant.leaves()
    assert first != second
    await asyncio.gather(*(applicant.client.get(back_from(app)) for app in (first, second)))

    assert len(city.orders) == 1


async def test_signed_in_one_window_and_uploaded_in_another_is_one_request(applicant, city):
    app = await applicant.leaves()
    await applicant.open(applicant.at("upload"))
    await asyncio.gather(
        applicant.client.get(back_from(app)), applicant.post(applicant.path, {"signature": ("s", b"0\x80other")})
    )

    assert len(city.orders) == 1


async def test_back_and_resend_leads_to_the_receipt(applicant, city):
    shown = applicant.html
    await applicant.open(back_from(await applicant.leaves()))
    receipt = applicant.path
    applicant.html = shown  # the browser's button
    await applicant.press("/ja/apply/draft00000001/sign")

    assert applicant.path == receipt
    assert len(city.orders) == 1


@pytest.mark.parametrize("page", ["", "/contents", "/mail", "/code", "/check", "/sign", "/typed", "/upload", "/drop"])
async def test_every_page_of_a_sent_draft_leads_to_its_receipt(applicant, page):
    draft = f"/ja/apply/{applicant.draft}"
    await applicant.open(back_from(await applicant.leaves()))
    receipt = applicant.path
    await applicant.open(draft + page)

    assert applicant.path == receipt


async def test_a_text_changed_in_another_window_is_not_signed_unseen(applicant, city):
    shown = applicant.html
    city.now += timedelta(minutes=1)
    await applicant.open(applicant.at("contents"))
    await applicant.press(scope="household", copies="3")
    new = applicant.signed_text
    applicant.html = shown
    await applicant.press(applicant.at("sign"))

    assert applicant.path == applicant.at("check")
    assert applicant.signed_text == new
    assert "申請文が新しくなりました" in applicant.html


async def test_a_trip_with_a_text_that_was_changed_meanwhile_signs_nothing(applicant, city):
    app = await applicant.leaves()
    await applicant.open(applicant.at("contents"))
    await applicant.press(scope="household", copies="3")
    await applicant.open(back_from(app))

    assert city.orders == {}
    assert applicant.path == applicant.at("check")


async def test_a_fault_between_signing_and_sending_loses_nothing_and_sends_once(applicant, city):
    app = await applicant.leaves()
    city.intake.faults.down = True
    answer = await applicant.client.get(back_from(app))
    assert answer.status_code == 503
    city.intake.faults.down = False
    await applicant.open(applicant.at("sign"))
    assert applicant.title == "署名ができました。まだ申請していません"

    await applicant.press(again="on")
    assert "/r/" in applicant.path
    assert len(city.orders) == 1


async def test_a_fault_after_sending_sends_the_same_again(applicant, city, monkeypatch):
    app = await applicant.leaves()
    sent = city.drafts.sent
    lost = iter([PortUnavailable("postgres")])

    async def breaks(*given):
        for error in lost:
            raise error
        return await sent(*given)

    monkeypatch.setattr(city.drafts, "sent", breaks)
    await applicant.client.get(back_from(app))
    await applicant.open(applicant.at("sign"))
    await applicant.press(again="on")

    assert "/r/" in applicant.path
    assert len(city.orders) == 1


async def test_a_form_of_another_browser_is_refused(applicant, app, city):
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="https://city.example") as other:
        stranger = Applicant(other, html=applicant.html)
        answer = await stranger.post(applicant.at("sign"))
        unknown = await stranger.open(applicant.at("check"))

    assert answer.status_code in {403, 404}
    assert unknown.status == 404
    assert city.orders == {}
