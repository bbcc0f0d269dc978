"""到達: a good submission is acknowledged once, whatever the engine does, and however often it is sent."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from counter.certificates.counter import Counter
from domain import ids
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.application import Application
from domain.errors import DomainError, ErrorCode
from upkeep.sweeper import Sweeper

pytestmark = pytest.mark.database


async def test_a_signed_form_becomes_a_receipt_and_a_workflow(world, form):
    """Draft, sign with a card, submit: a receipt number, the application in the vault, the workflow started."""
    receipt = await world.submitted(form)

    assert ids.normalise_receipt_number(receipt.receipt_number) == receipt.receipt_number
    assert not receipt.repeated
    stored = await world.vault.get(receipt.case_id, VaultItem(kind=VaultKind.APPLICATION))
    assert Application.model_validate_json(stored).applicant.name == form["applicant"]["name"]
    assert world.engine.started == [receipt.case_id]
    assert await world.intake.waiting(10) == ()
    assert await world.refusals() == {}


@pytest.mark.parametrize(
    "written",
    [
        "999-0001",
        "９９９０００１",
        "９９９－０００１",
        "〒999-0001",
        "〒 ９９９ー０００１",
        "999\u20110001",
        "\ufeff999 0001\u200b",
        "999−0001",
    ],
)
async def test_a_postcode_is_taken_however_it_is_typed(world, form, written):
    """The text to sign and the vault have its seven digits."""
    form["delivery"]["postcode"] = written
    draft = await world.counter.write_statement(form)
    receipt = await world.submitted(form)

    assert "送付先の郵便番号: 9990001\n" in draft.text
    stored = await world.vault.get(receipt.case_id, VaultItem(kind=VaultKind.APPLICATION))
    assert Application.model_validate_json(stored).delivery.postcode == "9990001"


@pytest.mark.parametrize("born", ["2026-11-24", "1901-01-01", "2004-02-29"])
async def test_a_birth_date_somebody_may_have_is_taken(world, form, born):
    """Today where the office is, when it is still yesterday in UTC; and of the oldest people who ever lived."""
    world.now = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    form["applicant"]["birth_date"] = born
    assert "申請者の生年月日" in (await world.counter.write_statement(form)).text


async def test_the_text_to_sign_names_what_is_asked_for(world, form):
    """The draft is the statement of this form with the municipality's name and its own number."""
    draft = await world.counter.write_statement({**form, "nonce": "whatever stands there"})

    assert form["applicant"]["name"] in draft.text
    assert "みなも市" in draft.text
    assert draft.nonce in draft.text
    assert draft.nonce != (await world.counter.write_statement(form)).nonce


async def test_the_same_submission_again_is_the_same_receipt(world, form):
    """Twice at once and a third time later: one request, one workflow start to come of it."""
    signed, signature = await world.drafted(form)
    attempts = [world.counter.submit(signed, signature, "key-000001") for _ in range(2)]
    receipts = [*await asyncio.gather(*attempts), await world.counter.submit(signed, signature, "key-000001")]

    assert len({each.receipt_number for each in receipts}) == 1
    assert [each.repeated for each in receipts].count(False) == 1
    assert (await world.rows())["intake.cases"] == 1


async def test_an_acknowledged_submission_is_answered_after_its_statement_expired(world, form):
    """A portal that repeats a day later, because the answer was lost, gets the receipt and no refusal."""
    signed, signature = await world.drafted(form)
    receipt = await world.counter.submit(signed, signature, "key-000001")
    world.later(timedelta(days=3))

    again = await world.counter.submit(signed, signature, "key-000001")

    assert again == receipt.model_copy(update={"repeated": True})
    assert await world.refusals() == {}


async def test_an_acknowledged_submission_is_answered_after_the_offer_was_withdrawn(world, form, book, monkeypatch):
    """What was offered when it was acknowledged need not be offered when it is repeated."""
    signed, signature = await world.drafted(form)
    receipt = await world.counter.submit(signed, signature, "key-000001")
    monkeypatch.delitem(book._policies, "999001")

    assert (await world.counter.submit(signed, signature, "key-000001")).case_id == receipt.case_id


@pytest.mark.parametrize("hours", [0, 48])
async def test_the_same_key_with_another_body_is_a_conflict(world, form, hours):
    """Another body under a used key, well signed or not, now or days later: refused as a conflict, nothing stored."""
    signed, signature = await world.drafted(form)
    await world.counter.submit(signed, signature, "key-000001")
    other, other_signature = await world.drafted({**form, "copies": 2})
    world.later(timedelta(hours=hours))
    before = await world.rows()

    for body in ((other, other_signature), ({**signed, "copies": 3}, signature)):
        with pytest.raises(DomainError) as refused:
            await world.counter.submit(*body, "key-000001")
        assert refused.value.code is ErrorCode.IDEMPOTENCY_CONFLICT
    assert await world.rows() == before


async def test_while_the_engine_is_down_the_counter_stays_open(world, form):
    """The receipt comes, the order waits, and the sweeper starts it when the engine is back."""
    world.engine.down = True
    receipt = await world.submitted(form)
    assert [each.case_id for each in await world.intake.waiting(10)] == [receipt.case_id]

    world.engine.down = False
    sweeper = Sweeper(world.intake, {"certificates": world.engine.start})

    assert [await sweeper.sweep(), await sweeper.sweep()] == [1, 0]
    assert world.engine.started == [receipt.case_id]
    assert await world.intake.waiting(10) == ()


async def test_an_engine_that_does_not_answer_keeps_nobody_waiting(world, form):
    """The receipt comes after a moment's patience; the order waits for the sweeper."""
    world.engine.silent = True
    world.counter = Counter(replace(world.tools, patience=0.01), world.engine)

    receipt = await world.submitted(form)

    assert [each.case_id for each in await world.intake.waiting(10)] == [receipt.case_id]


async def test_a_repeat_starts_what_the_engine_missed(world, form):
    """A citizen who sends again after the engine came back need not wait for the sweeper."""
    world.engine.down = True
    signed, signature = await world.drafted(form)
    receipt = await world.counter.submit(signed, signature, "key-000001")
    world.engine.down = False

    await world.counter.submit(signed, signature, "key-000001")

    assert world.engine.started == [receipt.case_id]
    assert await world.intake.waiting(10) == ()
