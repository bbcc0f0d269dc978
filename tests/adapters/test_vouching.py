"""Vouchers: who signs an officer in says so for one decision; nothing else makes an officer."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fakes.officers import always
from hypothesis import given
from hypothesis import strategies as st

from adapters.keys import VoucherCheck, VoucherKey
from adapters.vouching import VoucherChecks, Vouching
from domain.actors import APPLICANT, SYSTEM, Actor, Role
from domain.certificates import commands as c
from domain.certificates.status import AssignReason
from domain.errors import DomainError, ErrorCode

NOW = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
HERE = "case/0190b5b4-0000-7000-8000-000000000001"
OFFICE = VoucherKey(id="o1", key=b"a seed of tests, worth nothing!!")
LATER = VoucherKey(id="o2", key=b"another seed of tests, nothing!!")
CHECKS = VoucherChecks({"o1": OFFICE.check, "o2": LATER.check})
SUZUKI = Actor(id="officer-suzuki", roles=(Role.APPROVER,), person="5" * 32)


def decision(command: Any = None, actor: Actor = SUZUKI) -> c.Decision:
    """Return a decision without a voucher."""
    return c.Decision(decision_id="decision-1", actor=actor, command=command or c.Approve())


def message(key: VoucherKey = OFFICE, actor: Actor = SUZUKI, workflow_id: str = HERE) -> dict[str, Any]:
    """Return a vouched decision as it is sent."""
    vouched = Vouching(key, always(actor), lambda: NOW).signed(workflow_id, decision(), actor)
    sent: dict[str, Any] = json.loads(vouched.model_dump_json())
    return sent


def test_what_the_office_signed_is_believed() -> None:
    """By the primary key and by one that was before it."""
    assert CHECKS.believes(HERE, message(), NOW, c.Decision)
    assert CHECKS.believes(HERE, message(LATER), NOW, c.Decision)


async def test_the_roles_are_those_that_the_office_reads_now() -> None:
    """Not those the caller brought along: who is no approver today is not made one by an old page."""
    today = SUZUKI.model_copy(update={"roles": (Role.EXAMINER,)})
    vouched = await Vouching(OFFICE, always(today), lambda: NOW)(HERE, decision())
    assert vouched.actor == today


async def test_a_weak_sign_in_brings_no_strong_role_along() -> None:
    """Who is examiner and approver, and signed in weakly, acts as an examiner alone, whatever page led here."""
    both = SUZUKI.model_copy(update={"roles": (Role.EXAMINER, Role.APPROVER)})
    weakly = both.model_copy(update={"roles": (Role.EXAMINER,)})
    vouching = Vouching(OFFICE, always(both), lambda: NOW)
    assert (await vouching(HERE, decision(actor=weakly))).actor == weakly
    assert (await vouching(HERE, decision(actor=both))).actor == both


async def test_nobody_vouches_for_who_is_no_officer() -> None:
    """The directory's refusal is the answer."""
    with pytest.raises(DomainError) as refused:
        await Vouching(OFFICE, always(None), lambda: NOW)(HERE, decision())
    assert refused.value.code is ErrorCode.ROLE_MISSING


async def test_whom_a_command_names_is_vouched_for_too() -> None:
    """In the roles of this moment, whatever the caller says of them; somebody unknown is left out."""
    tanaka = Actor(id="officer-tanaka", roles=(Role.EXAMINER,))
    known = {each.id: each for each in (SUZUKI, tanaka)}

    async def directory(officer: str) -> Actor | None:
        return known.get(officer)

    vouching = Vouching(OFFICE, directory, lambda: NOW)
    for officer, named in (("officer-tanaka", tanaka), ("officer-x", None), (None, None)):
        said = decision(c.Assign(officer=officer, reason=AssignReason.ABSENCE))
        vouched = await vouching(HERE, said.model_copy(update={"named": SUZUKI}))
        assert vouched.named == named


CHANGES: dict[str, Any] = {
    "decision id": {"decision_id": "decision-2"},
    "actor": {"actor": {"id": "officer-sato", "roles": ["approver"], "person": None}},
    "roles": {"actor": {"id": "officer-suzuki", "roles": ["approver", "examiner"], "person": "5" * 32}},
    "person": {"actor": {"id": "officer-suzuki", "roles": ["approver"], "person": None}},
    "command": {"command": {"action": "reject", "reasons": []}},
    "a field too many": {"more": 1},
    "no actor": {"actor": None},
    "no voucher": {"voucher": None},
    "an empty voucher": {"voucher": {}},
    "a voucher that is a list": {"voucher": []},
    "a voucher that is a word": {"voucher": "yes"},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_any_change_is_noticed(change: dict[str, Any]) -> None:
    """Everything that says who decides what is signed."""
    assert not CHECKS.believes(HERE, {**message(), **change}, NOW, c.Decision)


@pytest.mark.parametrize(
    "change",
    [
        {"at": "2026-11-30T03:00:01Z"},
        {"at": "2026-11-30T03:00:00"},
        {"key_id": "o2"},
        {"key_id": "o9"},
        {"signature": ""},
        {"signature": "!!!!"},
        {"signature": "ü" * 10},
        {"signature": base64.b64encode(bytes(64)).decode()},
        {"signature": "A" * 101},
    ],
    ids=str,
)
def test_a_voucher_that_was_changed(change: dict[str, Any]) -> None:
    """Instant, key and signature belong together."""
    sent = message()
    assert not CHECKS.believes(HERE, {**sent, "voucher": {**sent["voucher"], **change}}, NOW, c.Decision)


@pytest.mark.parametrize("workflow_id", ["", HERE[:-1] + "2", "fee-payment/pay-1"])
def test_a_voucher_is_for_one_request(workflow_id: str) -> None:
    """An approval does not approve another case."""
    assert not CHECKS.believes(workflow_id, message(), NOW, c.Decision)


@pytest.mark.parametrize(
    "actor",
    [APPLICANT, SYSTEM, SUZUKI.model_copy(update={"roles": (Role.APPROVER, Role.SYSTEM)})],
    ids=["the applicant", "the system", "an officer who is the system too"],
)
def test_no_office_makes_a_citizen_or_the_system(actor: Actor) -> None:
    """These roles are nobody's to give, not even with the office's key."""
    assert not CHECKS.believes(HERE, message(actor=actor), NOW, c.Decision)


@given(st.sets(st.sampled_from(list(Role))), st.sampled_from(["applicant", "system", "officer-suzuki"]))
def test_without_a_voucher_everybody_is_the_applicant_or_nobody(roles: set[Role], name: str) -> None:
    """Whatever roles a message claims, and under whichever name."""
    actor = Actor(id=name, roles=tuple(roles))
    sent = json.loads(decision(c.Withdraw(), actor).model_dump_json())
    assert CHECKS.believes(HERE, sent, NOW, c.Decision) == (actor == APPLICANT)


def test_a_stolen_key_ends() -> None:
    """What counted before still does; from then on the workflow's own time decides, not the instant in the voucher."""
    ended = OFFICE.check.model_copy(update={"until": NOW})
    checks = VoucherChecks({"o1": ended})
    assert checks.believes(HERE, message(), NOW, c.Decision)
    assert not checks.believes(HERE, message(), NOW + timedelta(seconds=1), c.Decision)


def test_a_later_field_with_a_default_changes_no_old_signature() -> None:
    """What is signed is the message, so the same message is believed by code that knows more of it."""

    class Later(c.Decision):
        """A decision as next year's code has it."""

        urgent: bool = False

    sent = message()
    assert Later.model_validate(sent).urgent is False
    assert CHECKS.believes(HERE, sent, NOW, c.Decision)


def test_a_key_that_is_no_key_believes_nothing() -> None:
    """32 bytes that are no point of the curve verify no signature, and raise nothing."""
    checks = VoucherChecks({"o1": VoucherCheck(key=b"\xff" * 32)})
    assert not checks.believes(HERE, message(), NOW, c.Decision)
