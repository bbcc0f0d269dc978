"""What the office has to do and has done, by the states of the city's requests (web.certificates.ports Workload, Statistics)."""

# ruff: noqa: D102 - the methods are those of the port, described there

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from domain.certificates.events import AnyEvent
from domain.certificates.evolve import fold
from domain.certificates.state import RequestState
from domain.certificates.statistics import CountedRequest
from domain.certificates.status import RefundStatus, Status
from domain.certificates.workload import BY_ITSELF, SHARED, HeldMoney, Load, Stuck


class _City(Protocol):
    events: Mapping[str, Sequence[AnyEvent]]
    orders: Mapping[str, object]
    now: datetime


class FakeWorkload:
    """Folds what happened, each time it is asked."""

    def __init__(self, city: _City) -> None:
        self._city = city

    def _states(self) -> dict[str, RequestState]:
        states = {case_id: fold(events) for case_id, events in self._city.events.items()}
        return {case_id: state for case_id, state in states.items() if state and not state.identity.hold_has_finding}

    async def loads(self) -> Sequence[Load]:
        shared = [state for state in self._states().values() if state.status in SHARED]
        return [self._load(officer, shared) for officer in sorted({each.assignee or "" for each in shared})]

    def _load(self, officer: str, shared: Sequence[RequestState]) -> Load:
        own = [each for each in shared if (each.assignee or "") == officer]
        counts = [
            sum(each.status is status for each in own)
            for status in (Status.UNDER_EXAMINATION, Status.RETURNED, Status.AWAITING_APPROVAL)
        ]
        late = [
            each for each in own if each.status is not Status.RETURNED and each.act_by and each.act_by <= self._city.now
        ]
        return Load(officer, *counts, overdue=len(late))

    async def money(self) -> Sequence[HeldMoney]:
        return [
            HeldMoney(case_id, state.case_number, state.status, state.money.refund, state.terms.amount)
            for case_id, state in self._states().items()
            if state.money.refund in {RefundStatus.DUE, RefundStatus.WITH_OFFICER}
        ]

    async def stuck(self, before: datetime) -> Sequence[Stuck]:
        return [
            Stuck(case_id, state.case_number, state.status, self._city.events[case_id][-1].at)
            for case_id, state in self._states().items()
            if state.status in BY_ITSELF
            and self._city.events[case_id][-1].at < before
            and (state.status is not Status.READY_TO_DISPATCH or state.post.confirmed)
        ]

    async def requests(self, since: datetime, until: datetime, most: int) -> Sequence[CountedRequest]:
        return [
            CountedRequest(
                case_id,
                state.case_number,
                state.kind,
                state.copies,
                state.status,
                state.received_at,
                state.terms.processing_due_at,
                state.paused_seconds,
                state.post.accepted_at,
                state.refused_at,
                state.assignee,
            )
            for case_id, state in sorted(self._states().items())
            if since <= state.received_at < until
        ][:most]

    async def not_begun(self, before: datetime) -> int:
        return sum(case_id not in self._city.events for case_id in self._city.orders)
