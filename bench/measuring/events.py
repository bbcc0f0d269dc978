"""Counts what workflows leave in their histories: events by kind, and bytes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client

from bench.bare.plan import kind


@dataclass(frozen=True)
class CaseHistory:
    """Both histories of one case, its own and its payment's. `ids` are the workflows'; `size` is in bytes, as the engine counts them."""

    ids: tuple[str, str]
    request: Sequence[HistoryEvent]
    payment: Sequence[HistoryEvent]
    size: int

    @property
    def by_kind(self) -> Counter[str]:
        """Events of both by kind."""
        return Counter(kind(event) for event in (*self.request, *self.payment))

    @property
    def events(self) -> int:
        """Events of both."""
        return len(self.request) + len(self.payment)


async def case_history(engine: Client, request: str, payment: str) -> CaseHistory:
    """Fetch both histories of one case by their workflow ids."""
    histories, size = [], 0
    for workflow_id in (request, payment):
        handle = engine.get_workflow_handle(workflow_id)
        histories.append((await handle.fetch_history()).events)
        size += (await handle.describe()).raw_description.workflow_execution_info.history_size_bytes
    return CaseHistory(ids=(request, payment), request=histories[0], payment=histories[1], size=size)


def usual(histories: Sequence[CaseHistory]) -> tuple[CaseHistory, float]:
    """Return a history whose counts most cases share, and the share of cases that do."""
    signatures = Counter(frozenset(each.by_kind.items()) for each in histories)
    signature, times = signatures.most_common(1)[0]
    found = next(each for each in histories if frozenset(each.by_kind.items()) == signature)
    return found, times / len(histories)


def differences(ours: Counter[str], others: Counter[str]) -> dict[str, int]:
    """Return by kind how many events more ours has; empty when both have the same."""
    return {name: ours[name] - others[name] for name in sorted({*ours, *others}) if ours[name] != others[name]}
