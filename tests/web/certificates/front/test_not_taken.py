"""Signed, and the counter does not take it: said why, nothing lost, and mended without beginning anew."""

import re
from dataclasses import replace
from datetime import date

import httpx2
import pytest
from fakes import desk as fake_desk
from fakes.verifier import FakeVerifier
from fixtures.applicant import Applicant, back_from

from domain.certificates.draft import STATEMENT_KEPT
from domain.errors import DomainError, ErrorCode
from domain.identity.nonce import VALIDITY


@pytest.fixture
async def applicant(client, city):
    """Somebody who has checked everything and is about to sign."""
    applicant = await Applicant(client).begins()
    return await applicant.fills_in(city.drafts.mailed)


async def test_a_text_too_old_is_shown_anew_before_it_is_signed(applicant, city):
    old = applicant.signed_text
    city.now += STATEMENT_KEPT
    await applicant.press(applicant.at("sign"))

    assert (applicant.path, "申請文が新しくなりました" in applicant.html) == (applicant.at("check"), True)
    assert applicant.signed_text != old
    await applicant.open(back_from(await applicant.leaves()))
    assert len(city.orders) == 1


async def test_a_signature_that_comes_too_late_for_its_text_is_told_and_made_anew(applicant, city):
    app = await applicant.leaves()
    city.now += VALIDITY
    await applicant.open(back_from(app))
    assert (applicant.path, applicant.title) == (applicant.at("sign"), "この内容では申請できません")
    assert city.orders == {}

    await applicant.open(applicant.at("check"))
    await applicant.open(back_from(await applicant.leaves()))
    assert len(city.orders) == 1


@pytest.mark.parametrize("language", ["ja", "ja-simple", "en"])
async def test_who_is_too_young_for_the_kind_by_their_card_is_told(city, book, site, monkeypatch, language):
    child = fake_desk.CARD.model_copy(update={"birth_date": date(2015, 4, 1)})
    monkeypatch.setattr(fake_desk, "CARD", child)
    application = fake_desk.application(fake_desk.desk_of(city, book), site)
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=application), base_url="https://city.example"
    ) as client:
        applicant = await Applicant(client, language).begins("seal_registration_certificate")
        await applicant.fills_in(city.drafts.mailed)
        await applicant.open(back_from(await applicant.leaves()))

    assert applicant.path == applicant.at("sign")
    assert "15" in applicant.html
    assert re.findall(r"[一-鿿]\([ぁ-ゖー]+\)", applicant.html) == []  # a reading that is not above its kanji
    assert city.orders == {}


async def test_a_signature_in_the_wrong_shape_is_told_and_the_same_text_signed_once_more(applicant, city, monkeypatch):
    text = applicant.signed_text
    await applicant.open(applicant.at("upload"))

    def refuse(*_given):
        raise DomainError(ErrorCode.SIGNATURE_REFUSED, why="attached")

    with monkeypatch.context() as patched:
        patched.setattr(FakeVerifier, "check_signature", refuse)
        await applicant.press(files={"signature": ("s", b"0\x80attached")})
    assert "detached" in applicant.html

    await applicant.open(applicant.at("upload"))
    assert applicant.signed_text == text
    await applicant.press(files={"signature": ("s", b"0\x80detached")})
    assert len(city.orders) == 1


async def test_a_city_without_the_card_app_leads_to_the_upload(city, book, site):
    application = fake_desk.application(replace(fake_desk.desk_of(city, book), card_app=None), site)
    transport = httpx2.ASGITransport(app=application)
    async with httpx2.AsyncClient(transport=transport, base_url="https://city.example") as client:
        applicant = await Applicant(client).open("/ja/procedures/resident_record_copy")
        assert "マイナアプリ" not in applicant.html
        await applicant.press()
        await applicant.fills_in(city.drafts.mailed)
        assert "マイナアプリ" not in applicant.html
        await applicant.open(applicant.at("upload"))
        await applicant.press(files={"signature": ("s", b"0\x80signature")})

    assert len(city.orders) == 1
