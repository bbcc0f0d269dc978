"""A request as lists show it: one row of the read tables, folded from its events. No personal data."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from domain.certificates.kinds import CertificateKind
from domain.requests.state import RequestState
from domain.requests.status import Status


class Case(BaseModel):
    """One request. `updated_at` is when its last event happened, `due_at` its next deadline, `place` its last event.

    `refusal` is the post's code while a letter that it did not take waits for the dispatcher.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    request_id: str
    receipt_number: str
    municipality: str
    kind: CertificateKind
    status: Status
    copies: int
    received_at: datetime
    updated_at: datetime
    due_at: datetime | None
    examiner: str | None
    refusal: str | None
    closed: bool
    place: int


def case_of(request_id: str, state: RequestState, updated_at: datetime) -> Case:
    """Return the row of a request in this state."""
    return Case(
        request_id=request_id,
        receipt_number=state.receipt_number,
        municipality=state.municipality,
        kind=state.kind,
        status=state.status,
        copies=state.copies,
        received_at=state.received_at,
        updated_at=updated_at,
        due_at=min(state.due.values(), default=None),
        examiner=state.examination.examiner,
        refusal=state.post.refusal,
        closed=state.closed,
        place=state.place,
    )
