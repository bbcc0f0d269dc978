"""Mistakes told in plain words, one per field, without repeating what was written."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.certificates.application import Application
from domain.certificates.problems import FORM_CODES, CertificateProblem
from domain.error_texts import ERROR_TEXTS, error_words
from domain.errors import ErrorCode
from domain.form_problems import FormProblem
from domain.identity.signature_problems import SignatureProblem
from domain.problem_codes import ProblemCode, ProblemLanguage
from domain.problems import Problem, problem, problems_of, told_in
from web.front.readings import unread

NAMES = Path(__file__).parents[3] / "shared" / "testdata" / "names"
needs_names = pytest.mark.skipif(not NAMES.is_dir(), reason="shared test data is absent")
FACTS: dict[str, int | str] = {
    "position": 3,
    "limit": 100,
    "hint": "",
    "age": 15,
    "era": "昭和",
    "reading": "しょうわ",
    "roman": "Showa",
}
GOOD: dict[str, Any] = {
    "municipality": "999001",
    "kind": "resident_record_copy",
    "options": {"scope": "household"},
    "copies": 1,
    "applicant": {"name": "水面 花子", "birth_date": "1990-01-31", "mail": "hanako@example.jp"},
    "delivery": {"postcode": "0990001", "address": "架空県みなも市中央1"},
    "nonce": "0123456789ABCDEFGHJKMNPQRS",
}
ABSENT = object()
CODES = [code for codes in (FormProblem, SignatureProblem, CertificateProblem) for code in codes]


def mistakes(error: ValidationError, language: ProblemLanguage = "ja") -> tuple[Problem, ...]:
    return problems_of(error, FORM_CODES, language)


def spoilt(field: str, value: object) -> dict[str, Any]:
    document = copy.deepcopy(GOOD)
    *parents, last = field.split(".")
    place = document
    for parent in parents:
        place = place[parent]
    if value is ABSENT:
        del place[last]
    else:
        place[last] = value
    return document


def refusal(document: object) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        Application.model_validate(document)
    return caught.value


def test_a_good_application_has_no_problem():
    """The form these tests spoil is accepted."""
    assert Application.model_validate(GOOD).copies == 1


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("municipality", "12", "municipality_unknown"),
        ("municipality", ABSENT, "missing"),
        ("kind", "seal", "unknown_kind"),
        ("kind", 3, "unknown_kind"),
        ("copies", 0, "copies_out_of_range"),
        ("copies", 11, "copies_out_of_range"),
        ("copies", "1", "copies_out_of_range"),
        ("copies", 1.5, "copies_out_of_range"),
        ("copies", None, "missing"),
        ("applicant", ABSENT, "missing"),
        ("applicant", None, "missing"),
        ("applicant", "水面 花子", "wrong_type"),
        ("applicant.name", "", "missing"),
        ("applicant.name", None, "missing"),
        ("applicant.name", 5, "wrong_type"),
        ("applicant.name", "花" * 101, "too_long"),
        ("applicant.name", " 花子", "surrounding_space"),
        ("applicant.name", "花\u200b子", "unsupported_character"),
        ("applicant.birth_date", "1990-02-30", "malformed_date"),
        ("applicant.birth_date", "昭和65年", "malformed_date"),
        ("applicant.birth_date", ABSENT, "missing"),
        ("applicant.mail", "hanako", "malformed_mail"),
        ("applicant.mail", "a@" + "b" * 300, "too_long"),
        ("delivery", ABSENT, "missing"),
        ("delivery.address", ABSENT, "missing"),
        ("delivery.address", "", "missing"),
        ("delivery.address", "1" * 201, "too_long"),
        ("delivery.postcode", "〒99-0001", "malformed_postcode"),
        ("delivery.postcode", "９９９－０００①", "malformed_postcode"),
        ("delivery.postcode", "999-ABC1", "malformed_postcode"),
        ("delivery.postcode", "999/0001", "malformed_postcode"),
        ("delivery.postcode", 9990001, "malformed_postcode"),
        ("delivery.postcode", "－　－", "missing"),
        ("options.scope", "everybody", "unknown_option"),
        ("options.domicile", "perhaps", "malformed_choice"),
        ("options.my_number", True, "unknown_field"),
        ("nonce", "x", "malformed_nonce"),
    ],
)
def test_each_mistake_is_one_problem_of_its_field(field: str, value: object, code: str):
    """Exactly one problem, with the field's path, a stable code, a reason and a fix, in both languages."""
    error = refusal(spoilt(field, value))
    (found,) = mistakes(error)
    (english,) = mistakes(error, "en")
    assert found.code == english.code == code
    assert found.field == english.field == (field if code != "unknown_field" else "options.(unknown)")
    assert found.reason != english.reason
    assert found.fix != english.fix


def test_all_mistakes_are_told_at_once_in_the_order_of_the_form():
    """Several wrong fields are several problems."""
    document = spoilt("applicant.name", "")
    document["copies"] = 11
    del document["delivery"]["address"]
    assert [(found.field, found.code) for found in mistakes(refusal(document))] == [
        ("copies", "copies_out_of_range"),
        ("applicant.name", "missing"),
        ("delivery.address", "missing"),
    ]


def test_an_empty_document_names_every_field_that_is_needed():
    """Nothing but what has no default is missing."""
    found = mistakes(refusal({}))
    assert [told.field for told in found] == ["municipality", "kind", "nonce", "applicant", "delivery"]
    assert {told.code for told in found} == {FormProblem.MISSING}


@pytest.mark.parametrize("document", [[], "x", None, 3])
def test_something_that_is_no_form_is_one_problem(document: object):
    """A list or a number is refused as a whole."""
    (found,) = mistakes(refusal(document))
    assert found.field == ""


def test_the_position_of_an_unsupported_character_is_counted_from_one():
    """The reader can find the character without our repeating it."""
    (found,) = mistakes(refusal(spoilt("applicant.name", "山田\u2066太郎")), "en")
    assert found.reason == "Character number 3 cannot be used."


def test_a_slip_of_a_known_field_gets_a_hint():
    """`birthdate` is named and corrected; a key that resembles nothing is not repeated."""
    found = {told.field: told for told in mistakes(refusal(spoilt("applicant.birthdate", "1990-01-31")))}
    assert "(birth_date?)" in found["applicant.birthdate"].fix
    (stranger,) = mistakes(refusal(spoilt("applicant.yamada_hanako", "1")))
    assert stranger.field == "applicant.(unknown)"
    assert "yamada" not in stranger.model_dump_json()


@given(st.text(min_size=4, max_size=30, alphabet="甲乙丙丁\u200b\u2066\ufdd0"), st.sampled_from(["name", "mail"]))
def test_what_was_written_is_never_repeated(written: str, field: str):
    """Whatever is refused, none of it stands in the problem."""
    for language in ("ja", "ja-simple", "en"):
        try:
            Application.model_validate(spoilt(f"applicant.{field}", written + "\u200b"))
        except ValidationError as error:
            told = "".join(found.model_dump_json() for found in mistakes(error, language))
            assert not set("甲乙丙丁\u200b\u2066\ufdd0") & set(told)


@needs_names
@pytest.mark.parametrize("field", ["applicant.name", "delivery.address"])
def test_difficult_names_are_kept_or_refused_with_their_reason(field: str):
    """Accepted names come back byte for byte; the others are one problem of their field."""
    for case in json.loads((NAMES / "names.json").read_text(encoding="utf-8")):
        document = spoilt(field, case["text"])
        if case["accept"]:
            kept = json.loads(Application.model_validate(document).model_dump_json())
            *_, last = field.split(".")
            assert kept[field.split(".", maxsplit=1)[0]][last].encode() == case["text"].encode()
        else:
            (found,) = mistakes(refusal(document))
            assert (found.field, found.code) == (field, FormProblem.UNSUPPORTED_CHARACTER), case["note"]


def test_a_lone_surrogate_written_as_an_escape_is_refused():
    """JSON may write half a character; the application does not take it."""
    with pytest.raises(ValidationError) as caught:
        Application.model_validate_json(json.dumps(spoilt("applicant.name", "\ud800")))
    assert [found.code for found in mistakes(caught.value)] == [FormProblem.MALFORMED_JSON]


@pytest.mark.parametrize("language", ["ja", "ja-simple", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_code_has_words(code: ProblemCode, language: str):
    """Reason and fix, filled in, end as sentences do."""
    found = problem("field", code, language, **FACTS)
    assert found.reason.endswith(("。", "."))
    assert "{" not in found.reason + found.fix


def test_every_list_is_known_here_and_no_two_spell_a_code_alike():
    """A code is an address and a line of the manual: one meaning, whichever procedure says it."""
    assert {type(code) for code in CODES} == set(ProblemCode.__subclasses__())
    assert len({code.value for code in CODES}) == len(CODES)


@pytest.mark.parametrize("language", ["ja", "ja-simple", "en"])
def test_every_refusal_of_the_domain_has_words(language: str):
    """No error code is left without a reason and a fix."""
    assert set(ERROR_TEXTS[language]) == set(ErrorCode)
    assert all(error_words(code, language).reason and error_words(code, language).fix for code in ErrorCode)


def test_a_mistake_can_be_told_in_another_language():
    """The facts travel with the mistake, out of sight: position and limit are named in English too."""
    japanese = problem("applicant.name", FormProblem.UNSUPPORTED_CHARACTER, position=3)
    english = told_in("en", japanese)

    assert (english.field, english.code) == (japanese.field, japanese.code)
    assert english.reason.isascii()
    assert "3" in english.reason
    assert "facts" not in english.model_dump()


@pytest.mark.parametrize("code", CODES)
def test_easy_japanese_reads_every_kanji(code: ProblemCode):
    """In each sentence the first time, as the pages' catalogues do; other readings than kana there are none."""
    told = problem("field", code, "ja-simple", **FACTS)
    assert unread(f"{told.reason}\n{told.fix}") == []
