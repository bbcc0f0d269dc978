"""A request as the procedure's own lists show it: a case's row, with its subject spelled out. No personal data."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from domain.cases.row import CaseRow
from domain.certificates.kinds import CertificateKind
from domain.certificates.status import Status


class ListedRequest(BaseModel):
    """One request. `updated_at` is when its last event happened, `due_at` its next deadline, `place` its last event.

    `act_by` is by when whoever's turn it is should have acted. `processing_due_at` is the end of the 標準処理期間. `refusal` is the post's code while a letter that it did not take waits for the dispatcher.
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
    act_by: datetime | None = None
    processing_due_at: datetime
    examiner: str | None
    refusal: str | None
    closed: bool
    place: int
    twin: str | None = None


class Listing(NamedTuple):
    """Rows as lists show them; `unreadable` are the ids of those that another release wrote, and that this one cannot show."""

    requests: tuple[ListedRequest, ...]
    unreadable: tuple[str, ...]


def listing(rows: Sequence[CaseRow]) -> Listing:
    """Return rows of the procedure as its lists show them: one that cannot be read stands in no other's way."""
    shown = {row.case_id: _listed(row) for row in rows}
    return Listing(
        tuple(each for each in shown.values() if each is not None),
        tuple(case_id for case_id, each in shown.items() if each is None),
    )


def _listed(row: CaseRow) -> ListedRequest | None:
    own = row.model_dump(exclude={"procedure", "assignee", "subject"})
    try:
        return ListedRequest.model_validate({**own, **row.subject, "examiner": row.assignee})
    except ValidationError:
        return None
