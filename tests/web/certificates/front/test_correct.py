"""補正 on its page: only what is remarked upon, the old value beside, signed anew where what was signed changes."""

import json
import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from fakes.desk import City
from fakes.desk_stories import case_id, code, receipt_number
from fixtures.applicant import Applicant, back_from
from fixtures.desk import EXAMINER, REACHABLE, desk_at

from domain.cases.citizen import Proof
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.commands import ReturnToApplicant
from domain.certificates.examination_events import Corrected, Remark
from domain.certificates.status import Status
from domain.municipality.texts import Language

CASE = f"/r/{receipt_number(1)}"
HERE = f"/ja{CASE}/correct"


def returned(city: City, *fields: str, code: str = "incomplete") -> None:
    """Bring the first request back to its applicant with remarks upon these fields."""
    order = city.order(1)
    desk = desk_at(Status.UNDER_EXAMINATION)
    remarks = tuple(Remark.model_validate({"field": field, "code": code}) for field in fields)
    desk.decide(ReturnToApplicant(remarks=remarks), EXAMINER)
    city.events[order.case_id] = list(desk.events)


def corrections(city: City) -> list[Corrected]:
    """Return how the request was corrected."""
    return [event for event in city.events[case_id(1)] if isinstance(event, Corrected)]


@pytest.fixture
async def citizen(client):
    """Somebody who has opened the first request."""

    async def come(language: str = "ja") -> Applicant:
        person = Applicant(client, language)
        await person.open(f"/{language}/status")
        return await person.press(number=receipt_number(1), code=code(1))

    return come


@pytest.mark.parametrize("language", [each.value for each in Language])
async def test_asks_only_what_is_remarked_upon_with_the_old_value(citizen, city, language):
    returned(city, "delivery.address", "applicant.name")
    person = await citizen(language)

    await person.open(f"/{language}{CASE}/correct")

    assert person.status == HTTPStatus.OK
    for name, there in (("address", True), ("name", True), ("mail", False), ("birth_date", False), ("postcode", False)):
        assert (f'name="{name}"' in person.html) == there
    assert person.html.count("青葉一丁目2番3号") == 2  # the old value, and in the box


async def test_what_is_not_signed_is_sent_at_once(citizen, city):
    returned(city, "applicant.mail")
    person = await citizen()
    await person.open(HERE)

    await person.press(mail="new@example.jp")

    assert person.path == f"/ja{CASE}"
    assert "直した内容を受け付けました" in person.html
    (event,) = corrections(city)
    assert not event.resigned


async def test_pressed_twice_it_is_one_correction(citizen, city):
    returned(city, "applicant.mail")
    person = await citizen()
    await person.open(HERE)
    first = await person.post(HERE, mail="new@example.jp")
    second = await person.post(HERE, mail="new@example.jp")

    assert (first.status_code, second.status_code) == (303, 303)
    assert len(corrections(city)) == 1


async def test_what_is_signed_is_signed_anew(citizen, city):
    returned(city, "delivery.address")
    person = await citizen()
    await person.open(HERE)

    await person.press(address="青葉一丁目2番3号 みなも荘201")
    assert person.path.endswith("/check")
    assert "みなも荘201" in person.signed_text
    assert person.at("contents") not in person.html  # nothing else can be changed
    await person.open(back_from(await person.leaves()))

    assert person.path == f"/ja{CASE}"
    (event,) = corrections(city)
    assert event.resigned
    assert not [draft for draft in city.drafts.rows.values() if draft.content]


async def test_a_draft_of_a_correction_shows_no_page_of_an_application(citizen, city):
    returned(city, "delivery.address")
    person = await citizen()
    await person.open(HERE)
    await person.press(address="青葉一丁目2番3号 みなも荘201")
    check = person.path

    for step in ("contents", "mail", "code", "typed"):
        await person.open(person.at(step))
        assert person.path == check


@pytest.mark.parametrize("page", ["check", "upload", "text"])
async def test_once_the_case_is_shut_its_correction_shows_nothing_to_who_comes_next(citizen, city, page):
    returned(city, "delivery.address")
    person = await citizen()
    await person.open(HERE)
    await person.press(address="架空県みなも市青葉一丁目2番30号")
    there = person.at(page)
    await person.open(f"/ja{CASE}")
    await person.press(f"/ja{CASE}/close")

    await person.open(there)

    assert 'name="code"' in person.html
    assert "青葉" not in person.html


async def test_the_way_back_keeps_what_was_typed(citizen, city):
    returned(city, "delivery.address")
    person = await citizen()
    await person.open(HERE)
    await person.press(address="青葉一丁目2番3号 みなも荘201")

    await person.open(HERE)

    assert 'value="青葉一丁目2番3号 みなも荘201"' in person.html


@pytest.mark.parametrize(
    ("field", "name", "written"),
    [
        ("delivery.postcode", "postcode", "123"),
        ("delivery.postcode", "postcode", "9990001"),
        ("applicant.birth_date", "birth_date", "2026-02-31"),
        ("applicant.mail", "mail", "nobody"),
        ("applicant.name", "name", ""),
    ],
)
async def test_a_mistake_or_no_change_is_told_at_its_field(citizen, city, field, name, written):
    returned(city, field)
    person = await citizen()
    await person.open(HERE)

    answer = await person.post(HERE, **{name: written})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'id="error-{name}"' in answer.text
    assert f'value="{written}"' in answer.text
    assert corrections(city) == []


@pytest.mark.parametrize("language", [each.value for each in Language])
async def test_each_field_remarked_upon_is_changed_or_said_to_be_right(citizen, city, language):
    returned(city, "applicant.name", "applicant.mail")
    person = await citizen(language)
    await person.open(f"/{language}{CASE}/correct")
    as_it_was = re.search(r'name="mail" type="email" value="([^"]+)"', person.html)[1]

    await person.press(name="髙﨑 花", mail=as_it_was)

    assert person.status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'id="error-mail"' in person.html
    assert 'id="error-name"' not in person.html
    await person.press(name="髙﨑 花", mail=as_it_was, **{"mail-stays": "on"})
    assert person.path.endswith("/check")


async def test_beside_a_card_that_is_to_sign_again_an_unchanged_mail_does_not_pass(citizen, city):
    returned(city, "delivery.address", "applicant.mail")
    there = (case_id(1), VaultItem(kind=VaultKind.APPLICATION, revision=1))
    city.items[there] = json.dumps({**json.loads(city.items[there]), "identity_from": "card"}).encode()
    person = await citizen()
    await person.open(HERE)
    as_it_was = re.search(r'name="mail" type="email" value="([^"]+)"', person.html)[1]

    await person.press(mail=as_it_was)

    assert 'id="error-mail"' in person.html
    await person.press(mail="new@example.jp")
    assert person.path.endswith("/check")


@pytest.mark.parametrize("status", [each for each in REACHABLE if each is not Status.RETURNED])
async def test_elsewhere_there_is_nothing_to_correct(citizen, city, stands, status):
    stands(status)
    person = await citizen()

    await person.open(HERE)

    assert person.path == f"/ja{CASE}"
    assert "その手続はできません" in person.html


async def test_who_comes_too_late_is_told(citizen, city, stands):
    returned(city, "applicant.mail")
    person = await citizen()
    await person.open(HERE)
    stands(Status.WITHDRAWN)

    await person.press(HERE, mail="new@example.jp")

    assert person.path == f"/ja{CASE}"
    assert "その手続はできません" in person.html


async def test_an_hour_later_the_code_is_asked_for_and_what_was_typed_is_still_there(citizen, city):
    """The draft is kept for days, the case is open for an hour."""
    returned(city, "delivery.address")
    person = await citizen()
    await person.open(HERE)
    await person.press(address="青葉一丁目2番3号 みなも荘201")
    city.now += timedelta(hours=2)

    await person.open(person.path)
    assert 'name="code"' in person.html
    await person.press("/ja/status", number=receipt_number(1), code=code(1))

    assert person.path == HERE
    assert 'value="青葉一丁目2番3号 みなも荘201"' in person.html


async def test_a_signature_by_the_same_card_needs_no_code(citizen, city):
    """Who comes back from the card app after the hour has signed with the card that signed before."""
    returned(city, "delivery.address")
    person = await citizen()
    await person.open(HERE)
    await person.press(address="青葉一丁目2番3号 みなも荘201")
    app = await person.leaves()
    city.opened.rows.clear()

    await person.open(back_from(app))

    assert person.path == f"/ja{CASE}"
    assert [event.proof for event in corrections(city)] == [Proof.SIGNATURE]
