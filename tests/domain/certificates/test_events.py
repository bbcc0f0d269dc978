"""Events are stored for ever: what is written once can always be read, and folds to the same state anywhere."""

import json
import os
import subprocess
import sys
import typing
from pathlib import Path

import pytest
from fixtures.desk import (
    APPROVER,
    CLOSED_DESK,
    DISPATCHER,
    EXAMINER,
    NUMBERS,
    REACHABLE,
    REASONS,
    REMARK,
    SUPERVISOR,
    Desk,
    desk_at,
)

from domain.actors import APPLICANT
from domain.cases.batch import EventBatch
from domain.cases.event import DecisionRefused
from domain.certificates import commands as c
from domain.certificates.events import AnyEvent, Lapsed, RequestReceived
from domain.certificates.evolve import _FOLD, evolve
from domain.certificates.money_events import Refunded, RefundHandedToOfficer
from domain.certificates.overpayment import record_money
from domain.certificates.paper_events import Delivered, DeliveryConfirmed, HandOverRefused, LateReturnsOver
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.status import AssignReason, LapseReason, Status
from domain.payments.overpayment import OverpaymentFound, OverpaymentHandedToOfficer, OverpaymentReturned

ROOT = Path(__file__).parents[3]
KINDS = typing.get_args(typing.get_args(AnyEvent)[0])
STORED = Path(__file__).with_name("stored_events.json")
FOLDING = """
import hashlib, sys
from domain.cases.batch import EventBatch
from domain.certificates.procedure import CERTIFICATES
batch = EventBatch.model_validate_json(sys.stdin.read())
print(hashlib.sha256(CERTIFICATES.fold(map(CERTIFICATES.read, batch.events)).model_dump_json().encode()).hexdigest())
"""


@pytest.mark.parametrize("status", REACHABLE)
def test_every_way_survives_json(status: Status) -> None:
    """A request's events are the same after they were written down and read."""
    batch = CERTIFICATES.batch("r", 1, desk_at(status).events)
    again = EventBatch.model_validate_json(batch.model_dump_json())
    assert list(map(CERTIFICATES.read, again.events)) == desk_at(status).events


def test_every_kind_of_event_is_folded() -> None:
    """A new event type without its line in the fold is noticed."""
    assert set(_FOLD) | {RequestReceived} == set(KINDS)


def test_types_are_unique_names() -> None:
    """The stored name of an event says what it is, and is nobody else's."""
    names = [kind.model_fields["type"].default for kind in KINDS]
    assert len(set(names)) == len(names)


def _everything() -> list[Desk]:
    """Return requests that have met every kind of event."""
    rejected = Desk().propose(c.ProposeRejection(reasons=REASONS))
    rejected.decide(c.Remand(), APPROVER)
    rejected.decide(c.Assign(officer=None, reason=AssignReason.ABSENCE), SUPERVISOR)
    rejected.decide(c.Take(), EXAMINER)
    rejected.decide(c.ProposeRejection(reasons=REASONS), EXAMINER)
    rejected.decide(c.Reject(), APPROVER)
    rejected.record(RefundHandedToOfficer, payment_id="pay-1", officer="officer-kimura")
    wanted = Desk().propose()
    wanted.decide(c.Reject(reasons=REASONS), APPROVER)
    unanswered = Desk().clear(clear=False, ways=None)
    unanswered.decide(c.CheckAgain(), EXAMINER)
    held = desk_at(Status.HELD)
    held.release(EXAMINER, CLOSED_DESK)
    held.pay().decide(c.ReturnToApplicant(remarks=(REMARK,)), EXAMINER)
    held.decide(c.Correct(revision=2, resigned=True), APPLICANT)
    held.decide(c.Withdraw(), APPLICANT)
    held.record(Refunded, payment_id="pay-1", method="cancellation")
    refused = Desk().issue()
    refused.decide(c.ConfirmDispatch(tracking_number=NUMBERS[0]), DISPATCHER)
    refused.record(HandOverRefused, letter_id=refused.state.post.letter_id or "", code="tracking_number_in_use")
    refused.events.append(
        DecisionRefused(at=refused.now, by="officer-1", decision_id="decision-9", action="take", code="role_missing")
    )
    late = Desk().dispatch()
    late.record(Delivered)  # no news for long
    late.record(DeliveryConfirmed, event_id="scan-9")  # and the post's word after all
    late.record(LateReturnsOver)
    lapsed = desk_at(Status.RETURNED)
    lapsed.record(Lapsed, reason=LapseReason.NOT_CORRECTED)
    return [
        *(desk_at(status) for status in REACHABLE),
        rejected,
        wanted,
        unanswered,
        held,
        refused,
        late,
        lapsed,
        _overpaid(),
    ]


def _overpaid() -> Desk:
    """Return a request of which two codes were paid beside the fee."""
    desk = Desk().dispatch()
    for charge, went, how in (
        ("pay-1-2", OverpaymentReturned, {"method": "refund"}),
        ("pay-1-3", OverpaymentHandedToOfficer, {"officer": "officer-kimura"}),
    ):
        of = {"at": desk.now, "by": "system", "payment_id": "pay-1", "charge_id": charge}
        found = OverpaymentFound(**of, amount=300, provider_reference=f"ref-{charge}", captured_at=desk.now)
        for fact in (found, went(**of, **how)):
            desk.events.extend(record_money(desk.state, fact, desk.now))
    return desk


def test_events_stored_long_ago_are_read(request: pytest.FixtureRequest) -> None:
    """Fields are only ever added, with defaults: the first release's events are read as they were.

    `--capture-histories` adds kinds that are new; what stands is never rewritten.
    """
    stored = json.loads(STORED.read_text(encoding="utf-8")) if STORED.exists() else {}
    if request.config.getoption("--capture-histories"):
        walked = [event for desk in _everything() for event in desk.events]
        stored = {event.type: event.model_dump(mode="json") for event in walked} | stored
        STORED.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert set(stored) == {kind.model_fields["type"].default for kind in KINDS}
    for kind, content in stored.items():
        read = CERTIFICATES.read(content)
        assert read.type == kind
        assert content.items() <= read.model_dump(mode="json").items()


def test_a_request_begins_with_its_receipt() -> None:
    """Any other first event is a fault, not a state."""
    with pytest.raises(ValueError, match="request_received"):
        evolve(None, Desk().dispatch().events[1])


def test_the_fold_is_the_same_in_every_process() -> None:
    """No set or hash order gets into the state: four processes with different hash seeds agree byte for byte."""
    batch = CERTIFICATES.batch("r", 1, desk_at(Status.LAPSED).events)
    digests = {
        subprocess.run(
            [sys.executable, "-c", FOLDING],
            input=batch.model_dump_json(),
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("0", "1", "42", "4242")
    }
    assert len(digests) == 1
