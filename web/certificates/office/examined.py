"""What an approver is told of the examination: who proposed, what they had looked at by then, what happened since."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from domain.certificates.disclosure import Part
from domain.certificates.events import AnyEvent
from domain.certificates.examination_events import ApprovalProposed, Corrected, RejectionProposed
from domain.municipality.calendar import local_date
from web.certificates.office.cases import OfficeCase
from web.certificates.office.history import Happened, Notes, happened

_MOST_OPENINGS = 200


class Examined(NamedTuple):
    """The proposal that waits: by whom (a name) and when; when they last looked before, None: never; what happened since."""

    by: str
    at: datetime
    opened_at: datetime | None
    since: Sequence[Happened]


async def examined(case: OfficeCase, events: Sequence[AnyEvent], notes: Notes) -> Examined | None:
    """Return the examination of a case that waits for an approver; None: no proposal waits. Raises PortUnavailable."""
    place, proposal = _proposal(case, events)
    if proposal is None:
        return None
    corrected = max((each.at for each in events[:place] if isinstance(each, Corrected)), default=case.order.received_at)
    openings = await case.desk.openings.openings(officer=proposal.by, case_id=case.case_id, limit=_MOST_OPENINGS)
    looked = [each.at for each in openings if each.part == Part.APPLICATION and corrected <= each.at <= proposal.at]
    name = case.page.policy.officers.name(proposal.by, local_date(proposal.at))
    return Examined(name, proposal.at, max(looked, default=None), happened(case, events, since=place, notes=notes))


def _proposal(case: OfficeCase, events: Sequence[AnyEvent]) -> tuple[int, ApprovalProposed | RejectionProposed | None]:
    """Return the proposal that waits, and its place among the events."""
    if case.state.examination.proposal is None:
        return 0, None
    for place in range(len(events), 0, -1):
        event = events[place - 1]
        if isinstance(event, ApprovalProposed | RejectionProposed):
            return place, event
    return 0, None
