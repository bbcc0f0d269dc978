"""The municipality's policy, read on behalf of a workflow of any procedure.

Workflow code never computes a holiday: what is computed here is recorded and stays as it was.
"""

from datetime import datetime

from pydantic import BaseModel, ConfigDict
from temporalio import activity

from activities.failures import translated
from domain.municipality.book import PolicyBook, calendar_from
from domain.municipality.deadlines import deadline
from domain.municipality.policy import ProcedureRules


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
    """Reads in the policy book; no outside system is asked."""

    def __init__(self, book: PolicyBook) -> None:
        self._book = book

    @activity.defn(name="compute_deadline")
    async def compute_deadline(self, order: ComputeDeadline) -> Due:
        """Return the last instant of a deadline by the municipality's calendar."""
        with translated():
            rules = self._book.policy(order.municipality).rules(order.procedure, ProcedureRules)
            closed = calendar_from(self._book, order.municipality, order.start)
            return Due(at=deadline(rules.deadlines.of(order.kind), order.start, closed))
