"""A request as lists show it: one row of the read tables, folded from its events. No personal data."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from domain.certificates.kinds import CertificateKind
from domain.certificates.state import RequestState
from domain.certificates.status import Status


class Case(BaseModel):
    """One request. `updated_at` is when its last event happened, `due_at` its next deadline, `place` its last event.

    `processing_due_at` is the end of the 標準処理期間. `refusal` is the post's code while a letter that it did not take waits for the dispatcher.
    `twin` is the case number of another request by the same person for the same thing within a day: a sign for whoever
    examines, and no ground of refusal. It is not of the request itself, but looked for among the others.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    case_number: str
    municipality: str
    kind: CertificateKind
    status: Status
    copies: int
    received_at: datetime
    updated_at: datetime
    due_at: datetime | None
    processing_due_at: datetime
    examiner: str | None
    refusal: str | None
    closed: bool
    place: int
    twin: str | None = None


def case_of(case_id: str, state: RequestState, updated_at: datetime) -> Case:
    """Return the row of a request in this state."""
    return Case(
        case_id=case_id,
        case_number=state.case_number,
        municipality=state.municipality,
        kind=state.kind,
        status=state.status,
        copies=state.copies,
        received_at=state.received_at,
        updated_at=updated_at,
        due_at=min(state.due.values(), default=None),
        processing_due_at=state.terms.processing_due_at,
        examiner=state.examination.examiner,
        refusal=state.post.refusal,
        closed=state.closed,
        place=state.place,
    )
