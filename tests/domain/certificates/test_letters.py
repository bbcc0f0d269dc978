"""A request's letters: numbers the post refused, and numbers of letters that came back."""

import pytest
from fixtures.desk import DISPATCHER, NUMBERS, REQUEST, START, Desk

from domain.certificates import commands as c
from domain.certificates.listed import listing
from domain.certificates.paper_events import HandOverRefused
from domain.certificates.procedure import CERTIFICATES
from domain.errors import DomainError, ErrorCode
from domain.postal.letters import ReturnReason


def refused_by_the_post(code: str = "tracking_number_in_use") -> Desk:
    """Return a case whose letter the post did not take."""
    desk = Desk().issue()
    desk.decide(c.ConfirmDispatch(tracking_number=NUMBERS[0]), DISPATCHER)
    desk.record(HandOverRefused, letter_id=desk.state.post.letter_id or "", code=code)
    return desk


@pytest.mark.parametrize("code", ["tracking_number_in_use", "tracking_number_invalid", "letter_differs"])
def test_a_refused_number_is_forgotten_and_the_list_says_why(code: str):
    """The letter that bears it is another's: nobody finds this case by it, and the dispatcher sees what to do."""
    desk = refused_by_the_post(code)
    post = desk.state.post
    assert (post.tracking_number, post.letter_id, post.confirmed, post.refusal) == (None, None, False, code)
    (shown,) = listing([CERTIFICATES.row(REQUEST, desk.state, START)]).requests
    assert shown.refusal == code


def test_the_next_number_ends_the_refusal():
    """As soon as it is typed, and the post's acceptance is of this letter."""
    desk = refused_by_the_post()
    desk.decide(c.ConfirmDispatch(tracking_number=NUMBERS[1]), DISPATCHER)
    assert (desk.state.post.refusal, desk.state.post.tracking_number) == (None, NUMBERS[1])
    desk.hand_over()
    assert desk.state.post.accepted_at is not None


def test_the_refused_number_may_be_tried_again():
    """The post's books were wrong and were put right."""
    desk = refused_by_the_post()
    assert desk.decide(c.ConfirmDispatch(tracking_number=NUMBERS[0]), DISPATCHER)


@pytest.mark.parametrize("written", [NUMBERS[0], "1234 5678 903", "１２３－４５６７８９０３"])
def test_the_label_of_a_letter_that_came_back_is_not_used_again(written: str):
    """It is still on the envelope, however it is typed; the post knows its number as returned."""
    desk = Desk().send_back()
    with pytest.raises(DomainError) as refused:
        desk.decide(c.ConfirmDispatch(tracking_number=written), DISPATCHER)
    assert refused.value.code is ErrorCode.TRACKING_NUMBER_IN_USE
    assert refused.value.facts == {"case_id": REQUEST}


def test_no_label_of_all_that_came_back_is_used_again():
    """The first one is no better at the third attempt."""
    desk = Desk().send_back()
    desk.decide(c.ConfirmDispatch(tracking_number=NUMBERS[1]), DISPATCHER)
    desk.hand_over()
    desk.decide(c.RecordReturnedMail(reason=ReturnReason.REFUSED), DISPATCHER)
    for number in NUMBERS[:2]:
        with pytest.raises(DomainError):
            desk.decide(c.ConfirmDispatch(tracking_number=number), DISPATCHER)
    assert desk.decide(c.ConfirmDispatch(tracking_number=NUMBERS[2]), DISPATCHER)


def test_a_letter_not_handed_over_yet_has_no_instant_of_its_own():
    """The first letter's acceptance is not the second's: scans in between are none of it."""
    desk = Desk().send_back()
    assert desk.state.post.accepted_at is not None
    desk.decide(c.ConfirmDispatch(tracking_number=NUMBERS[1]), DISPATCHER)
    assert desk.state.post.accepted_at is None
