"""What the procedure of certificates waits for besides: its deadlines, and what its steps find."""

from collections.abc import Awaitable
from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.policy import ComputeDeadline, PolicyActivities
    from domain.certificates.events import DeadlineSet
    from domain.certificates.record import MachineFact
    from domain.certificates.submission import NAME
    from domain.certificates.terms import DeadlineKind
    from workflows.cases.waiting import ask
    from workflows.certificates.case import RequestCase
    from workflows.stamping import stamp


async def set_deadline(case: RequestCase, kind: DeadlineKind) -> datetime | None:
    """Return the deadline of this kind: the one that stands, or a new one that is recorded.

    None when a decision moves the request before it is computed.
    """
    standing = case.state.due.get(kind)
    if standing is not None:
        return standing
    order = ComputeDeadline(municipality=case.order.municipality, procedure=NAME, kind=kind, start=workflow.now())
    due = await ask(case, PolicyActivities.compute_deadline, order)
    if due is None:
        return None
    case.note(DeadlineSet(**stamp(), deadline=kind, due_at=due.at))
    return due.at


async def carry_out(case: RequestCase, step: Awaitable[MachineFact | None]) -> None:
    """Run a step and note what it found; drop it when a decision moves the request meanwhile."""
    status = case.state.status
    found = await step
    if found is not None and case.state.status is status:
        case.note(found)
