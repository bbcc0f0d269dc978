"""The ledger against the history: the same fold over both must give the same state (ADR 9)."""

from collections.abc import Iterable, Sequence
from itertools import count, takewhile
from typing import Any

from pydantic import BaseModel, ConfigDict

from audit.phrases import Phrase
from audit.words.shape import ProcedureWords
from domain.cases.batch import EventBatch
from domain.cases.procedure import Procedure


class Agreement(BaseModel):
    """Whether ledger and history tell the same; `parted_at` is the first place (from 1) at which they do not.

    `in_flight`: one of the two is ahead by events being recorded now, which is no disagreement while the case runs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    agrees: bool
    in_flight: bool
    ledger_events: int
    history_events: int
    ledger_status: str | None
    history_status: str | None
    parted_at: int | None = None
    ledger_says: Phrase | None = None
    history_says: Phrase | None = None


def events_of(procedure: Procedure[Any, Any], batches: Iterable[EventBatch]) -> tuple[Any, ...]:
    """Return the events of a case's batches in order; a repeated batch counts once, a gap ends them."""
    placed: dict[int, Any] = {}
    for batch in batches:
        placed.update(enumerate(map(procedure.read, batch.events), start=batch.first))
    return tuple(placed[place] for place in takewhile(placed.__contains__, count(1)))


def agreement(
    words: ProcedureWords[Any, Any], ledger: Sequence[Any], history: Sequence[Any], *, whole: bool
) -> Agreement:
    """Compare event by event, then state with state. `whole`: the history is closed and was replayed to its end.

    What the procedure lets others add after the end may stand in the ledger behind it.
    """
    procedure = words.procedure
    if whole and all(isinstance(each, procedure.after_the_end) for each in ledger[len(history) :]):
        ledger = ledger[: len(history)]
    pairs = zip(ledger, history, strict=False)
    parted = next((place for place, (one, other) in enumerate(pairs, start=1) if one != other), None)
    shorter = min(len(ledger), len(history))
    ahead = len(ledger) != len(history)
    if parted is None and ahead and whole:
        parted = shorter + 1
    same = procedure.fold(ledger[:shorter]) == procedure.fold(history[:shorter])
    here, there = procedure.fold(ledger), procedure.fold(history)
    return Agreement(
        agrees=parted is None and same,
        in_flight=ahead and parted is None,
        ledger_events=len(ledger),
        history_events=len(history),
        ledger_status=here.status.value if here else None,
        history_status=there.status.value if there else None,
        parted_at=parted,
        ledger_says=_at(words, ledger, parted),
        history_says=_at(words, history, parted),
    )


def _at(words: ProcedureWords[Any, Any], events: Sequence[Any], place: int | None) -> Phrase | None:
    return words.sentence(events[place - 1]) if place is not None and place <= len(events) else None
