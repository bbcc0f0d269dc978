"""Certificates (証明書) as the house knows them: the procedure's one value."""

import hashlib

from pydantic import JsonValue, TypeAdapter

from domain import ids
from domain.cases.procedure import Procedure
from domain.certificates.application import Application
from domain.certificates.commands import COMMANDS, Decision
from domain.certificates.correspondence import CORRESPONDENCE
from domain.certificates.events import AnyEvent
from domain.certificates.evolve import evolve
from domain.certificates.notices import notices_of
from domain.certificates.overpayment import is_known
from domain.certificates.rule_files import RULE_FILES
from domain.certificates.state import RequestState
from domain.certificates.status import Status, neutral
from domain.certificates.submission import NAME
from domain.payments.overpayment import OverpaymentFound, OverpaymentHandedToOfficer, OverpaymentReturned

# Nothing came of these: whoever withdrew may ask again.
_CAME_TO_NOTHING = frozenset({Status.WITHDRAWN, Status.LAPSED, Status.REJECTED})


def subject(state: RequestState) -> dict[str, JsonValue]:
    """Return what lists show of a request: what is asked for, its processing deadline, the post's refusal."""
    return {
        "kind": state.kind.value,
        "copies": state.copies,
        "processing_due_at": state.terms.processing_due_at.isoformat(),
        "refusal": state.post.refusal,
    }


def likeness(state: RequestState) -> str | None:
    """Return the same text for the same person's requests for the same thing; None while the person is not known."""
    if state.identity.applicant is None or state.status in _CAME_TO_NOTHING:
        return None
    asked = f"{state.identity.applicant} {state.kind} {state.options.model_dump_json()}"
    return hashlib.sha256(asked.encode()).hexdigest()[:32]


CERTIFICATES: Procedure[RequestState, AnyEvent] = Procedure(
    name=NAME,
    prefix="cert",
    form=Application,
    statuses=Status,
    state=RequestState,
    event=TypeAdapter(AnyEvent),
    decision=Decision,
    evolve=evolve,
    notice_of=notices_of,
    correspondence=CORRESPONDENCE,
    subject=subject,
    likeness=likeness,
    commands=COMMANDS,
    rules=RULE_FILES,
    after_the_end=(OverpaymentFound, OverpaymentReturned, OverpaymentHandedToOfficer),
    workflows_beside=lambda case_id: (ids.payment_workflow_id(ids.payment_id(case_id)),),
    knows_capture=is_known,
    outside=neutral,
)
