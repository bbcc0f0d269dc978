"""A request as the procedure's own lists show it: a case's row, with its subject spelled out. No personal data."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from domain.cases.row import CaseRow
from domain.certificates.kinds import CertificateKind
from domain.certificates.status import Status


class ListedRequest(BaseModel):
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


def listed(row: CaseRow) -> ListedRequest:
    """Return a row of the procedure as its lists show it."""
    own = row.model_dump(exclude={"procedure", "assignee", "subject"})
    return ListedRequest.model_validate({**own, **row.subject, "examiner": row.assignee})
