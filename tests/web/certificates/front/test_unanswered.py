"""While the engine gives no answer: the page says what is on record and what to do, and never takes back what was done."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from fakes.desk import City, Link
from fakes.desk_stories import NOW, case_id, clear, code, receipt_number
from fixtures.applicant import Applicant, back_from
from fixtures.desk import EXAMINER, desk_at

from domain import ids
from domain.certificates.commands import ReturnToApplicant
from domain.certificates.events import Withdrawn
from domain.certificates.examination_events import Corrected, Remark
from domain.certificates.status import Status
from domain.municipality.texts import Language

CASE = f"/r/{receipt_number(1)}"
LANGUAGES = [each.value for each in Language]
UNANSWERED = HTTPStatus.SERVICE_UNAVAILABLE


def times(city: City, event: type) -> int:
    """Return how often something happened to the request."""
    return sum(isinstance(each, event) for each in city.events[case_id(1)])


@pytest.fixture
def withdrawable(stands):
    """A request that its citizen may withdraw."""
    return stands(Status.UNDER_EXAMINATION)


@pytest.fixture
def returned(city):
    """Return who sends the request back with a remark upon a field."""

    def remark(field: str) -> None:
        order = city.order(1)
        desk = desk_at(Status.UNDER_EXAMINATION)
        remarks = (Remark.model_validate({"field": field, "code": "incomplete"}),)
        desk.decide(ReturnToApplicant(remarks=remarks), EXAMINER)
        city.events[order.case_id] = list(desk.events)

    return remark


@pytest.fixture
async def citizen(client):
    """Somebody who opens the first request, on one of its pages."""

    async def come(page: str, language: str = "ja") -> Applicant:
        person = Applicant(client, language)
        await person.open(f"/{language}/status")
        await person.press(number=receipt_number(1), code=code(1))
        return await person.open(f"/{language}{CASE}/{page}")

    return come


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_withdrawal_is_told_as_not_recorded_and_goes_through_by_the_next_press(
    citizen, city, withdrawable, language
):
    person = await citizen("withdraw", language)
    city.engine_down = True

    answer = await person.post(person.path)

    assert (answer.status_code, answer.headers["content-language"]) == (UNANSWERED, language)
    assert "retry-after" in answer.headers
    assert {"ja": "まだ記録されていません", "ja-simple": "まだやめたことになっていません", "en": "not on record yet"}[
        language
    ] in answer.text
    assert times(city, Withdrawn) == 0
    city.engine_down = False
    await person.press()
    assert (person.path, times(city, Withdrawn)) == (f"/{language}{CASE}", 1)


async def test_a_withdrawal_on_record_is_told_as_done_though_its_answer_was_lost(citizen, city, withdrawable):
    person = await citizen("withdraw")
    city.engine_mute = True

    await person.press()

    assert "申請を取り下げました" in person.html


async def test_a_withdrawal_pressed_again_when_the_engine_has_forgotten_the_request_is_told_as_done(
    citizen, city, withdrawable
):
    person = await citizen("withdraw")
    form = person.hidden
    await person.press()
    city.forgotten.add(case_id(1))

    await person.press(f"/ja{CASE}/withdraw", **form)

    assert "申請を取り下げました" in person.html


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_correction_is_told_as_not_recorded_with_what_was_typed(citizen, city, returned, language):
    returned("applicant.mail")
    person = await citizen("correct", language)
    city.engine_down = True

    answer = await person.post(person.path, mail="new@example.jp")

    assert (answer.status_code, answer.headers["content-language"]) == (UNANSWERED, language)
    assert 'value="new@example.jp"' in answer.text
    assert times(city, Corrected) == 0
    city.engine_down = False
    await person.press(mail="new@example.jp")
    assert (person.path, times(city, Corrected)) == (f"/{language}{CASE}", 1)


@pytest.mark.parametrize("presses", [1, 2])
async def test_a_correction_on_record_is_told_as_taken_though_its_answer_was_lost(citizen, city, returned, presses):
    returned("applicant.mail")
    person = await citizen("correct")
    form, here = {**person.hidden, "mail": "new@example.jp"}, person.path
    city.engine_mute = True

    for _ in range(presses):
        await person.press(here, **form)

    assert "直した内容を受け付けました" in person.html
    assert times(city, Corrected) == 1


async def test_a_signed_correction_waits_signed_and_is_sent_by_one_press(citizen, city, returned):
    returned("delivery.address")
    person = await citizen("correct")
    await person.press(address="青葉一丁目2番3号 みなも荘201")
    there, app = person.at("sign"), await person.leaves()
    city.engine_down = True

    await person.open(back_from(app))

    assert (person.status, person.title) == (UNANSWERED, "署名ができました。直した内容は、まだ記録されていません")
    city.engine_down = False
    await person.press(there)
    assert (person.path, times(city, Corrected)) == (f"/ja{CASE}", 1)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_new_code_to_pay_is_told_as_not_made_and_may_be_asked_for_at_once(citizen, city, language):
    city.happened(1, *clear())
    city.links[case_id(1)] = Link("https://pay.example/1", NOW - timedelta(minutes=5))
    person = await citizen("pay", language)
    city.engine_down = True

    answer = await person.post(person.path)

    assert (answer.status_code, answer.headers["content-language"]) == (UNANSWERED, language)
    assert f'action="/{language}{CASE}/pay"' in answer.text
    city.engine_down = False
    await person.press()
    assert city.hints == [(ids.payment_id(case_id(1)), "renew")]
