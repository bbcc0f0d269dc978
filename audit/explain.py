"""A case in words, from its events alone: what happened, where the case stood after each step, how long each took."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from pydantic import BaseModel, ConfigDict

from audit.phrases import Phrase, moment, phrase
from audit.vocabulary import actor, named
from audit.words import words
from domain.certificates.events import AnyEvent
from domain.certificates.evolve import evolve
from domain.certificates.kinds import CertificateKind
from domain.certificates.state import RequestState
from domain.certificates.status import RefundStatus, Status
from domain.certificates.terms import DeadlineKind

_CONFIG = ConfigDict(frozen=True, extra="forbid")


class Step(BaseModel):
    """One event at its place (from 1). `after_seconds` is the time since the event before; `due` the open deadlines."""

    model_config = _CONFIG

    place: int
    type: str
    at: datetime
    by: str
    who: Phrase
    what: Phrase
    status: Status
    after_seconds: float
    due: dict[DeadlineKind, datetime]


class MoneyStory(BaseModel):
    """What the money did. `amount` is in yen."""

    model_config = _CONFIG

    amount: int
    payment_id: str | None
    charge_id: str | None
    provider_reference: str
    captured_at: datetime | None
    refund: RefundStatus
    what: Phrase


class Explanation(BaseModel):
    """A whole case up to its last event.

    `seconds_in` sums the time spent in each status; `processing_seconds` is what of the 標準処理期間 was used: the time
    since arrival (到達) without the pauses for correction.
    """

    model_config = _CONFIG

    case_id: str
    case_number: str
    municipality: str
    kind: CertificateKind
    policy_version: str
    received_at: datetime
    processing_due_at: datetime
    status: Status
    closed: bool
    steps: tuple[Step, ...]
    seconds_in: dict[Status, float]
    elapsed_seconds: float
    paused_seconds: float
    processing_seconds: float
    money: MoneyStory


def explain(case_id: str, events: Sequence[AnyEvent]) -> Explanation:
    """Return a case in words. Raises ValueError when there are no events or they do not begin a request."""
    steps, state = _steps(events)
    last = events[-1].at
    elapsed = (last - state.received_at).total_seconds()
    paused = state.paused_seconds + ((last - state.paused_at).total_seconds() if state.paused_at else 0.0)
    return Explanation(
        case_id=case_id,
        case_number=state.case_number,
        municipality=state.municipality,
        kind=state.kind,
        policy_version=state.terms.policy_version,
        received_at=state.received_at,
        processing_due_at=state.terms.processing_due_at,
        status=state.status,
        closed=state.closed,
        steps=tuple(steps),
        seconds_in=_seconds_in(steps),
        elapsed_seconds=elapsed,
        paused_seconds=paused,
        processing_seconds=elapsed - paused,
        money=_money(state),
    )


def _steps(events: Sequence[AnyEvent]) -> tuple[list[Step], RequestState]:
    state: RequestState | None = None
    steps: list[Step] = []
    for event in events:
        state = evolve(state, event)
        before = steps[-1].at if steps else state.received_at
        steps.append(
            Step(
                place=state.place,
                type=event.type,
                at=event.at,
                by=event.by,
                who=actor(event.by),
                what=words(event),
                status=state.status,
                after_seconds=(event.at - before).total_seconds(),
                due=state.due,
            )
        )
    if state is None:
        raise ValueError("a case has at least one event")
    return steps, state


def _seconds_in(steps: Sequence[Step]) -> dict[Status, float]:
    spent: dict[Status, float] = {}
    for step, following in pairwise(steps):
        spent[step.status] = spent.get(step.status, 0.0) + following.after_seconds
    return spent


def _money(state: RequestState) -> MoneyStory:
    money = state.money
    return MoneyStory(
        amount=state.terms.amount,
        payment_id=money.payment_id,
        charge_id=money.charge_id,
        provider_reference=money.provider_reference,
        captured_at=money.captured_at,
        refund=money.refund,
        what=money_words(state),
    )


def money_words(state: RequestState) -> Phrase:
    """Return what the money of a case did, in one sentence, what was paid beside the fee included."""
    said = _fee_words(state)
    for each in state.money.overpayments:
        refund = named(each.refund)
        said += phrase(
            f"。ほかに過誤納{each.amount}円、{refund.ja}", f"; {each.amount} yen beside the fee, {refund.en}"
        )
    return said


def _fee_words(state: RequestState) -> Phrase:
    amount, money = state.terms.amount, state.money
    if amount == 0:
        return phrase("手数料はかかりません", "No fee")
    if money.captured_at is not None:
        at, refund = moment(money.captured_at), named(money.refund)
        return phrase(f"{amount}円を{at}に収納、{refund.ja}", f"{amount} yen paid at {at}, {refund.en}")
    if money.payment_id is None:
        return phrase(f"{amount}円の納付をまだ求めていません", f"{amount} yen not yet asked for")
    if state.ended:
        return phrase(f"{amount}円は納付されませんでした", f"{amount} yen were never paid")
    return phrase(f"{amount}円の納付待ちです", f"{amount} yen awaited")
