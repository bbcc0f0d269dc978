"""却下 at the page of a case: proposed by one, decided by another, read by both before."""

from fakes.desk_stories import case_id, paid, stamp
from fixtures.case_pages import page_of, pressed

from domain.certificates.examination_events import ApprovalProposed, RejectionProposed
from domain.certificates.status import RejectionReason, Status

REASON = RejectionReason.ADDRESS_INCOMPLETE
WORDS = "送付先の住所が足りないため、お送りできません。"


def to_reject():
    """Return the events up to a proposal to reject."""
    proposed = RejectionProposed(**stamp(5, "officer-sato"), decision_id="propose-1", reasons=(REASON,))
    return (*paid(1), proposed)


async def test_the_letter_is_read_before_it_is_proposed(officer, city):
    city.happened(1, *paid(1))
    examiner = await officer("examiner")

    letter = await examiner.get(f"{page_of()}/propose-rejection?reason=address_incomplete&look=1")

    assert f"<li>{WORDS}</li>" in letter.text
    assert "審査請求" in letter.text
    assert "300円は、還付します。" in letter.text
    assert (city.access.kept, "髙﨑" in letter.text) == ([], False)


async def test_a_rejection_is_proposed_and_decided(officer, city):
    city.happened(1, *paid(1))

    first = await pressed(
        await officer("examiner"), "/propose-rejection", on="/propose-rejection?reason=address_incomplete&look=1"
    )
    second = await pressed(await officer("approver"), "/reject", on="/reject")

    assert (first.status_code, second.status_code) == (303, 303)
    state = await city.state(case_id(1))
    assert (state.status, state.examination.reasons) == (Status.REJECTED, (REASON,))


async def test_no_reason_is_told_at_the_question(officer, city):
    city.happened(1, *paid(1))

    answer = await (await officer("examiner")).get(f"{page_of()}/propose-rejection?look=1")

    assert answer.status_code == 422
    assert answer.text.count("理由を、少なくとも1つ選んでください。") == 2


async def test_a_case_proposed_for_issue_goes_back_with_the_approvers_reasons(officer, city):
    city.happened(1, *paid(1), ApprovalProposed(**stamp(5, "officer-sato"), decision_id="propose-1"))
    approver = await officer("approver")

    answer = await pressed(approver, "/reject", on="/reject?reason=duplicate&look=1")

    assert answer.status_code == 303
    state = await city.state(case_id(1))
    assert (state.status, state.examination.proposal) == (Status.UNDER_EXAMINATION, None)


async def test_the_main_thing_to_do_with_a_proposed_rejection_is_to_decide_it(officer, city):
    city.happened(1, *to_reject())

    html = (await (await officer("approver")).get(page_of())).text

    assert f'<a class="button main" href="{page_of()}/reject" data-key="a">却下する</a>' in html
    assert "交付を決裁する" not in html
