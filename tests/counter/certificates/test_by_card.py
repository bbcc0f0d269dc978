"""One card, no typing: name, birth date, address and postcode come from the card, and both ways lead to the same request."""

from dataclasses import replace
from typing import Any

import pytest
from fakes.postcodes import FakePostcodes, area

from counter.certificates.counter import Counter
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.application import Application, IdentityFrom
from domain.certificates.status import CorrectableField
from domain.errors import DomainError, ErrorCode
from domain.identity.attributes import BasicFourAttributes, Signer
from domain.problems import SubmissionRefused

pytestmark = pytest.mark.database
NAME, ADDRESS = "窓口\u3000花子", "架空県みなも市水面町一丁目２番３号"


@pytest.fixture
def card_form() -> dict[str, Any]:
    """All that somebody with a card says."""
    return {
        "municipality": "999001",
        "kind": "resident_record_copy",
        "identity_from": "card",
        "language": "ja-simple",
        "applicant": {"mail": "hanako@citizen.example"},
    }


async def stored(world, case_id: str, revision: int = 1) -> Application:
    content = await world.vault.get(case_id, VaultItem(kind=VaultKind.APPLICATION, revision=revision))
    return Application.model_validate_json(content)


async def refusal(calling) -> dict[str, str]:
    with pytest.raises(SubmissionRefused) as refused:
        await calling
    return {each.field: each.code.value for each in refused.value.problems}


def lists(world, *rows) -> None:
    """Let the table of postcodes have these rows."""
    world.postcodes.rows = rows


def saying(world, **claims: Any) -> None:
    """Let the card say something else than what it says."""
    verifier = world.tools.verifier

    class Other:
        def check_signature(self, text: bytes, signature: bytes) -> Signer:
            signer = verifier.check_signature(text, signature)
            said = signer.claims.model_copy(update=claims) if claims else None
            return signer.model_copy(update={"claims": said})

    world.counter = Counter(replace(world.tools, verifier=Other()), world.engine)


async def test_the_text_says_that_the_card_says_who_applies(world, card_form):
    """Nobody is named in it; everything that was chosen is."""
    text = (await world.counter.write_statement(card_form)).text

    assert "署名用電子証明書に記録された者" in text
    assert "証明書の種類: 住民票の写し\n" in text
    assert NAME not in text
    assert "花子" not in text
    assert "@" not in text


async def test_what_nobody_typed_comes_from_the_card(world, card_form):
    """The vault has a whole application, whose origin it says, and the workflow starts."""
    receipt = await world.submitted(card_form)

    application = await stored(world, receipt.case_id)
    assert application.identity_from is IdentityFrom.CARD
    assert (application.applicant.name, application.applicant.birth_date.isoformat()) == (NAME, "1985-04-12")
    assert (application.delivery.address, application.delivery.postcode) == (ADDRESS, "9990001")
    assert application.applicant.mail == "hanako@citizen.example"
    assert application.language == "ja-simple"
    assert world.engine.started == [receipt.case_id]


async def test_a_typed_form_is_taken_as_before(world, form):
    """Portals and readers need not say anything new."""
    receipt = await world.submitted(form)
    assert (await stored(world, receipt.case_id)).identity_from is IdentityFrom.FORM


async def test_the_text_verifies_from_what_is_stored(world, card_form):
    """Who verifies later writes the same text from the whole application, byte for byte."""
    draft = await world.counter.write_statement(card_form)
    signed = {**card_form, "nonce": draft.nonce}
    receipt = await world.counter.submit(signed, world.signed(draft.text), "key-000001")
    assert world.counter._checks.text(await stored(world, receipt.case_id)) == draft.text


async def test_the_same_sending_is_the_same_request_whatever_the_table_has_become(world, card_form):
    """A portal that repeats after the monthly load gets its receipt: no conflict, no refusal."""
    signed, signature = await world.drafted(card_form)
    receipt = await world.counter.submit(signed, signature, "key-000001")

    for rows in ([area("9990009", "水面町")], [area("9990008", "水面町"), area("9990009", "水面町")]):
        lists(world, *rows)
        again = await world.counter.submit(signed, signature, "key-000001")
        assert again == receipt.model_copy(update={"repeated": True})
    assert (await stored(world, receipt.case_id)).delivery.postcode == "9990001"


async def test_where_there_are_several_postcodes_the_citizen_chooses(world, card_form):
    """The signature that was given stays good; a postcode of another place is refused."""
    lists(world, area("9990001", "水面町"), area("9990011", "水面町"), area("9990002", "青葉"))
    signed, signature = await world.drafted(card_form)

    assert await refusal(world.counter.submit(signed, signature, "key-000001")) == {
        "delivery.postcode": "postcode_ambiguous"
    }
    choices = await world.counter.postcode_areas(signed, signature)
    assert [each.postcode for each in choices] == ["9990001", "9990011"]
    elsewhere = {**signed, "delivery": {"postcode": "999-0002"}}
    assert await refusal(world.counter.submit(elsewhere, signature, "key-000001")) == {
        "delivery.postcode": "postcode_elsewhere"
    }
    chosen = {**signed, "delivery": {"postcode": "９９９－００１１"}}
    receipt = await world.counter.submit(chosen, signature, "key-000001")
    assert (await stored(world, receipt.case_id)).delivery.postcode == "9990011"


async def test_where_no_postcode_is_known_the_citizen_types_it(world, card_form):
    """One field more, and not the whole form."""
    lists(world, area("9990002", "青葉"))
    signed, signature = await world.drafted(card_form)

    assert await refusal(world.counter.submit(signed, signature, "key-000001")) == {
        "delivery.postcode": "postcode_unknown"
    }
    receipt = await world.counter.submit({**signed, "delivery": {"postcode": "9990007"}}, signature, "key-000001")
    assert (await stored(world, receipt.case_id)).delivery.postcode == "9990007"


async def test_a_birth_date_the_card_has_in_part_stays_open(world, card_form):
    """Whoever has none that is whole need not invent one; the register decides."""
    card_form |= {"kind": "seal_registration_certificate"}
    saying(world, birth_date=None)
    receipt = await world.submitted(card_form)
    assert (await stored(world, receipt.case_id)).applicant.birth_date is None


async def test_what_the_card_could_not_write_is_taken_as_it_stands(world, card_form):
    """Paper and envelope bear what the register has; nobody is sent away for a rare name."""
    saying(world, name="窓口　●子", name_substitutes=(3,))
    receipt = await world.submitted(card_form)
    assert (await stored(world, receipt.case_id)).applicant.name == "窓口　●子"


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        ({}, {"signature": "card_without_person"}),
        ({"name": "窓口\ue000花子"}, {"signature": "card_unreadable"}),
        ({"address": "架空県みなも市水面町\u202e1"}, {"signature": "card_unreadable"}),
        ({"name": "窓" * 101}, {"signature": "card_unreadable"}),
    ],
)
async def test_a_card_that_says_nothing_usable_is_told(world, card_form, claims, told):
    """Another certificate than the signing one, or characters that no application holds: nothing is stored."""
    saying(world, **claims)
    signed, signature = await world.drafted({**card_form, "delivery": {"postcode": "9990001"}})
    before = await world.rows()

    assert await refusal(world.counter.submit(signed, signature, "key-000001")) == told
    assert await world.rows() == before


async def test_whoever_is_too_young_by_the_card_is_told(world, card_form):
    """The age is asked as soon as it is known: after the signature."""
    card_form |= {"kind": "seal_registration_certificate"}
    saying(world, birth_date=world.now.date().replace(year=2015))
    signed, signature = await world.drafted(card_form)
    assert await refusal(world.counter.submit(signed, signature, "key-000001")) == {"applicant.birth_date": "too_young"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"applicant": {"mail": "hanako@citizen.example", "name": "別人"}}, {"applicant.(unknown)": "unknown_field"}),
        ({"applicant": {}}, {"applicant.mail": "missing"}),
        ({"delivery": {"postcode": "12"}}, {"delivery.postcode": "malformed_postcode"}),
        ({"language": "fr"}, {"language": "unknown_option"}),
        ({"identity_from": "papers"}, None),
    ],
)
async def test_a_form_by_card_is_read_strictly(world, card_form, change, told):
    """Typed beside the card's word nothing of the person is taken."""
    found = await refusal(world.counter.write_statement({**card_form, **change}))
    assert found == told if told else "identity_from" in found


async def test_a_signature_over_another_text_is_refused(world, card_form, form):
    """A typed form's signature is none for a form by card, though the same person signed."""
    typed, signature = await world.drafted(form)
    by_card = {**card_form, "nonce": typed["nonce"]}
    assert await refusal(world.counter.submit(by_card, signature, "key-000001")) == {"signature": "signed_text_differs"}


async def returned(world, card_form, *fields):
    signed, signature = await world.drafted(card_form)
    receipt = await world.counter.submit(signed, signature, "key-000001")
    world.engine.returned(receipt.case_id, *fields)
    return await world.intake.get(receipt.case_id), signed, signature


async def test_the_mail_address_is_corrected_under_the_signature_already_given(world, card_form):
    """The card is not needed again, nor the postcode that was chosen; by the code, as with a typed form."""
    from domain.cases.citizen import Proof, Proven

    lists(world, area("9990001", "水面町"), area("9990011", "水面町"))
    card_form |= {"delivery": {"postcode": "9990011"}}
    order, signed, signature = await returned(world, card_form, CorrectableField.APPLICANT_MAIL)
    corrected = {**signed, "applicant": {"mail": "new@citizen.example"}, "delivery": {}}
    whose = Proven(case_id=order.case_id, proof=Proof.CODE)

    await world.counter.correct(whose, corrected, signature, "correction-1")

    application = await stored(world, order.case_id, 2)
    assert (application.applicant.mail, application.delivery.postcode) == ("new@citizen.example", "9990011")
    assert not world.engine.events[order.case_id][-1].resigned
    again = await world.counter.correct(whose, corrected, signature, "correction-1")
    assert again.decision_id == "correct-00000002"


async def test_a_card_with_another_address_corrects_the_address_alone(world, card_form):
    """Who was asked for the address signs with the card as it is now; its postcode comes along, nothing else changes."""
    order, *_ = await returned(world, card_form, CorrectableField.DELIVERY_ADDRESS)
    moved = "架空県みなも市青葉二丁目５番"
    saying(world, address=moved)
    corrected, signature = await world.drafted(card_form)

    await world.counter.correct(order, corrected, signature, "correction-1")

    application = await stored(world, order.case_id, 2)
    assert (application.delivery.address, application.delivery.postcode) == (moved, "9990002")
    assert world.engine.events[order.case_id][-1].resigned


async def test_another_persons_card_corrects_nothing(world, card_form):
    """Its name was not remarked upon."""
    order, *_ = await returned(world, card_form, CorrectableField.DELIVERY_ADDRESS)
    corrected, signature = await world.drafted(card_form, "card-2")
    assert await refusal(world.counter.correct(order, corrected, signature, "correction-1")) == {
        "applicant.name": "not_correctable"
    }


async def test_a_remarked_name_is_typed_where_the_card_cannot_write_it(world, card_form, form):
    """From the card's word to a typed one: the origin of the identity is no change by itself."""
    order, *_ = await returned(world, card_form, CorrectableField.APPLICANT_NAME)
    typed = {**form, "applicant": {**form["applicant"], "name": "窓口　華子"}}
    corrected, signature = await world.drafted(typed)

    await world.counter.correct(order, corrected, signature, "correction-1")

    application = await stored(world, order.case_id, 2)
    assert (application.identity_from, application.applicant.name) == (IdentityFrom.FORM, "窓口　華子")


async def test_while_the_table_does_not_answer_nothing_is_acknowledged(world, card_form):
    """The same may be sent again later."""
    signed, signature = await world.drafted(card_form)
    world.postcodes.faults.broken = error = DomainError(ErrorCode.VAULT_ITEM_MISSING)
    with pytest.raises(DomainError):
        await world.counter.submit(signed, signature, "key-000001")
    assert error.code is ErrorCode.VAULT_ITEM_MISSING
    assert (await world.rows())["intake.cases"] == 0


def test_the_fakes_answer_by_the_rules_of_the_domain():
    """What the tests above rely on."""
    assert [each.town for each in FakePostcodes().rows] == ["水面町", "青葉（１～３丁目）"]
    assert BasicFourAttributes.model_fields.keys() >= {"name", "address"}
