"""割り振り: what a supervisor sees of the office's work. Cases whose hold has a finding are the closed desk's: in none of it."""

from datetime import datetime, timedelta
from typing import NamedTuple

from domain.cases.queues import CaseQuery
from domain.certificates.commands import Assign
from domain.certificates.status import IN_THE_OFFICE, RefundStatus, Status
from domain.certificates.submission import NAME
from domain.certificates.transitions import ALLOWED

SHARED = tuple(status for status, commands in ALLOWED.items() if Assign in commands)
"""Statuses in which a case may be given to another examiner."""
BY_ITSELF = (Status.VERIFYING, Status.ISSUING, Status.READY_TO_DISPATCH)
"""Statuses in which a machine has the next step: the third, once the number on the envelope is confirmed."""
STUCK_AFTER = timedelta(hours=1)
"""A machine's step that takes longer waits for something that does not answer."""
NO_FINDING = (("identity.hold_has_finding", "false"),)
"""The condition of a query that leaves out what is the closed desk's."""


class Load(NamedTuple):
    """What one officer has in hand (`officer` empty: what nobody has). `overdue` are those past the 標準処理期間 among them."""

    officer: str
    examining: int
    returned: int
    awaiting_approval: int
    overdue: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.examining + self.returned + self.awaiting_approval


class HeldMoney(NamedTuple):
    """A fee that was paid and must go back. `refund`: on its way, or with the officer who answers for the money."""

    case_id: str
    case_number: str
    status: Status
    refund: RefundStatus
    yen: int


class Stuck(NamedTuple):
    """A case at which a machine's step has taken too long. `since`: when its last event happened."""

    case_id: str
    case_number: str
    status: Status
    since: datetime


def in_hand(officer: str) -> CaseQuery:
    """Return what an officer has in hand and may be given to another."""
    return _query(*SHARED).model_copy(update={"assignees": (officer,)})


def overdue(now: datetime) -> CaseQuery:
    """Return what the office should have acted on by now."""
    return _query(*sorted(IN_THE_OFFICE), Status.READY_TO_DISPATCH).model_copy(update={"due_by": now})


def stopped() -> CaseQuery:
    """Return the requests whose clock (標準処理期間) stands still: the citizen corrects."""
    return _query(Status.RETURNED)


def unanswered() -> CaseQuery:
    """Return the holds without a finding: a check gave no answer and is to be made again."""
    return _query(Status.HELD)


def _query(*statuses: Status) -> CaseQuery:
    return CaseQuery(procedure=NAME, statuses=tuple(each.value for each in statuses), facts=NO_FINDING)
