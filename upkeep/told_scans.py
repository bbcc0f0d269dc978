"""What the carrier told of a letter is passed on to its case: each scan once, however often it was told."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from domain.errors import DomainError, ErrorCode, PortUnavailable
from domain.inbox import ToldScan
from domain.procedures import PROCEDURES, Procedures

_AT_ONCE = 20
_SWEEP_AFTER = 20_000  # rounds: about an hour of quiet
_NOBODY_WAITS = (ErrorCode.REQUEST_UNKNOWN, ErrorCode.REQUEST_CLOSED)

Hint = Callable[[str, str], Awaitable[None]]
"""Tells a case, by its id, of a scan, by its id."""


class Inbox(Protocol):
    """Scans the carrier told of."""

    async def scans(self, limit: int, /) -> Sequence[ToldScan]:
        """Take scans to pass on now."""

    async def scan_passed_on(self, event_id: str, /) -> None:
        """Note that a scan has reached its case."""

    async def scan_later(self, event_id: str, /) -> None:
        """Pass a scan on in a moment."""

    async def sweep(self) -> None:
        """Forget what was heard long ago."""


class ToldScans:
    """Passes scans on.

    `hints` tell a case, by the procedure's name; they raise DomainError REQUEST_UNKNOWN or REQUEST_CLOSED. A scan for a
    procedure that is not served here waits for a worker that serves it.
    """

    def __init__(self, inbox: Inbox, hints: Mapping[str, Hint], procedures: Procedures = PROCEDURES) -> None:
        self._inbox = inbox
        self._hints = hints
        self._procedures = procedures
        self._rounds = 0

    async def pass_on(self) -> int:
        """Pass on what is due and return how many. Raises PortUnavailable when the engine does not answer."""
        if self._rounds == 0:
            await self._inbox.sweep()
        self._rounds = (self._rounds + 1) % _SWEEP_AFTER
        passed_on = 0
        for scan in await self._inbox.scans(_AT_ONCE):
            hint = self._hint_of(scan.case_id)
            if hint is None:
                await self._inbox.scan_later(scan.event_id)
                continue
            try:
                await hint(scan.case_id, scan.event_id)
            except DomainError as error:
                if error.code not in _NOBODY_WAITS:
                    raise
            except PortUnavailable:
                await self._inbox.scan_later(scan.event_id)
                raise
            await self._inbox.scan_passed_on(scan.event_id)
            passed_on += 1
        return passed_on

    def _hint_of(self, case_id: str) -> Hint | None:
        procedure = self._procedures.find(case_id)
        return None if procedure is None else self._hints.get(procedure.name)
