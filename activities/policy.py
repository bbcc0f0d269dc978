"""The municipality's policy, read on behalf of the workflow: terms at the beginning, deadlines later.

Workflow code never computes a holiday: what is computed here is recorded and stays as it was.
"""

from datetime import datetime

from pydantic import BaseModel, ConfigDict
from temporalio import activity

from activities.failures import translated
from domain.cases.submission import StartOrder
from domain.certificates.submission import Subject
from domain.certificates.terms import Terms
from domain.certificates.terms_of import terms
from domain.municipality.book import PolicyBook
from domain.municipality.deadlines import deadline
from domain.municipality.policy import ProcedureRules

# A deadline begun in December may end two years on: 標準処理期間 and 保管期間 are the municipality's to choose.
_YEARS_AHEAD = 2


class ComputeDeadline(BaseModel):
    """Which deadline of which procedure in which municipality, running from when."""

    model_config = ConfigDict(frozen=True)

    municipality: str
    procedure: str
    kind: str
    start: datetime


class Due(BaseModel):
    """An instant, UTC."""

    model_config = ConfigDict(frozen=True)

    at: datetime


class PolicyActivities:
    """Look-ups in the policy book; no outside system is asked."""

    def __init__(self, book: PolicyBook) -> None:
        self._book = book

    @activity.defn(name="read_terms")
    async def read_terms(self, order: StartOrder) -> Terms:
        """Return the terms in force when the request was received."""
        with translated():
            policy = self._book.policy(order.municipality)
            year = order.received_at.year
            closed = self._book.closed_days(order.municipality, year, year + _YEARS_AHEAD)
            asked = Subject.of(order)
            return terms(policy, asked.kind, asked.options, asked.copies, order.received_at, closed)

    @activity.defn(name="compute_deadline")
    async def compute_deadline(self, order: ComputeDeadline) -> Due:
        """Return the last instant of a deadline by the municipality's calendar."""
        with translated():
            policy = self._book.policy(order.municipality)
            year = order.start.year
            closed = self._book.closed_days(order.municipality, year, year + _YEARS_AHEAD)
            span = policy.rules(order.procedure, ProcedureRules).deadlines.of(order.kind)
            return Due(at=deadline(span, order.start, closed))
