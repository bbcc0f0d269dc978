"""Random commands by anybody at any time never break what the city promises."""

from collections import Counter
from random import Random

from fixtures.desk import RESIDENT, Desk
from fixtures.walks import decision_named, officer_drawn, step, terms_drawn, what_comes
from pydantic import TypeAdapter

from domain.actors import Role
from domain.certificates.events import AnyEvent, DeadlineSet, RequestReceived
from domain.certificates.evolve import evolve
from domain.certificates.examination_events import ApprovalProposed, Approved, CaseAssigned, CaseTaken, Corrected
from domain.certificates.identity_events import (
    EligibilityConfirmed,
    FindingOpened,
    Held,
    HoldReleased,
    IdentityVerified,
    ReleaseProposed,
)
from domain.certificates.money_events import (
    PaymentCaptured,
    RefundDue,
    Refunded,
    RefundHandedToOfficer,
)
from domain.certificates.paper_events import (
    CertificateIssued,
    Delivered,
    DeliveryConfirmed,
    DispatchConfirmed,
    HandedOver,
    LateReturnsOver,
    MailReturned,
)
from domain.certificates.state import RequestState
from domain.certificates.status import ENDS, HoldStage, RefundStatus, Status

EVENT = TypeAdapter(AnyEvent)
WALKS = 300
STEPS = 100  # commands in each walk

_OF_MONEY = (PaymentCaptured, RefundDue, Refunded, RefundHandedToOfficer)
_OF_A_LETTER = (DeadlineSet, DeliveryConfirmed, MailReturned, LateReturnsOver)
# What may still happen after each end.
_AFTER_THE_END = dict.fromkeys(ENDS, _OF_MONEY) | {Status.COMPLETED: _OF_A_LETTER}


def _check(desk: Desk, before: RequestState, caused: tuple[AnyEvent, ...], persons: dict[str, str | None]) -> None:
    state = desk.state
    kinds = Counter(type(event) for event in desk.events)
    assert kinds[PaymentCaptured] <= 1
    assert kinds[RefundDue] <= 1
    assert kinds[Refunded] + kinds[RefundHandedToOfficer] <= kinds[RefundDue]
    assert kinds[Delivered] <= kinds[HandedOver]
    assert kinds[LateReturnsOver] <= 1
    assert state.place == len(desk.events)
    if before.ended:
        late = isinstance(caused[-1], MailReturned) if caused else False
        assert state.status is (Status.MAIL_RETURNED if late else before.status)
        assert all(isinstance(each, _AFTER_THE_END[before.status]) for each in caused)
    if before.closed:
        assert not any(isinstance(each, _OF_A_LETTER) for each in caused)
    if state.money.refund is RefundStatus.DUE:
        assert not state.closed
        assert state.money.is_captured
    for event in caused:
        if isinstance(event, HoldReleased):
            _released_by_two(desk, before)
        if isinstance(event, CertificateIssued | DispatchConfirmed | HandedOver):
            _may_leave(desk, before, persons)
        assert EVENT.validate_json(EVENT.dump_json(event)) == event


def _released_by_two(desk: Desk, before: RequestState) -> None:
    """Two people, one of the closed desk, each after opening this hold's finding, and no way that the finding closes."""
    since = max(place for place, each in enumerate(desk.events) if isinstance(each, Held))
    now = desk.events[since:]
    proposed, released = ([each for each in now if isinstance(each, kind)] for kind in (ReleaseProposed, HoldReleased))
    pair = {proposed[-1].by, released[-1].by}
    assert len(pair) == 2
    assert Role.CLOSED_DESK in {proposed[-1].role, released[-1].role}
    assert pair <= {each.by for each in now if isinstance(each, FindingOpened)}
    assert before.examination.approver not in pair
    assert desk.ways is not None
    assert desk.ways.may_release


def _may_leave(desk: Desk, state: RequestState, persons: dict[str, str | None]) -> None:
    """Verified, paid or exempt, and approved by somebody else than examiner, proposer and applicant."""
    since = max(place for place, each in enumerate(desk.events) if isinstance(each, RequestReceived | Corrected))
    now = desk.events[since:]
    proposed = [each for each in now if isinstance(each, ApprovalProposed)]
    approved = [each for each in now if isinstance(each, Approved)]
    assert any(isinstance(each, IdentityVerified) for each in now)
    assert approved
    assert approved[-1].by != proposed[-1].by
    assert approved[-1].by != state.examination.examiner
    assert not any(each.by == approved[-1].by for each in now if isinstance(each, CaseTaken))
    assert not any(each.officer == approved[-1].by for each in now if isinstance(each, CaseAssigned))
    assert persons[approved[-1].decision_id] != RESIDENT
    assert state.terms.amount == 0 or any(isinstance(each, PaymentCaptured) for each in desk.events)
    checks = [
        each
        for each in now
        if isinstance(each, EligibilityConfirmed | Held) and each.stage is HoldStage.BEFORE_ISSUE and each.evidence
    ]
    assert checks


def _walk(seed: int, seen: Counter[str]) -> None:
    chance = Random(seed)
    desk = Desk(terms_drawn(chance))
    persons: dict[str, str | None] = {}
    for number in range(STEPS):
        before, actor = desk.state, officer_drawn(chance)
        persons[decision_named(number)] = actor.person
        caused = step(desk, what_comes(before.status, chance), actor, number, chance)
        _check(desk, before, caused, persons)
        seen.update(event.type for event in caused)
        seen[desk.status.value] += 1


def test_no_way_breaks_a_promise() -> None:
    """Nothing leaves unpaid, unverified or unapproved; one capture; every end is the end; each event survives JSON.

    The walk is of substance: letters left, money went back, and every status was met.
    """
    seen = Counter[str]()
    for seed in range(WALKS):
        _walk(seed, seen)
    for kind in (
        "certificate_issued",
        "handed_over",
        "delivered",
        "refunded",
        "mail_returned",
        "held",
        "hold_released",
        "corrected",
        "case_assigned",
    ):
        assert seen[kind] > 0, kind
    assert {status for status in Status if not seen[status.value]} == {Status.RECEIVED}
    assert sum(seen[status.value] for status in Status) >= 2_000


def test_the_fold_takes_one_event_at_a_time() -> None:
    """Folding at once and event by event are the same."""
    desk = Desk().dispatch()
    state = None
    for event in desk.events:
        state = evolve(state, event)
    assert state == desk.state
