"""補正: only what the office asked for may change, and a correction sent twice is one."""

from datetime import timedelta

import pytest

from counter.certificates.form import read_signed_form
from domain.cases.citizen import Proof, Proven
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.application import Application
from domain.certificates.status import CorrectableField, Status
from domain.errors import DomainError, ErrorCode
from domain.problems import SubmissionRefused

pytestmark = pytest.mark.database
ADDRESS, MAIL = CorrectableField.DELIVERY_ADDRESS, CorrectableField.APPLICANT_MAIL


async def returned(world, form, *fields):
    """Submit a request, let it be returned for these fields; give its order and the signed form."""
    signed, signature = await world.drafted(form)
    receipt = await world.counter.submit(signed, signature, "key-000001")
    world.engine.returned(receipt.case_id, *fields)
    order = await world.intake.get(receipt.case_id)
    return order, signed, signature


def with_address(form, address):
    return {**form, "delivery": {**form["delivery"], "address": address}}


def with_mail(form, mail):
    return {**form, "applicant": {**form["applicant"], "mail": mail}}


async def test_a_remarked_field_is_corrected_and_signed_anew(world, form):
    """A new address under a new signature becomes revision 2, and the new signature is verified like the first."""
    order, *_ = await returned(world, form, ADDRESS)
    corrected, signature = await world.drafted(with_address(form, "架空県みなも市水面町一丁目２番４号"))

    receipt = await world.counter.correct(order, corrected, signature, "correction-1")

    assert receipt.status == Status.VERIFYING
    assert world.engine.events[order.case_id][-1].proof is Proof.SIGNATURE
    stored = await world.vault.get(order.case_id, VaultItem(kind=VaultKind.APPLICATION, revision=2))
    assert Application.model_validate_json(stored).delivery.address.endswith("４号")
    assert (await world.engine.state(order.case_id)).revision == 2


async def test_what_nobody_remarked_upon_may_not_change(world, form):
    """Each other field that changed is told as not correctable; nothing is stored."""
    order, *_ = await returned(world, form, ADDRESS)
    changed = with_mail({**form, "copies": 2, "options": {"scope": "household"}}, "other@citizen.example")
    corrected, signature = await world.drafted(changed)
    before = await world.rows()

    with pytest.raises(SubmissionRefused) as refused:
        await world.counter.correct(order, corrected, signature, "correction-1")

    told = {each.field: each.code for each in refused.value.problems}
    assert told == dict.fromkeys(("applicant.mail", "copies", "options.scope"), "not_correctable")
    assert await world.rows() == before
    assert await world.refusals() == dict.fromkeys(told, 1)


async def test_a_second_correction_is_compared_with_the_first(world, form):
    """What a first correction changed stands: the second may change what it is asked for, and nothing back."""
    order, *_ = await returned(world, form, ADDRESS)
    moved = with_address(form, "架空県みなも市水面町一丁目２番４号")
    corrected, signature = await world.drafted(moved)
    await world.counter.correct(order, corrected, signature, "correction-1")
    world.engine.returned_again(order.case_id, MAIL)

    back, signature = await world.drafted(with_mail(form, "new@citizen.example"))
    with pytest.raises(SubmissionRefused) as refused:
        await world.counter.correct(order, back, signature, "correction-2")
    assert [each.field for each in refused.value.problems] == ["delivery.address"]

    asked, signature = await world.drafted(with_mail(moved, "new@citizen.example"))
    await world.counter.correct(order, asked, signature, "correction-3")
    assert (await world.engine.state(order.case_id)).revision == 3


async def test_a_corrected_birth_date_is_asked_for_its_age(world, form):
    """Whoever may not have the kind may not have it by a correction either."""
    seal = {**form, "kind": "seal_registration_certificate", "options": {}}
    order, *_ = await returned(world, seal, CorrectableField.APPLICANT_BIRTH_DATE)
    adult, signature = await world.drafted(seal)
    child = {**adult, "applicant": {**adult["applicant"], "birth_date": "2020-04-12"}}

    with pytest.raises(SubmissionRefused) as refused:
        await world.counter.correct(order, child, signature, "correction-1")
    assert [(each.field, each.code) for each in refused.value.problems] == [("applicant.birth_date", "too_young")]


async def test_another_municipality_cannot_be_slipped_in(world, form):
    """A correction goes to the office that asked for it."""
    order, *_ = await returned(world, form, ADDRESS)
    corrected, signature = await world.drafted(form)

    with pytest.raises(SubmissionRefused) as refused:
        await world.counter.correct(order, {**corrected, "municipality": "999002"}, signature, "correction-1")
    assert [each.field for each in refused.value.problems] == ["municipality"]


async def test_a_mail_address_is_corrected_under_the_signature_already_given(world, form):
    """It is no part of what is signed: even weeks later nobody needs the card again."""
    order, signed, signature = await returned(world, form, MAIL)
    world.later(timedelta(days=20))
    corrected, whose = with_mail(signed, "new@citizen.example"), Proven(case_id=order.case_id, proof=Proof.CODE)

    receipt = await world.counter.correct(whose, corrected, signature, "correction-1")

    assert receipt.status == Status.VERIFYING
    event = world.engine.events[order.case_id][-1]
    assert (event.by, event.resigned, event.proof) == ("applicant", False, Proof.CODE)
    assert event.signature_arrived_at is None
    state = await world.engine.state(order.case_id)
    assert state.signature_arrived_at == state.received_at
    assert await world.counter.correct(whose, corrected, signature, "correction-1") == receipt


async def test_a_signature_that_was_sent_before_needs_the_code_besides(world, form):
    """Whoever got hold of number, form and signature cannot lead the mails elsewhere; nothing is stored."""
    order, signed, signature = await returned(world, form, MAIL)
    before = await world.rows()

    with pytest.raises(DomainError) as refused:
        await world.counter.correct(order, with_mail(signed, "thief@elsewhere.example"), signature, "correction-1")
    assert refused.value.code is ErrorCode.CODE_MISSING
    assert await world.rows() == before


@pytest.mark.parametrize("known", ["number", "code"])
async def test_a_signature_of_another_card_proves_nothing(world, form, known: str):
    """Anybody can sign with some key: who has the number alone neither changes the case nor has it refused."""
    order, *_ = await returned(world, form, ADDRESS)
    changed = with_address(form, "架空県みなも市水面町一丁目２番４号")
    corrected, signature = await world.drafted(changed, card="card-2")
    before = await world.rows()

    if known == "code":  # a card that was renewed since has another certificate
        whose = Proven(case_id=order.case_id, proof=Proof.CODE)
        await world.counter.correct(whose, corrected, signature, "correction-1")
        assert world.engine.events[order.case_id][-1].proof is Proof.CODE
        return
    with pytest.raises(DomainError) as refused:
        await world.counter.correct(order, corrected, signature, "correction-1")
    assert refused.value.code is ErrorCode.CODE_MISSING
    assert await world.rows() == before


async def test_a_correction_brings_in_nothing_that_cannot_be_printed(world, form):
    """As at the first submission: told by field, and nothing is stored."""
    order, signed, signature = await returned(world, form, ADDRESS)
    before = await world.rows()

    with pytest.raises(SubmissionRefused) as refused:
        await world.counter.correct(order, with_address(signed, "架空県Անի"), signature, "correction-1")
    assert [(each.field, each.code) for each in refused.value.problems] == [
        ("delivery.address", "unprintable_character")
    ]
    assert await world.rows() == before


async def test_an_old_signature_does_not_cover_a_new_address(world, form):
    """The signed text would differ."""
    order, signed, signature = await returned(world, form, ADDRESS)

    with pytest.raises(SubmissionRefused) as refused:
        await world.counter.correct(order, with_address(signed, "別の町"), signature, "correction-1")
    assert [(each.field, each.code) for each in refused.value.problems] == [("signature", "signed_text_differs")]


async def test_the_same_correction_again_is_the_same_answer(world, form):
    """An answer that was lost may be asked for again, also after the case has moved on."""
    order, *_ = await returned(world, form, ADDRESS)
    corrected, signature = await world.drafted(with_address(form, "架空県みなも市水面町一丁目２番４号"))
    first = await world.counter.correct(order, corrected, signature, "correction-1")
    world.later(timedelta(days=2))

    assert await world.counter.correct(order, corrected, signature, "correction-1") == first
    assert (await world.rows())["intake.submissions"] == 2


async def test_a_new_signature_arrives_when_it_was_first_stored(world, form):
    """The engine was away when it came, and the card has expired since: the answer asked for again changes nothing."""
    order, *_ = await returned(world, form, ADDRESS)
    corrected, signature = await world.drafted(with_address(form, "架空県みなも市水面町一丁目２番４号"))
    world.later(timedelta(days=1))
    signed = read_signed_form(corrected, signature, "correction-1", world.now.date())
    stored = await world.intake.correct(order.case_id, signed.submission(signed.form))
    world.later(timedelta(days=2))

    await world.counter.correct(order, corrected, signature, "correction-1")

    assert stored.received_at == order.received_at + timedelta(days=1)
    assert (await world.engine.state(order.case_id)).signature_arrived_at == stored.received_at


async def test_a_request_that_was_not_returned_takes_no_correction(world, form):
    """Nothing is stored, and the refusal names the status."""
    order, *_ = await returned(world, form, ADDRESS)
    world.engine.events[order.case_id].pop()
    corrected, signature = await world.drafted(with_address(form, "別の町"))
    before = await world.rows()

    with pytest.raises(DomainError) as refused:
        await world.counter.correct(order, corrected, signature, "correction-1")

    assert refused.value.code is ErrorCode.NOT_ALLOWED_NOW
    assert refused.value.facts["status"] == "under_examination"
    assert await world.rows() == before


async def test_the_key_of_the_submission_is_no_key_of_a_correction(world, form):
    """The first submission sent to the correction's address is a conflict, not a crash."""
    order, signed, signature = await returned(world, form, ADDRESS)

    with pytest.raises(DomainError) as refused:
        await world.counter.correct(order, signed, signature, "key-000001")
    assert refused.value.code is ErrorCode.IDEMPOTENCY_CONFLICT
