"""補正の求め at the page of a case."""

from fakes.desk_stories import case_id, paid
from fixtures.case_pages import page_of, pressed

from domain.certificates.examination_events import Remark
from domain.certificates.status import CorrectableField, RemarkCode, Status

ASK = "/return"


async def test_what_is_chosen_is_asked_of_the_citizen(officer, city):
    city.happened(1, *paid(1))
    chosen = {"delivery-address": "incomplete", "applicant-mail": "not_readable"}

    answer = await pressed(await officer("examiner"), ASK, on=ASK, **chosen)

    assert (answer.status_code, answer.headers["location"]) == (303, page_of())
    state = await city.state(case_id(1))
    assert state.status is Status.RETURNED
    assert set(state.examination.remarks) == {
        Remark(field=CorrectableField.DELIVERY_ADDRESS, code=RemarkCode.INCOMPLETE),
        Remark(field=CorrectableField.APPLICANT_MAIL, code=RemarkCode.NOT_READABLE),
    }


async def test_nothing_chosen_is_told_at_the_field(officer, city):
    city.happened(1, *paid(1))

    answer = await pressed(await officer("examiner"), ASK, on=ASK)

    assert answer.status_code == 422
    assert answer.text.count("直してもらうところを、少なくとも1つ選んでください。") == 2


async def test_where_nothing_can_be_returned_the_page_leads_back(officer, city):
    city.order(1)
    city.happened(1)

    answer = await (await officer("examiner")).get(f"{page_of()}{ASK}")

    assert (answer.status_code, answer.headers["location"]) == (303, page_of())
