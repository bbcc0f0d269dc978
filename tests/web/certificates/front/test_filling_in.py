"""Contents, mail and code: what people type is understood, mistakes are told, nothing typed is lost."""

import re
from datetime import timedelta

import pytest
from fixtures.applicant import Applicant, back_from

from domain.cases.drafting import CODE_TRIES, CODE_VALID, MOST_DRAFTS_BY_NETWORK
from domain.certificates.submission import NAME
from domain.typed_fields import NotReadError
from web.certificates.front.routes.contents import read_copies


@pytest.fixture
async def applicant(client):
    """Somebody who has begun a draft."""
    return await Applicant(client).begins()


@pytest.mark.parametrize("written", ["2", "２", " 2 ", "02", "2通", "２部", "2 枚", "二通"])
def test_copies_are_understood_as_people_write_them(written):
    assert read_copies(written) == 2


@pytest.mark.parametrize(
    "written", ["", "0", "11", "-1x", "十一", "2.5", "通", "²", "٣", "1e1", "999999999999999999999"]
)
def test_what_is_no_number_of_copies_is_none(written):
    with pytest.raises(NotReadError):
        read_copies(written)


@pytest.mark.parametrize(
    ("language", "prefix", "mistake"),
    [
        ("ja", "エラー：", "通数は1通から10通までです。"),
        ("ja-simple", "", "<ruby>枚<rp>(</rp><rt>まい</rt><rp>)</rp></ruby>から10枚までです。"),
        ("en", "Error:", "You can request 1 to 10 copies."),
    ],
)
async def test_a_mistake_is_told_at_its_field_and_above_and_the_title_says_so(client, language, prefix, mistake):
    applicant = await Applicant(client, language).begins()
    await applicant.press(scope="household", copies="二十", domicile="on")

    assert applicant.status == 422
    assert f"<title>{prefix}" in applicant.html
    assert applicant.html.count(mistake) == 2
    assert 'href="#copies"' in applicant.html
    assert 'value="二十"' in applicant.html
    assert re.search(r'value="household" checked', applicant.html)
    assert re.search(r'name="domicile" checked', applicant.html)


async def test_nobody_chooses_what_the_city_does_not_offer(client):
    applicant = await Applicant(client).begins("seal_registration_certificate")
    await applicant.press(scope="household", copies="1", domicile="on")
    await applicant.press(mail="hanako@example.jp")

    assert "記載" not in applicant.html
    assert applicant.path == applicant.at("code")


async def test_who_goes_ahead_by_address_is_led_to_the_page_that_is_due(applicant):
    for step in ("mail", "code", "check", "sign", "typed", "upload", "postcode", "text"):
        await applicant.open(applicant.at(step))
        assert applicant.path == applicant.at("contents")


async def test_a_change_from_the_check_leads_straight_back(applicant, city):
    await applicant.fills_in(city.drafts.mailed)
    await applicant.open(applicant.at("contents"))
    await applicant.press(scope="household", copies="2")

    assert applicant.path == applicant.at("check")
    assert "通数: 2通" in applicant.signed_text
    assert "300円×2通" in applicant.html


async def test_the_same_mail_is_not_confirmed_twice_and_another_one_is(applicant, city):
    await applicant.fills_in(city.drafts.mailed)
    await applicant.open(applicant.at("mail"))
    await applicant.press(mail="hanako@example.jp")
    assert applicant.path == applicant.at("check")

    await applicant.open(applicant.at("mail"))
    await applicant.press(mail="other@example.jp")
    assert applicant.path == applicant.at("code")
    await applicant.open(applicant.at("check"))
    assert applicant.path == applicant.at("code")


@pytest.mark.parametrize("written", ["", "hanako", "hanako@", "@example.jp", "a@b@c.jp", "hana ko@example.jp"])
async def test_what_is_no_mail_address_is_told_and_kept(applicant, written, city):
    await applicant.press(scope="applicant", copies="1")
    await applicant.press(mail=written)

    assert (applicant.status, applicant.path) == (422, applicant.at("mail"))
    assert f'value="{written}"' in applicant.html
    assert city.drafts.mailed == []


async def test_wrong_digits_are_told_with_the_tries_left_and_the_last_one_asks_for_new_ones(applicant, city):
    await applicant.press(scope="applicant", copies="1")
    await applicant.press(mail="hanako@example.jp")
    for left in range(CODE_TRIES - 1, 0, -1):
        await applicant.press(code="000000")
        assert (applicant.status, f"あと{left}回" in applicant.html) == (422, True)
    await applicant.press(code="000000")
    await applicant.press(code=city.drafts.mailed[-1][1])
    assert "この番号は、もう使えません" in applicant.html

    await applicant.press(again="on")
    assert (applicant.status, "新しい番号を送りました" in applicant.html) == (200, True)
    await applicant.press(code=city.drafts.mailed[-1][1])
    assert applicant.path == applicant.at("check")


async def test_digits_too_old_are_told_as_such(applicant, city):
    await applicant.press(scope="applicant", copies="1")
    await applicant.press(mail="hanako@example.jp")
    city.now += CODE_VALID
    await applicant.press(code=city.drafts.mailed[-1][1])

    assert "10分が過ぎたか" in applicant.html


@pytest.mark.parametrize("slip", ["12345", "1234567", "12345a", "１２３４", "—"])
async def test_what_is_no_six_digits_is_told_and_costs_no_try(applicant, city, slip):
    await applicant.press(scope="applicant", copies="1")
    await applicant.press(mail="hanako@example.jp")
    for _ in range(CODE_TRIES + 1):
        await applicant.press(code=slip)
        assert (applicant.status, applicant.path) == (422, applicant.at("code"))
    await applicant.press(code=city.drafts.mailed[-1][1])
    assert applicant.path == applicant.at("check")


async def test_too_many_codes_are_refused_with_how_long_to_wait(applicant, city):
    await applicant.press(scope="applicant", copies="1")
    await applicant.press(mail="hanako@example.jp")
    for _ in range(10):
        await applicant.press(again="on")

    assert applicant.status == 422
    assert re.search(r"\d+分ほど待って", applicant.html)


@pytest.mark.parametrize("language", ["ja", "ja-simple", "en"])
async def test_a_network_that_began_very_many_is_told_to_wait_and_goes_on_with_what_it_has(client, city, language):
    applicant = await Applicant(client, language).begins()
    begun = applicant.at("contents")
    for number in range(MOST_DRAFTS_BY_NETWORK - 1):
        await city.drafts.begin(f"{number:064x}", NAME, "seal_registration_certificate", b"", network="127.0.0.1")

    await applicant.begins("seal_registration_certificate")
    told = {"ja": "この回線からは", "ja-simple": "このインターネットからは", "en": "your network"}[language]
    assert (applicant.status, told in applicant.title) == (429, True)

    await applicant.open(begun)
    assert applicant.status == 200


@pytest.mark.parametrize("language", ["ja", "ja-simple", "en"])
async def test_every_page_of_a_draft_says_that_nothing_was_applied_for_yet(client, city, language):
    said = {"ja": "まだ申請していません。", "ja-simple": "まだ", "en": "You have not applied yet."}[language]
    applicant = await Applicant(client, language).begins()
    for fields in ({"scope": "applicant", "copies": "1"}, {"mail": "hanako@example.jp"}, None):
        assert said in applicant.html
        assert 'data-test="kept"' in applicant.html
        await applicant.press(**(fields or {"code": city.drafts.mailed[-1][1]}))
    assert said in applicant.html
    assert "保存" not in applicant.html


async def test_a_draft_near_its_end_says_how_to_keep_it_longer(applicant, city):
    assert "/session/extend" not in applicant.html
    city.now += timedelta(hours=49)
    await applicant.open(applicant.path)

    assert 'href="/ja/session/extend"' in applicant.html


async def test_what_was_begun_is_offered_to_go_on_with_and_can_be_thrown_away(applicant, city):
    await applicant.press(scope="household", copies="2")
    draft = applicant.draft
    await applicant.open("/ja/procedures/resident_record_copy")
    assert f'href="/ja/apply/{draft}"' in applicant.html
    assert "始める" not in applicant.html

    await applicant.open(f"/ja/apply/{draft}")
    assert applicant.path == applicant.at("mail")
    await applicant.open(applicant.at("drop"))
    await applicant.press()
    assert "下書きを消しました" in applicant.html
    assert city.drafts.rows == {}


async def test_nothing_about_the_person_stands_in_an_address_or_a_title(applicant, city):
    await applicant.fills_in(city.drafts.mailed)
    await applicant.types()
    await applicant.open(back_from(await applicant.leaves()))

    assert not re.search(r"hanako|@|花子|1980|青葉|%", " ".join(applicant.pages))
    assert not re.search(r"<title>[^<]*(hanako|花子)", applicant.html)


async def test_a_kind_that_is_not_offered_has_no_page(client):
    assert (await Applicant(client).open("/ja/procedures/family_register")).status == 404
