"""What a draft holds: which page is due, when its text has to be written anew, and that a signature ends all changes."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.cases.submission import Statement
from domain.certificates.draft import PRESSED_TWICE, STATEMENT_KEPT, Filling, Refusal, Step, Trouble, Typed
from domain.certificates.kinds import CertificateKind, CertificateOptions, RecordScope
from domain.identity.card_app import CardTrouble, Trip

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
MINE, OTHERS = "a" * 64, "b" * 64
STATEMENT = Statement(nonce="N" * 40, text="the text\n")
BEGUN = Filling(kind=CertificateKind.RESIDENT_RECORD_COPY)
CHOSEN = BEGUN.choosing(CertificateOptions(), 1)
MAILED = CHOSEN.mailing("hanako@example.jp")
READY = MAILED.confirmed("hanako@example.jp").writing(STATEMENT, NOW)
TYPED = Typed(name="窓口 花子", birth_date="1985-04-12", postcode="9990001", address="水面町1")


def trip(state="state-1", at=NOW):
    return Trip(
        state=state,
        nonce="n",
        verifier="v",
        transaction_id="t",
        url=f"https://app.example/{state}",
        text_sha256="0" * 64,
        begun_at=at,
    )


def left(filling=READY, visit=MINE, state="state-1", at=NOW):
    return filling.leaving(visit, trip(state, at), STATEMENT.text, at)


@pytest.mark.parametrize(
    ("filling", "step"),
    [
        (BEGUN, Step.CONTENTS),
        (CHOSEN, Step.MAIL),
        (MAILED, Step.CODE),
        (READY, Step.CHECK),
        (left(), Step.CHECK),
        (left().asking("state-1", {"code": "1"}, "call", NOW), Step.SIGN),
        (READY.failing("state-1", Trouble(CardTrouble.LOCKED, None)), Step.SIGN),
        (READY.refused((Refusal("nonce", "statement_expired", {}),)), Step.SIGN),
        (READY.signing("c2ln"), Step.SIGN),
    ],
)
def test_says_which_page_is_due(filling, step):
    assert filling.step is step
    assert Filling.of(filling.content) == filling


def test_pages_behind_can_be_gone_back_to_and_none_ahead():
    may = {
        each: [step for step in Step if filling.may_show(step)]
        for each, filling in {"chosen": CHOSEN, "mailed": MAILED, "signed": READY.signing("c2ln")}.items()
    }

    assert may == {
        "chosen": [Step.CONTENTS, Step.MAIL],
        "mailed": [Step.CONTENTS, Step.MAIL, Step.CODE],
        "signed": [Step.SIGN],
    }


@pytest.mark.parametrize(
    "changed",
    [
        READY.choosing(CertificateOptions(scope=RecordScope.HOUSEHOLD), 1),
        READY.choosing(CertificateOptions(), 2),
        READY.naming(TYPED),
    ],
)
def test_a_change_of_what_is_signed_needs_a_new_text(changed):
    assert changed.statement is None
    assert left(READY).errands != ()


def test_the_same_answers_again_and_another_mail_leave_the_text_as_it_is():
    assert READY.choosing(CertificateOptions(), 1).statement == STATEMENT
    assert READY.mailing("other@example.jp").statement == STATEMENT


def test_another_mail_has_to_be_shown_to_be_theirs():
    assert READY.mailing("other@example.jp").step is Step.CODE
    assert READY.mailing("hanako@example.jp").step is Step.CHECK
    assert MAILED.confirmed("other@example.jp").step is Step.CODE


def test_a_text_too_old_is_written_anew():
    assert READY.has_statement(NOW + STATEMENT_KEPT - timedelta(seconds=1))
    assert not READY.has_statement(NOW + STATEMENT_KEPT)


def test_a_button_pressed_twice_is_one_trip_and_pressed_later_another():
    assert left(left(), state="state-2", at=NOW + timedelta(seconds=1)).errands == left().errands
    assert len(left(left(), state="state-2", at=NOW + PRESSED_TWICE).errands) == 2


def test_only_the_last_trips_are_remembered():
    filling = READY
    for number in range(5):
        filling = left(filling, state=f"state-{number}", at=NOW + number * PRESSED_TWICE)

    assert [each.trip.state for each in filling.errands] == ["state-2", "state-3", "state-4"]


def test_a_trip_with_another_text_is_none():
    assert READY.leaving(MINE, trip(), "another text\n", NOW) == READY


def test_a_trip_belongs_to_the_browser_that_went():
    assert left().errand(MINE, "state-1") is not None
    assert left().errand(OTHERS, "state-1") is None


def test_an_answer_is_looked_into_by_one_call_at_a_time():
    asked = left().asking("state-1", {"code": "1"}, "call-1", NOW)

    assert asked.asking("state-1", {"code": "2"}, "call-2", NOW) == asked
    free = asked.unanswered("call-1").asking("state-1", {"code": "1"}, "call-2", NOW)
    assert [each.asked_by for each in free.errands] == ["call-2"]
    assert asked.unanswered("call-9") == asked


def test_the_first_signature_stays():
    assert READY.signing("Zmlyc3Q=").signing("c2Vjb25k").signature == "Zmlyc3Q="
    assert READY.signing("Zmlyc3Q=").failing("state-1", Trouble(CardTrouble.OTHER, None)).trouble is None


def test_what_was_refused_is_signed_anew_and_its_text_stays_unless_that_was_wrong():
    signed = READY.signing("c2ln").asking_postcode()
    refused = signed.refused((Refusal("signature", "signature_refused", {}),))
    too_late = signed.refused((Refusal("nonce", "statement_expired", {}),))

    assert (refused.signature, refused.statement, refused.asks_postcode) == ("", STATEMENT, False)
    assert (too_late.signature, too_late.statement) == ("", None)


def test_the_form_by_card_has_nothing_typed_about_the_person():
    assert READY.form("999001") == {
        "identity_from": "card",
        "municipality": "999001",
        "kind": "resident_record_copy",
        "options": {"scope": "applicant", "relationship": False, "domicile": False, "former_address": False},
        "copies": 1,
        "language": "ja",
        "applicant": {"mail": "hanako@example.jp"},
        "delivery": {},
    }


def test_the_typed_form_is_the_one_that_portals_send():
    form = READY.naming(TYPED).form("999001")

    assert "identity_from" not in form
    assert form["applicant"] == {"mail": "hanako@example.jp", "name": "窓口 花子", "birth_date": "1985-04-12"}
    assert form["delivery"] == {"postcode": "9990001", "address": "水面町1"}


def test_nothing_of_it_shows_where_an_exception_is_shown():
    with pytest.raises(ValueError, match="mail") as caught:
        Filling.of(b'{"kind": "resident_record_copy", "mail": "hanako at example"}')

    assert "hanako" not in str(caught.value)


def test_an_address_nobody_has_shown_to_be_theirs_is_not_signed_with():
    assert READY.mailing("other@example.jp").signing("c2ln").signature == ""
    assert left().mailing("other@example.jp").errands == ()


def test_no_trouble_opens_a_page_ahead():
    troubled = READY.failing("state-1", Trouble(CardTrouble.LOCKED, None))

    assert troubled.may_show(Step.CHECK)
    assert troubled.mailing("other@example.jp").step is Step.CODE
    assert not troubled.mailing("other@example.jp").may_show(Step.CHECK)
