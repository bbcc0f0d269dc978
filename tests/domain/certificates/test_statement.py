"""申請文: one request, one text; two requests, two texts."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.certificates.application import Applicant, Application, Asked, Delivery, IdentityFrom
from domain.certificates.by_card import CardForm, Contact
from domain.certificates.kinds import CertificateKind, CertificateOptions, RecordScope
from domain.certificates.statement import signed_fields_differ, statement
from domain.identity.characters import first_unsupported

NAMES = Path(__file__).parents[4] / "shared" / "testdata" / "names" / "names.json"
CITY = "みずほ野市"
APPLICATION = Application(
    municipality="069990",
    kind=CertificateKind.RESIDENT_RECORD_COPY,
    copies=2,
    applicant=Applicant(name="森\u3000鷗外", birth_date=date(1980, 2, 17), mail="ogai@example.jp"),
    delivery=Delivery(postcode="9990000", address="山形県みずほ野市中央一丁目２番３号"),
    nonce="01NG9ZDG000G40R40M30E2099QEVEETJ3P2M9RP9",
)

# Values close to labels, digits and separators: what an attacker would use to make two texts meet.
plain = st.text("森鷗外葛\U000e0100城: 通1１市（）-年月日申請者の氏名", min_size=1, max_size=8).filter(
    lambda text: text == text.strip() and first_unsupported(text) is None
)
COPY, SEAL = CertificateKind.RESIDENT_RECORD_COPY, CertificateKind.SEAL_REGISTRATION_CERTIFICATE
choices = st.builds(
    CertificateOptions,
    scope=st.sampled_from(RecordScope),
    relationship=st.booleans(),
    domicile=st.booleans(),
    former_address=st.booleans(),
)
applications = st.builds(
    Application,
    municipality=st.sampled_from(["069990", "069991"]),
    kind=st.just(COPY),
    options=choices,
    copies=st.integers(1, 10),
    applicant=st.builds(
        Applicant, name=plain, birth_date=st.dates(date(1900, 1, 1)), mail=st.sampled_from(["a@b.jp", "c@d.jp"])
    ),
    delivery=st.builds(Delivery, postcode=st.sampled_from(["9990000", "9990001"]), address=plain),
    nonce=st.sampled_from(["0" * 40, "1" * 40]),
)
parts = ["municipality", "options", "copies", "applicant", "delivery", "nonce"]


def test_the_text_reads_as_promised():
    """The citizen sees every field in words, line by line, and nothing of the mail address."""
    assert statement(APPLICATION, CITY) == (
        "証明書交付申請書\n"
        "申請先: みずほ野市（市区町村コード 069990）\n"
        "証明書の種類: 住民票の写し\n"
        "記載する人: 申請者本人のみ\n"
        "世帯主・続柄: 記載しない\n"
        "本籍・筆頭者: 記載しない\n"
        "従前の住所: 記載しない\n"
        "通数: 2通\n"
        "申請者の氏名: 森\u3000鷗外\n"
        "申請者の生年月日: 1980年2月17日\n"
        "送付先の郵便番号: 9990000\n"
        "送付先の住所: 山形県みずほ野市中央一丁目２番３号\n"
        "申請番号: 01NG9ZDG000G40R40M30E2099QEVEETJ3P2M9RP9\n"
        "上記のとおり証明書の交付を申請し、この申請文に電子署名します。\n"
    )


@given(applications, applications, st.sets(st.sampled_from(parts)))
def test_different_requests_have_different_texts(a, b, taken):
    """Texts are equal exactly when all signed fields are, for requests far apart and for near misses."""
    near = a.model_copy(update={part: getattr(b, part) for part in taken})
    seal = near.model_copy(update={"kind": SEAL, "options": CertificateOptions()})
    for other in (b, near, seal):
        assert (statement(a, CITY) != statement(other, CITY)) == signed_fields_differ(a, other)


def by_card(application: Application) -> Application:
    """Return the same, said by a card."""
    return application.model_copy(update={"identity_from": IdentityFrom.CARD})


def form_of(application: Application) -> CardForm:
    """Return what was filled in before the card said the rest."""
    asked_for = {name: getattr(application, name) for name in Asked.model_fields}
    return CardForm(**asked_for, applicant=Contact(mail=application.applicant.mail))


def test_by_card_the_text_names_nobody():
    """Who applies is the certificate's owner, and it says so; the rest reads as in a typed one."""
    assert statement(by_card(APPLICATION), CITY) == (
        "証明書交付申請書\n"
        "申請先: みずほ野市（市区町村コード 069990）\n"
        "証明書の種類: 住民票の写し\n"
        "記載する人: 申請者本人のみ\n"
        "世帯主・続柄: 記載しない\n"
        "本籍・筆頭者: 記載しない\n"
        "従前の住所: 記載しない\n"
        "通数: 2通\n"
        "申請者: この申請文の電子署名に使う署名用電子証明書に記録された者\n"
        "申請者の氏名、生年月日及び住所: 署名用電子証明書に記録されたとおり\n"
        "送付先の住所: 署名用電子証明書に記録された住所\n"
        "申請番号: 01NG9ZDG000G40R40M30E2099QEVEETJ3P2M9RP9\n"
        "上記のとおり証明書の交付を申請し、この申請文に電子署名します。\n"
    )


@given(applications, applications, st.sets(st.sampled_from(parts)))
def test_by_card_too_different_requests_have_different_texts(a, b, taken):
    """Before and after the card completes it the text is one; it never meets a typed one."""
    near = a.model_copy(update={part: getattr(b, part) for part in taken})
    for other in (near, b):
        forms = (form_of(a), form_of(other))
        assert (statement(forms[0], CITY) != statement(forms[1], CITY)) == signed_fields_differ(*forms)
        assert statement(by_card(a), CITY) == statement(forms[0], CITY) != statement(other, CITY)
        assert not signed_fields_differ(by_card(a), forms[0])
        assert signed_fields_differ(by_card(a), other)


def test_mail_address_is_not_signed():
    """Changing how to reach the citizen does not change what was signed."""
    other = APPLICATION.model_copy(
        update={"applicant": APPLICATION.applicant.model_copy(update={"mail": "rintaro@example.jp"})}
    )
    assert not signed_fields_differ(APPLICATION, other)
    assert statement(APPLICATION, CITY) == statement(other, CITY)
    assert "@" not in statement(APPLICATION, CITY)


@pytest.mark.parametrize(("kind", "scope"), [(kind, scope) for kind in CertificateKind for scope in kind.entry.scopes])
def test_every_choice_has_words(kind, scope):
    """A new kind or scope cannot be forgotten here."""
    options = CertificateOptions(scope=scope, **dict.fromkeys(kind.entry.options, True))
    text = statement(APPLICATION.model_copy(update={"kind": kind, "options": options}), CITY)
    assert f"証明書の種類: {kind.entry.title}\n" in text
    assert text.count(": 記載する\n") == len(kind.entry.options)


def test_a_seal_certificate_is_asked_for_in_its_own_words():
    """Which seal is meant is said; what a copy of the resident record may show is not asked."""
    text = statement(APPLICATION.model_copy(update={"kind": SEAL}), CITY)
    assert "証明書の種類: 印鑑登録証明書\n証明する印鑑: 申請者本人が登録している印鑑\n通数: 2通\n" in text


@pytest.mark.parametrize("options", [{"scope": RecordScope.HOUSEHOLD}, {"domicile": True}])
def test_what_no_line_would_tell_is_not_written(options):
    """A choice the kind does not have makes no statement: two requests that differ would read the same."""
    asked = APPLICATION.model_copy(update={"kind": SEAL, "options": CertificateOptions(**options)})
    with pytest.raises(ValueError, match="does not have"):
        statement(asked, CITY)


BREAKS = ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029", "\u202e", "\x00"]


@pytest.mark.parametrize("line_break", BREAKS)
def test_line_breaks_cannot_be_injected(line_break):
    """A name or an address cannot smuggle in another line: refused at the counter and, were it to pass, here."""
    forged = f"森鷗外{line_break}通数: 9通"
    with pytest.raises(ValidationError):
        Applicant(name=forged, birth_date=date(1980, 2, 17), mail="a@b.jp")
    with pytest.raises(ValidationError):
        Delivery(postcode="9990000", address=forged)
    unchecked = APPLICATION.applicant.model_copy(update={"name": forged})
    with pytest.raises(ValueError, match="not allowed"):
        statement(APPLICATION.model_copy(update={"applicant": unchecked}), CITY)
    with pytest.raises(ValueError, match="not allowed"):
        statement(APPLICATION, f"みずほ野市{line_break}")


def test_difficult_names_stay_byte_for_byte():
    """外字 and variation selectors are signed as they were written."""
    if not NAMES.exists():
        pytest.skip("no test data from outside here")
    accepted = [case["text"] for case in json.loads(NAMES.read_text("utf-8")) if case["accept"]]
    assert accepted
    for name in accepted:
        applicant = APPLICATION.applicant.model_copy(update={"name": name})
        text = statement(APPLICATION.model_copy(update={"applicant": applicant}), CITY)
        assert f"申請者の氏名: {name}\n".encode() in text.encode()
