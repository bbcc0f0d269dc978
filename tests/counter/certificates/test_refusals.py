"""Everything wrong that can reach the counter: one problem per field, and nothing of it is kept but a count."""

from base64 import b64decode, b64encode
from datetime import timedelta

import pytest
from fakes.book import with_offer

from domain.identity.nonce import make_nonce
from domain.problems import SubmissionRefused

pytestmark = pytest.mark.database


def spoilt(form, path, value):
    *parents, last = path.split(".")
    place = form
    for parent in parents:
        place = place[parent]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return form


async def refused(attempt):
    """Return what is refused as field → code, after proving that no field is told twice."""
    with pytest.raises(SubmissionRefused) as caught:
        await attempt
    problems = caught.value.problems
    assert len({each.field for each in problems}) == len(problems)
    assert all(each.reason and each.fix for each in problems)
    assert caught.value.__context__ is None or "hanako" not in repr(caught.value.__context__)
    return {each.field: each.code.value for each in problems}


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("municipality", "999999", "municipality_unknown"),
        ("municipality", "12", "municipality_unknown"),
        ("municipality", "999002", "municipality_unknown"),  # its rules lie here too, but other officers decide there
        ("kind", "seal_certificate", "unknown_kind"),
        ("copies", 0, "copies_out_of_range"),
        ("copies", 11, "copies_out_of_range"),
        ("copies", True, "copies_out_of_range"),
        ("delivery.address", None, "missing"),
        ("delivery.address", "架空県\U0001f600", "unsupported_character"),
        ("delivery.postcode", "999-001", "malformed_postcode"),
        ("applicant.name", "花\u202e子", "unsupported_character"),
        ("applicant.name", "Անի", "unprintable_character"),
        ("applicant.name", "ნინო", "unprintable_character"),
        ("delivery.address", "アパート ሀ", "unprintable_character"),
        ("applicant.birth_date", 482112000, "malformed_date"),
        ("applicant.birth_date", "1985-04-12T00:00:00", "malformed_date"),
        ("applicant.birth_date", "1985-4-12", "malformed_date"),
        ("applicant.birth_date", "2100-01-01", "birth_date_in_future"),
        ("applicant.birth_date", "2026-11-25", "birth_date_in_future"),  # tomorrow, where the office is
        ("applicant.birth_date", "9999-12-31", "birth_date_in_future"),
        ("applicant.birth_date", "1900-12-31", "birth_date_too_old"),
        ("applicant.birth_date", "0001-01-01", "birth_date_too_old"),
        ("applicant.mail", "花子@例.example", "malformed_mail"),
        ("applicant.mail", "hanako@citizen.example\r\nBcc: x@y.example", "malformed_mail"),
        ("options.scope", "village", "unknown_option"),
    ],
)
async def test_a_mistake_in_the_form_is_one_problem_of_its_field(world, form, path, value, code):
    """Draft and submission tell the same; nothing is stored but the count of the field."""
    before = await world.rows()
    signed, signature = await world.drafted(form)
    bad = spoilt(form, path, value)

    assert await refused(world.counter.write_statement(bad)) == {path: code}
    assert await refused(world.counter.submit({**bad, "nonce": signed["nonce"]}, signature, "key-000001")) == {
        path: code
    }
    assert await world.rows() == before
    assert await world.refusals() == {path: 2}
    assert world.engine.started == []


async def test_what_this_municipality_does_not_offer_is_refused(world, form, book, monkeypatch):
    """An option that the municipality leaves to its desk is told by its field."""
    policy = book.policy("999001")
    changed = with_offer(policy, options=(), scopes=("applicant",))
    monkeypatch.setitem(book._policies, "999001", changed)
    form["options"] = {"scope": "household", "domicile": True}

    assert await refused(world.counter.write_statement(form)) == {
        "options.scope": "option_not_offered",
        "options.domicile": "option_not_offered",
    }


SEAL = {"kind": "seal_registration_certificate", "options": {}}


async def test_a_seal_certificate_is_asked_for_without_choices(world, form):
    """Self alone: there is nobody else to choose, and nothing more to show."""
    draft = await world.counter.write_statement({**form, **SEAL})
    assert "証明書の種類: 印鑑登録証明書\n" in draft.text
    more = {**SEAL, "options": {"scope": "household", "domicile": True}}
    assert await refused(world.counter.write_statement({**form, **more})) == {
        "options.scope": "option_not_offered",
        "options.domicile": "option_not_offered",
    }
    assert await refused(world.counter.write_statement({**form, **SEAL, "copies": 11})) == {
        "copies": "copies_out_of_range"
    }


async def test_who_is_under_15_has_no_seal_to_certify(world, form):
    """Told before anything is signed, with the age; the same child may have a copy of the resident record."""
    child = {**form, "applicant": {**form["applicant"], "birth_date": "2015-07-20"}}
    with pytest.raises(SubmissionRefused) as caught:
        await world.counter.write_statement({**child, **SEAL})
    (problem,) = caught.value.problems
    assert (problem.field, problem.code) == ("applicant.birth_date", "too_young")
    assert "15歳" in problem.reason
    assert (await world.counter.write_statement(child)).nonce


async def test_all_that_cannot_be_read_is_told_at_once(world, form):
    """Form, signature and key: three mistakes are three problems of one refusal."""
    signed, _ = await world.drafted(form)
    signed["copies"] = 0

    assert await refused(world.counter.submit(signed, "not base64!", "short")) == {
        "copies": "copies_out_of_range",
        "signature": "signature_malformed",
        "idempotency_key": "idempotency_key_malformed",
    }
    assert await world.refusals() == {"copies": 1, "signature": 1, "idempotency_key": 1}


@pytest.mark.parametrize(
    ("signature", "code"),
    [("", "missing"), ("署名", "signature_malformed"), ("AAA", "signature_malformed"), ("AAAA", "signature_refused")],
)
async def test_a_signature_that_is_none_is_refused(world, form, signature, code):
    """Nothing, no base64, and base64 of something else."""
    signed, _ = await world.drafted(form)

    assert await refused(world.counter.submit(signed, signature, "key-000001")) == {"signature": code}


@pytest.mark.parametrize("key", ["", "short", "k" * 129, "with space", "かぎかぎかぎかぎ", "key-000001\n"])
async def test_a_key_that_cannot_be_used_is_a_problem_and_no_crash(world, form, key):
    """8 to 128 printable ASCII characters without spaces."""
    signed, signature = await world.drafted(form)

    assert await refused(world.counter.submit(signed, signature, key)) == {
        "idempotency_key": "idempotency_key_malformed"
    }


async def test_a_signature_over_another_text_says_so(world, form):
    """One copy more than was signed: the text differs, and that is what is told."""
    signed, signature = await world.drafted(form)
    before = await world.rows()

    assert await refused(world.counter.submit({**signed, "copies": 2}, signature, "key-000001")) == {
        "signature": "signed_text_differs"
    }
    assert await world.rows() == before


async def test_one_changed_byte_of_a_signature_is_refused(world, form):
    """Wherever in its last 256 bytes, the signature value, the byte stands."""
    draft = await world.counter.write_statement(form)
    cms = bytearray(world.signed(draft.text).encode())
    cms[-10] = ord("A") if cms[-10] != ord("A") else ord("B")

    assert await refused(world.counter.submit({**form, "nonce": draft.nonce}, cms.decode(), "key-000001")) == {
        "signature": "signature_refused"
    }


async def test_an_old_statement_is_refused(world, form):
    """After a day the citizen signs anew; a moment before, nothing is wrong."""
    signed, signature = await world.drafted(form)
    world.later(timedelta(hours=24))

    assert await refused(world.counter.submit(signed, signature, "key-000001")) == {"nonce": "statement_expired"}
    world.later(-timedelta(seconds=1))
    assert not (await world.counter.submit(signed, signature, "key-000001")).repeated


async def test_a_number_of_another_office_is_refused(world, form):
    """A number made with another secret was never given out here, though the text under it is signed."""
    foreign = make_nonce(b"x" * 32, world.now, bytes(10))
    signature = b64encode(b"anything").decode()

    assert await refused(world.counter.submit({**form, "nonce": foreign}, signature, "key-000001")) == {
        "nonce": "malformed_nonce"
    }


async def test_a_statement_used_before_is_refused_under_another_key(world, form):
    """One signature is one request, whatever key it comes with."""
    signed, signature = await world.drafted(form)
    await world.counter.submit(signed, signature, "key-000001")
    before = await world.rows()

    assert await refused(world.counter.submit(signed, signature, "key-000002")) == {"nonce": "statement_used"}
    assert await world.rows() == before
    assert await world.refusals() == {"nonce": 1}


def _armoured(signature: str) -> str:
    return f"-----BEGIN CMS-----\n{signature}\n-----END CMS-----\n"


@pytest.mark.parametrize(
    ("written", "code", "names"),
    [
        (_armoured, "signature_armoured", "-inform PEM"),
        (lambda signature: b64encode(_armoured(signature).encode()).decode(), "signature_armoured", "-inform PEM"),
        (lambda signature: "MIME-Version: 1.0\n\n" + signature, "signature_armoured", "-inform SMIME"),
        (
            lambda signature: b64encode(b"\x30\x80" + b64decode(signature)[4:] + b"\x00\x00").decode(),
            "signature_not_der",
            "openssl cms -cmsout",
        ),
        (lambda _signature: " \r\n", "missing", ""),
        (lambda signature: signature.replace("A", "あ", 1), "signature_malformed", "Base64"),
    ],
)
async def test_a_signature_in_another_shape_is_named_with_what_to_do(world, form, written, code, names):
    """The answer says which shape it is, and the line that mends it."""
    signed, signature = await world.drafted(form)
    with pytest.raises(SubmissionRefused) as refused:
        await world.counter.submit(signed, written(signature), "key-000001")
    (problem,) = refused.value.problems
    assert (problem.field, problem.code) == ("signature", code)
    assert names in problem.fix


async def test_a_signature_may_be_broken_into_lines(world, form):
    """As `openssl base64` writes it; it is the same signature."""
    signed, signature = await world.drafted(form)
    lines = "\r\n".join(signature[place : place + 64] for place in range(0, len(signature), 64)) + "\r\n"
    receipt = await world.counter.submit(signed, lines, "key-000001")
    assert (await world.counter.submit(signed, signature, "key-000001")).case_id == receipt.case_id
