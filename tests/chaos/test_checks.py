"""The checker sees what it is there for: every broken promise is told, and a kept one is not."""

from dataclasses import replace
from typing import get_args

import pytest

from chaos.books import Outside
from chaos.catalogue import Ending
from chaos.checks import broken, broken_mails, mails_wanted, repeated

REQUEST = "0195f3a0-0000-7000-8000-000000000001"
ISSUED = Outside(open_codes=0, captures=1, returns=0, letters=("123",), mails={})
WITHDRAWN = Outside(open_codes=0, captures=1, returns=1, letters=(), mails={})


def keys(ending):
    return [f"{REQUEST}.{step}.{place}" for place, step in enumerate(mails_wanted(ending), start=1)]


def test_a_request_issued_or_withdrawn_as_promised_breaks_nothing():
    """One capture, one letter; or one capture and its way back."""
    assert broken(REQUEST, "issued", "123", ISSUED) == []
    assert broken(REQUEST, "withdrawn", "", WITHDRAWN) == []


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (replace(ISSUED, open_codes=1), "1 codes left"),
        (replace(ISSUED, captures=2), "2 captures"),
        (replace(ISSUED, captures=0), "0 captures"),
        (replace(ISSUED, letters=()), "0 letters"),
        (replace(ISSUED, letters=("123", "124")), "2 letters"),
        (replace(ISSUED, letters=("124",)), "1 letters"),
        (replace(ISSUED, returns=1), "1 payments returned"),
    ],
)
def test_whatever_is_too_much_or_missing_is_told(found, told):
    """A doubled capture, a missing letter, one under another number, money that went back without reason."""
    (only,) = broken(REQUEST, "issued", "123", found)

    assert told in only
    assert REQUEST in only


def test_a_request_given_up_before_it_was_paid_moves_no_money():
    """Nothing was captured, so nothing goes back; a capture that stays is told."""
    assert broken(REQUEST, "given_up", "", Outside(open_codes=0, captures=0, returns=0, letters=(), mails={})) == []
    assert len(broken(REQUEST, "given_up", "", Outside(open_codes=0, captures=1, returns=0, letters=(), mails={}))) == 1


def test_a_withdrawn_request_whose_money_stays_or_goes_back_twice_is_told():
    """The fee goes back once."""
    assert len(broken(REQUEST, "withdrawn", "", replace(WITHDRAWN, returns=0))) == 1
    assert len(broken(REQUEST, "withdrawn", "", replace(WITHDRAWN, returns=2))) == 1
    assert len(broken(REQUEST, "withdrawn", "", replace(WITHDRAWN, letters=("123",)))) == 1


@pytest.mark.parametrize("ending", get_args(Ending))
def test_one_mail_per_step_is_what_is_wanted(ending):
    """Exactly the steps of the ending; the occasion in the key does not matter."""
    assert broken_mails(REQUEST, ending, keys(ending)) == []


def test_a_missing_and_a_second_mail_are_told():
    """A second one of a step has another occasion, so another Message-ID: nobody would drop it."""
    mails = [*keys("issued")[1:], f"{REQUEST}.paid.99"]

    assert broken_mails(REQUEST, "issued", mails) == [
        f"request {REQUEST}: no mail of the step received",
        f"request {REQUEST}: 2 mails of the step paid",
    ]


def test_a_mail_of_a_step_that_never_was_is_told():
    """Nobody is told of a rejection that did not happen."""
    assert len(broken_mails(REQUEST, "issued", [*keys("issued"), f"{REQUEST}.rejected.9"])) == 1


def test_mails_under_one_message_id_are_counted():
    """They are no broken promise, and they are told."""
    assert repeated({"a": 1, "b": 3}) == (2, 3)
    assert repeated({}) == (0, 0)
