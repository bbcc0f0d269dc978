"""At a computer with a card reader: the text as a file, the signature uploaded; who asks typed if need be."""

import base64
import time

import pytest
from fakes.postcodes import area
from fixtures.applicant import Applicant, back_from

from domain.cases.vault import VaultItem, VaultKind

DER = b"0\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x02"
PEM = b"-----BEGIN CMS-----\n" + base64.encodebytes(DER) + b"-----END CMS-----\n"


@pytest.fixture
async def applicant(client, city):
    """Somebody who has checked everything."""
    applicant = await Applicant(client).begins()
    return await applicant.fills_in(city.drafts.mailed)


@pytest.mark.parametrize("written", [DER, base64.b64encode(DER), base64.encodebytes(DER), PEM], ids=str)
async def test_a_signature_is_taken_in_every_form_programs_write(applicant, city, written):
    await applicant.open(applicant.at("upload"))
    await applicant.press(files={"signature": ("shinseibun.p7s", written)})

    (case_id,) = city.orders
    assert "/r/" in applicant.path
    assert city.vault.items[case_id, VaultItem(kind=VaultKind.SIGNATURE, revision=1)] == DER


async def test_a_file_of_many_beginnings_and_no_end_keeps_nobody_waiting(applicant):
    await applicant.open(applicant.at("upload"))
    began = time.process_time()
    await applicant.press(files={"signature": ("a", b"-----BEGIN A-----x" * 3_500)})

    assert time.process_time() - began < 2  # seconds; it was 5


async def test_the_file_is_the_text_byte_for_byte(applicant):
    text = applicant.signed_text
    answer = await applicant.client.get(applicant.at("text"))

    assert answer.content == text.encode()
    assert answer.headers["content-disposition"] == 'attachment; filename="shinseibun.txt"'
    assert answer.headers["cache-control"] == "no-store"


async def test_nothing_chosen_is_told(applicant, city):
    await applicant.open(applicant.at("upload"))
    await applicant.press(files={"signature": ("", b"")})

    assert applicant.status == 422
    assert 'href="#signature"' in applicant.html
    assert city.orders == {}


async def test_a_file_far_too_large_is_refused(applicant, city):
    await applicant.open(applicant.at("upload"))
    await applicant.press(files={"signature": ("a", b"0" * 70_000)})

    assert applicant.status == 413
    assert city.orders == {}


async def test_who_types_who_they_are_signs_what_they_typed(applicant, city):
    await applicant.types()

    assert "申請者の氏名: 髙﨑 花子" in applicant.signed_text
    await applicant.open(back_from(await applicant.leaves()))
    assert len(city.orders) == 1


async def test_typed_and_taken_back_the_card_says_it_again(applicant):
    by_card = applicant.signed_text
    await applicant.types()
    await applicant.open(applicant.at("typed"))
    await applicant.press(as_card="on")

    assert applicant.signed_text.partition("申請番号")[0] == by_card.partition("申請番号")[0]


@pytest.mark.parametrize("born", ["昭和60年4月12日", "S60.4.12", "１９８５年４月１２日", "19850412", "12 April 1985"])
async def test_a_birth_date_is_typed_as_people_write_it_and_shown_back_in_both_calendars(applicant, born):
    await applicant.open(applicant.at("typed"))
    await applicant.press(
        name="髙﨑 花子", birth_date=born, postcode="〒９９９－０００１", address="架空県みなも市水面町1-2"
    )

    assert applicant.path == applicant.at("check")
    assert "昭和60年4月12日 (1985-04-12)" in applicant.html
    assert "申請者の生年月日: 1985年4月12日" in applicant.signed_text


async def test_an_impossible_day_of_an_era_is_told_with_the_right_one(applicant):
    await applicant.open(applicant.at("typed"))
    await applicant.press(
        name="髙﨑 花子", birth_date="昭和64年1月8日", postcode="9990001", address="架空県みなも市水面町1"
    )

    assert applicant.status == 422
    assert "元号は平成です" in applicant.html
    assert 'value="昭和64年1月8日"' in applicant.html


async def test_mistakes_of_what_was_typed_are_told_each_at_its_field(applicant):
    await applicant.open(applicant.at("typed"))
    await applicant.press(name="", birth_date="2999-01-01", postcode="12", address="")

    assert applicant.status == 422
    for field in ("name", "birth_date", "postcode", "address"):
        assert f'href="#{field}"' in applicant.html
    assert 'value="2999-01-01"' in applicant.html
    assert "氏名: 入力されていません。入力してください。 例: 窓口 花子" in applicant.html


async def test_of_several_postcodes_one_is_chosen_after_signing(applicant, city):
    city.postcodes.rows = (area("9990001", "水面町"), area("9990003", "水面町"))
    await applicant.open(back_from(await applicant.leaves()))
    assert applicant.path == applicant.at("postcode")
    assert "999-0003" in applicant.html
    await applicant.press(postcode="")
    assert applicant.status == 422

    await applicant.press(postcode="9990003")
    assert "/r/" in applicant.path
    (case_id,) = city.orders
    stored = city.vault.items[case_id, VaultItem(kind=VaultKind.APPLICATION, revision=1)]
    assert b'"postcode":"9990003"' in stored


@pytest.mark.parametrize("written", ["999-0009", "９９９０００９", "〒999-0009"])
async def test_a_postcode_nobody_knows_is_typed(applicant, city, written):
    city.postcodes.rows = (area("9990001", "遠い町"),)
    await applicant.open(back_from(await applicant.leaves()))
    await applicant.press(postcode="12345")
    assert (applicant.status, 'value="12345"' in applicant.html) == (422, True)
    await applicant.press(postcode=written)

    assert "/r/" in applicant.path


async def test_signed_and_asked_for_a_postcode_nothing_else_can_be_changed(applicant, city):
    city.postcodes.rows = (area("9990001", "水面町"), area("9990003", "水面町"))
    await applicant.open(back_from(await applicant.leaves()))
    for step in ("contents", "mail", "check", "typed", "upload"):
        await applicant.open(applicant.at(step))
        assert applicant.path == applicant.at("postcode")
