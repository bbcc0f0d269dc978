"""Where facts of money beside the fee are recorded: by the request's workflow, and once it has ended beside it."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from domain import ids
from domain.certificates.events import AnyEvent
from domain.certificates.overpayment import is_settled, overpayment_of, record_money
from domain.certificates.state import RequestState
from domain.certificates.status import RefundStatus
from domain.errors import DomainError, ErrorCode, PortUnavailable
from domain.payments.overpayment import MoneyNotice, OverpaymentFact, Owed
from domain.ports import Clock

_LOOKS = 5
_PAUSE = 0.2  # seconds
_NOT_UNDER_WAY = (ErrorCode.REQUEST_CLOSED, ErrorCode.REQUEST_UNKNOWN)


class Requests(Protocol):
    """The requests' workflows."""

    async def note_money(self, case_id: str, notice: MoneyNotice) -> None:
        """Tell a request. Raises DomainError REQUEST_CLOSED or REQUEST_UNKNOWN when none is under way."""


class Reading(Protocol):
    """What is recorded."""

    async def state(self, case_id: str) -> RequestState | None:
        """Return a request's state as last recorded."""


class EndedRequests(Protocol):
    """Ledger entries of requests whose workflow has ended."""

    async def add(self, case_id: str, events_in: Callable[[RequestState], tuple[AnyEvent, ...]]) -> RequestState:
        """Add what a request's state causes and return the state then."""


class RequestMoneyBooks:
    """MoneyBooks of certificate requests."""

    def __init__(self, requests: Requests, reading: Reading, ended: EndedRequests, clock: Clock) -> None:
        self._requests = requests
        self._reading = reading
        self._ended = ended
        self._clock = clock

    async def note(self, fact: OverpaymentFact) -> Owed:
        """Record a fact once and return whether the money is owed still; PortUnavailable while no state knows the fact."""
        state = await self._noted(fact)
        known = overpayment_of(state, fact.charge_id)
        owed = known is not None and known.refund is RefundStatus.DUE
        return Owed(owed=owed, officer=state.terms.accounting_officer)

    async def _noted(self, fact: OverpaymentFact) -> RequestState:
        case_id = ids.case_of_payment(fact.payment_id) or ""
        standing = await self._reading.state(case_id)
        if standing is not None and is_settled(standing, fact):
            return standing
        try:
            await self._requests.note_money(case_id, MoneyNotice(fact=fact))
        except DomainError as error:
            if error.code not in _NOT_UNDER_WAY:
                raise
            return await self._ended.add(case_id, lambda state: record_money(state, fact, self._clock()))
        return await self._recorded(case_id, fact)

    async def _recorded(self, case_id: str, fact: OverpaymentFact) -> RequestState:
        for _ in range(_LOOKS):
            state = await self._reading.state(case_id)
            if state is not None and is_settled(state, fact):
                return state
            await asyncio.sleep(_PAUSE)
        raise PortUnavailable("request")
