"""What became of a letter that a dispatcher confirmed: the post's word, waited for, and asked for again."""

import asyncio
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.addressing import HasStore
from cli.answers import Answer
from domain.cases.submission import StartOrder
from domain.certificates.commands import ConfirmDispatch, Decision
from domain.certificates.events import AnyEvent
from domain.certificates.paper_events import DispatchConfirmed, HandedOver, HandOverRefused
from domain.error_texts import error_words
from domain.errors import DomainError, ErrorCode
from domain.postal.tracking import parse_tracking_number
from hosting.exit_codes import NO, NO_ANSWER

if TYPE_CHECKING:
    from starter import Caller
    from workflows.cases.messages import DecisionReceipt

_WITHIN = 30.0  # seconds: a post that is down is asked again for hours
_PAUSE = 0.2  # seconds
_REGISTER_CHANGED = (
    "戻った郵便のあとで台帳の記載が変わりました。封筒の宛先には送れません。廃棄してください"
    " (the register has changed since the letter was printed: destroy it)"
)
_REASONS = {code.value: code for code in (ErrorCode.TRACKING_NUMBER_IN_USE, ErrorCode.TRACKING_NUMBER_INVALID)}


async def decided(caller: "Caller", order: StartOrder, decision: Decision) -> "DecisionReceipt":
    """Decide; a number that another letter bears is refused with that case's number, as officers call it."""
    try:
        return await caller.certificates.requests.decide(order.case_id, decision)
    except DomainError as error:
        bearer = error.facts.get("case_id") if error.code is ErrorCode.TRACKING_NUMBER_IN_USE else None
        other = await caller.store.intake.get(str(bearer)) if bearer else None
        if other is None:
            raise
        raise DomainError(error.code, case_id=other.case_number) from None


async def told_by_the_post(caller: HasStore, order: StartOrder, decision: Decision, within: float = _WITHIN) -> Answer:
    """Wait `within` seconds for the post's word on the letter of this decision: taken (0), refused (1), not known yet (3)."""
    until = time.monotonic() + within
    while True:
        word = word_of_the_post(await caller.store.reading.events(order.case_id), decision)
        if word is not None:
            return _answer(word, order, decision)
        if time.monotonic() >= until:
            return _not_known(order, decision)
        await asyncio.sleep(_PAUSE)


def word_of_the_post(events: Sequence[AnyEvent], decision: Decision) -> HandedOver | HandOverRefused | None:
    """Return what the post said of the letter that this decision confirmed; None while it has said nothing."""
    letters = {
        event.letter_id
        for event in events
        if isinstance(event, DispatchConfirmed) and (event.by, event.decision_id) == _who(decision)
    }
    words = (each for each in events if isinstance(each, HandedOver | HandOverRefused))
    return next((each for each in words if each.letter_id in letters), None)


def _who(decision: Decision) -> tuple[str, str]:
    return decision.actor.id, decision.decision_id


def _answer(word: HandedOver | HandOverRefused, order: StartOrder, decision: Decision) -> Answer:
    about = {"case_id": order.case_id, "decision_id": decision.decision_id}
    if isinstance(word, HandedOver):
        document = {**about, "status": "dispatched", "accepted_at": word.accepted_at.isoformat()}
        return Answer(document, f"{order.case_number}  →  発送済 (追跡番号 {_number(decision)})")
    text = (
        f"出していません: {_REGISTER_CHANGED}"
        if word.code == "register_changed"
        else f"郵便局が引き受けませんでした: {_reason(word.code)} (the post refused the letter: {word.code})"
    )
    error = {
        "code": "hand_over_refused",
        "message": text,
        "details": [{"field": "tracking_number", "reason": word.code}],
    }
    return Answer({**about, "error": error}, f"{order.case_number}  {text}", NO)


def _reason(code: str) -> str:
    if code not in _REASONS:
        return "発送担当が確かめてください。"
    words = error_words(_REASONS[code])
    return f"{words.reason}{words.fix}"


def _not_known(order: StartOrder, decision: Decision) -> Answer:
    again = (
        f"madoguchi staff dispatch {order.case_id} {_number(decision)}"
        f" --as {decision.actor.id} --decision-id {decision.decision_id}"
    )
    text = f"郵便局の答えがまだありません (not known yet whether the post took it). もう一度たずねる: {again}"
    error = {"code": "hand_over_unknown", "message": text, "details": [{"again": again}]}
    return Answer({"case_id": order.case_id, "error": error}, text, NO_ANSWER)


def _number(decision: Decision) -> str:
    """Return the number as it is on the label, however it was typed."""
    command = decision.command
    return parse_tracking_number(command.tracking_number) if isinstance(command, ConfirmDispatch) else ""
