"""What somebody said of a charge is looked into: the provider is asked, and what it captured reaches the ledger.

Notices are not signed. However many come, a charge is looked at once a second at most (ADR 18), and only a capture goes on:
to the payment that is under way, or, when none is, on its way back unless it is the fee.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import structlog

from domain import ids
from domain.errors import DomainError, PortRejected, PortUnavailable
from domain.inbox import ToldCharge
from domain.payments.charge import Charge, ChargeStatus
from domain.procedures import PROCEDURES, Procedures
from upkeep.known_captures import Reading, is_capture_known

_AT_ONCE = 8
_log = structlog.get_logger()


class Inbox(Protocol):
    """Charges that somebody said something about."""

    async def charges(self, limit: int, /) -> Sequence[ToldCharge]:
        """Take charges to look at now."""

    async def settled(self, charge_id: str, /) -> None:
        """Note that the ledger knows a charge's capture."""

    async def unpaid(self, charge: ToldCharge, /) -> None:
        """Note that a charge was shown unpaid."""

    async def unanswered(self, charge: ToldCharge, /) -> None:
        """Look again later."""

    async def captured(self, charge: ToldCharge, /) -> None:
        """Note that a charge is captured and was passed on."""


class Provider(Protocol):
    """Who is asked."""

    async def read(self, charge_id: str, /) -> Charge | None:
        """Return the charge as it stands."""


class ToldCharges:
    """Looks into what was said. `hint` tells a payment, False when none is under way; `send_back` starts a way back."""

    def __init__(
        self,
        inbox: Inbox,
        reading: Reading,
        provider: Provider,
        hint: Callable[[str, str], Awaitable[bool]],
        send_back: Callable[[str, Charge], Awaitable[None]],
        procedures: Procedures = PROCEDURES,
    ) -> None:
        self._inbox = inbox
        self._reading = reading
        self._provider = provider
        self._hint = hint
        self._send_back = send_back
        self._procedures = procedures

    async def look(self) -> int:
        """Look at what is due and return how many. An outside system that does not answer delays that charge alone."""
        due = await self._inbox.charges(_AT_ONCE)
        await asyncio.gather(*(self._look_at(each) for each in due))
        return len(due)

    async def _look_at(self, told: ToldCharge) -> None:
        payment_id = ids.payment_of_charge(told.charge_id) or ""
        try:
            known = await is_capture_known(told.charge_id, self._reading, self._procedures)
        except DomainError as error:  # of another release: who can read the case will say whether it is its fee
            _log.error("charge not looked at", charge_id=told.charge_id, code=error.code.value)
            await self._inbox.unanswered(told)
            return
        if known:
            await self._inbox.settled(told.charge_id)
            return
        try:
            captured = await self._passed_on(payment_id, told.charge_id)
        except (PortUnavailable, PortRejected) as error:
            _log.warning("charge not looked at", charge_id=told.charge_id, system=error.system)
            await self._inbox.unanswered(told)
            return
        # A capture is looked at until the ledger knows it: who was told of it may just have ended.
        await (self._inbox.captured(told) if captured else self._inbox.unpaid(told))

    async def _passed_on(self, payment_id: str, charge_id: str) -> bool:
        charge = await self._provider.read(charge_id)
        if charge is None or charge.status is not ChargeStatus.CAPTURED:
            return False
        if not await self._hint(payment_id, charge_id):
            await self._send_back(payment_id, charge)
        return True
