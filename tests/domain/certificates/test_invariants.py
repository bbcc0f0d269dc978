"""Random commands by anybody at any time never break what the city promises."""

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

from fixtures.desk import NUMBERS, REASONS, REMARK, REQUEST, RESIDENT, START, Desk, examiner_named, terms_of
from pydantic import TypeAdapter

from domain import ids
from domain.actors import APPLICANT, Actor, Role
from domain.certificates import commands as c
from domain.certificates.decide import decide
from domain.certificates.events import AnyEvent, DeadlineSet, Lapsed, RequestReceived
from domain.certificates.evolve import evolve
from domain.certificates.examination_events import ApprovalProposed, Approved, CaseAssigned, CaseTaken, Corrected
from domain.certificates.holds import WaysOut
from domain.certificates.identity_events import (
    EligibilityConfirmed,
    FindingOpened,
    Held,
    HoldReleased,
    IdentityRefused,
    IdentityVerified,
    ReleaseProposed,
)
from domain.certificates.money_events import (
    PaymentCaptured,
    PaymentRequested,
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
    HandOverRefused,
    LateReturnsOver,
    MailReturned,
)
from domain.certificates.record import _RULES, record
from domain.certificates.state import RequestState
from domain.certificates.status import ENDS, AssignReason, HoldStage, LapseReason, RefundStatus, Status
from domain.certificates.terms import DeadlineKind, PaymentOrder, RefundRule, Terms
from domain.certificates.transitions import ALLOWED
from domain.errors import DomainError
from domain.postal.letters import MailClass, ReturnReason

EVENT = TypeAdapter(AnyEvent)
WALKS = 300
STEPS = 100  # commands in each walk

OFFICE = (Role.EXAMINER, Role.APPROVER, Role.DISPATCHER, Role.CLOSED_DESK, Role.SUPERVISOR)
OFFICERS = ("officer-1", "officer-2", "officer-3", "officer-4")


def _terms(chance: Random) -> Terms:
    rule = RefundRule(on_withdrawal=_coin(chance), on_rejection=_coin(chance), on_lapse=_coin(chance))
    return terms_of(order=chance.choice(list(PaymentOrder)), fee=chance.choice((0, 300)), refund=rule)


def _coin(chance: Random) -> bool:
    return chance.random() < 0.5


def _officer(chance: Random) -> Actor:
    """Return an officer in some roles, now and then the applicant in person."""
    roles = tuple(role for role in OFFICE if chance.random() < 0.7)
    return Actor(id=chance.choice(OFFICERS), roles=roles, person=chance.choice((None, None, None, RESIDENT)))


COMMANDS: tuple[Any, ...] = (
    c.Take(),
    *(c.Assign(officer=officer, reason=AssignReason.WORKLOAD) for officer in (None, *OFFICERS)),
    c.ProposeApproval(),
    c.ProposeRejection(reasons=REASONS),
    c.ReturnToApplicant(remarks=(REMARK,)),
    c.OpenFinding(),
    c.ReleaseHold(),
    c.CheckAgain(),
    c.Approve(),
    c.Reject(),
    c.Remand(),
    c.RecordReturnedMail(reason=ReturnReason.MOVED),
    c.DestroyReturnedMail(),
    *(c.ConfirmDispatch(tracking_number=number) for number in NUMBERS),
    *(c.Correct(revision=revision, resigned=True) for revision in (2, 3, 4)),
)
SAID: dict[str, Any] = {"at": START, "by": "system"}
MONEY: dict[str, Any] = {**SAID, "payment_id": "pay-1"}
FACTS: tuple[Any, ...] = (
    IdentityVerified(**SAID, evidence="e", revocation_source="crl"),
    Held(**SAID, stage=HoldStage.IDENTITY),
    *(
        fact
        for stage in (HoldStage.ELIGIBILITY, HoldStage.BEFORE_ISSUE)
        for fact in (
            # Mostly clear, or no request would get far.
            *[EligibilityConfirmed(**SAID, stage=stage, evidence="e", applicant=RESIDENT)] * 2,
            Held(**SAID, stage=stage, applicant=RESIDENT),
            Held(**SAID, stage=stage, evidence="e", applicant=RESIDENT),
        )
    ),
    Held(**SAID, stage=HoldStage.PRINT),
    DeadlineSet(**SAID, deadline=DeadlineKind.PAYMENT, due_at=START),
    PaymentRequested(**MONEY, amount=300),
    PaymentCaptured(**MONEY, charge_id="pay-1", amount=300, provider_reference="r", captured_at=START),
    CertificateIssued(
        **SAID, certificate="c", cover_letter="l", sheets=1, weight_grams=20, mail_class=MailClass.ORDINARY
    ),
    *(HandedOver(**SAID, letter_id=ids.letter_id(REQUEST, attempt), accepted_at=START) for attempt in (1, 2, 3)),
    HandOverRefused(**SAID, letter_id="letter", code="x"),
    Delivered(**SAID, event_id="scan"),
    MailReturned(**SAID, reason=ReturnReason.MOVED, event_id="scan"),
    Delivered(**SAID),
    DeliveryConfirmed(**SAID, event_id="scan"),
    LateReturnsOver(**SAID),
    Refunded(**MONEY, method="refund"),
    RefundHandedToOfficer(**MONEY, officer="officer-kimura"),
)
# Endings are rare, or no request would get far.
ENDINGS: tuple[Any, ...] = (
    c.Withdraw(),
    Lapsed(**SAID, reason=LapseReason.UNPAID),
    Lapsed(**SAID, reason=LapseReason.NOT_CORRECTED),
    IdentityRefused(**SAID, evidence="e", reasons=("expired",)),
)


_OF_MONEY = (PaymentCaptured, RefundDue, Refunded, RefundHandedToOfficer)
_OF_A_LETTER = (DeadlineSet, DeliveryConfirmed, MailReturned, LateReturnsOver)
# What may still happen after each end.
_AFTER_THE_END = dict.fromkeys(ENDS, _OF_MONEY) | {Status.COMPLETED: _OF_A_LETTER}


def _drawn(status: Status, chance: Random) -> Any:
    """Return a command or a fact: mostly one the status allows, now and then any, seldom an ending."""
    if chance.random() < 0.02:
        return chance.choice(ENDINGS)
    fitting = [each for each in (*COMMANDS, *FACTS) if _is_at_home(each, status)]
    return chance.choice(fitting if fitting and chance.random() < 0.8 else (*COMMANDS, *FACTS))


def _is_at_home(drawn: Any, status: Status) -> bool:
    if isinstance(drawn, c.Command):
        return type(drawn) in ALLOWED[status]
    return status in _RULES[type(drawn)].statuses


def _decision(number: int) -> str:
    return f"decision-{number:08}"


def _step(desk: Desk, drawn: Any, actor: Actor, number: int, chance: Random) -> tuple[AnyEvent, ...]:
    at = desk.now = desk.now + timedelta(minutes=1)
    try:
        if isinstance(drawn, c.Command):
            who = actor if drawn.is_of_the_office() else APPLICANT
            decision = c.Decision(decision_id=_decision(number), actor=who, command=drawn, named=examiner_named(drawn))
            caused = decide(REQUEST, desk.state, decision, at, desk.ways)
        else:
            caused = record(desk.state, drawn.model_copy(update={"at": at}))
    except DomainError:
        return ()
    if isinstance(drawn, Held) and drawn.evidence:
        desk.ways = chance.choice(list(WaysOut))
    desk.events.extend(caused)
    return caused


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
    desk = Desk(_terms(chance))
    persons: dict[str, str | None] = {}
    for number in range(STEPS):
        before, actor = desk.state, _officer(chance)
        persons[_decision(number)] = actor.person
        caused = _step(desk, _drawn(before.status, chance), actor, number, chance)
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
