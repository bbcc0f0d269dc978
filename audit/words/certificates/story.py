"""A request in a few sentences: what is asked for, how long the office took, what the money did."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from audit.phrases import Phrase, moment, phrase, span
from audit.words.certificates.codes import named
from audit.words.shape import Summary
from domain.certificates.kinds import CertificateKind
from domain.certificates.state import RequestState
from domain.certificates.status import RefundStatus
from domain.japan import legal_day


class MoneyStory(BaseModel):
    """What the money did. `amount` is in yen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: int
    payment_id: str | None
    charge_id: str | None
    provider_reference: str
    captured_at: datetime | None
    refund: RefundStatus
    what: Phrase


class RequestSummary(Summary):
    """A request. `processing_seconds` is what of the 標準処理期間 was used: since arrival (到達) without the pauses for correction."""

    kind: CertificateKind
    policy_version: str
    processing_due_at: datetime
    paused_seconds: float
    processing_seconds: float
    money: MoneyStory


def summary(state: RequestState, last: datetime) -> RequestSummary:
    """Return a request up to the instant of its last event."""
    paused = state.paused_seconds + ((last - state.paused_at).total_seconds() if state.paused_at else 0.0)
    processing = (last - state.received_at).total_seconds() - paused
    kind, clock, due = named(state.kind), span(processing), legal_day(state.terms.processing_due_at)
    version, money = state.terms.policy_version, _money(state)
    return RequestSummary(
        head=phrase(f"{kind.ja}  規則 {version}", f"{kind.en}  rules {version}"),
        lines=(
            phrase(f"処理期間 {clock.ja}(期限 {due})", f"Processing {clock.en} (due {due})"),
            phrase("納付: ", "Money: ") + money.what,
        ),
        kind=state.kind,
        policy_version=version,
        processing_due_at=state.terms.processing_due_at,
        paused_seconds=paused,
        processing_seconds=processing,
        money=money,
    )


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
    if money.payment_id is None and state.ended:
        return phrase(f"{amount}円の納付は求めませんでした", f"{amount} yen were never asked for")
    if money.payment_id is None:
        return phrase(f"{amount}円の納付をまだ求めていません", f"{amount} yen not yet asked for")
    if state.ended:
        return phrase(f"{amount}円は納付されませんでした", f"{amount} yen were never paid")
    return phrase(f"{amount}円の納付待ちです", f"{amount} yen awaited")
