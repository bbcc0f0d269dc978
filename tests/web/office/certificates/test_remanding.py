"""差戻し at the page of a case: a reason from the list, and a text that the ledger never sees."""

from fakes.desk_stories import case_id, paid, stamp
from fixtures.case_pages import page_of, pressed

from domain.certificates.examination_events import ApprovalProposed, RemandedToExaminer
from domain.certificates.status import Status

TEXT = "住所の枝番を確かめてください。"
GIVEN = {"reason": "check_again", "note": TEXT}


def proposed():
    """Return the events up to the proposal."""
    return (*paid(1), ApprovalProposed(**stamp(5, "officer-sato"), decision_id="propose-1"))


async def test_the_examiner_reads_what_was_written_and_the_ledger_has_its_commitment_alone(officer, city):
    city.happened(1, *proposed())

    answer = await pressed(await officer("approver"), "/remand", on="/remand", **GIVEN)

    assert answer.status_code == 303
    remanded = city.events[case_id(1)][-1]
    assert isinstance(remanded, RemandedToExaminer)
    assert remanded.note is not None
    assert TEXT not in remanded.model_dump_json()
    assert (await city.state(case_id(1))).status is Status.UNDER_EXAMINATION
    assert TEXT in (await (await officer("examiner")).get(page_of())).text


async def test_who_does_not_open_the_case_does_not_read_it(officer, city):
    city.happened(1, *proposed())
    await pressed(await officer("approver"), "/remand", on="/remand", **GIVEN)

    assert TEXT not in (await (await officer("supervisor")).get(page_of())).text


async def test_a_reason_and_a_text_are_needed_and_what_was_written_is_kept(officer, city):
    city.happened(1, *proposed())

    answer = await pressed(await officer("approver"), "/remand", on="/remand", note=TEXT)

    assert answer.status_code == 422
    assert "理由を選んでください。" in answer.text
    assert TEXT in answer.text


async def test_an_approver_reads_whether_the_examiner_had_looked(officer, city):
    city.happened(1, *paid(1))
    examiner = await officer("examiner")
    await pressed(examiner, "/propose")

    html = (await (await officer("approver")).get(page_of())).text

    assert "申請・カード・住民記録を見ています。" in html
    assert "起案のあとに変わったことはありません。" in html


async def test_an_approver_is_warned_when_nobody_had_looked(officer, city):
    city.happened(1, *proposed())

    assert "申請の内容を見た記録がありません。" in (await (await officer("approver")).get(page_of())).text
