"""What officers and auditors see of a request: state, their own next actions, what happened. No personal data.

Keyed hashes of the applicant and of evidence stay inside: with them, requests of one person could be told together.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, JsonValue

from domain.actors import Actor
from domain.cases.decision import Command
from domain.cases.submission import StartOrder
from domain.certificates.authority import require
from domain.certificates.events import AnyEvent
from domain.certificates.examination_events import Remark
from domain.certificates.holds import WaysOut
from domain.certificates.kinds import CertificateKind
from domain.certificates.listed import ListedRequest
from domain.certificates.state import Delivery, RequestState
from domain.certificates.status import HoldStage, Proposal, RefundStatus, RejectionReason, Status
from domain.certificates.submission import Subject
from domain.certificates.terms import DeadlineKind, FeeLine
from domain.certificates.transitions import open_to
from domain.errors import DomainError

_INSIDE = {"at", "by", "type", "applicant", "evidence", "certificate", "cover_letter", "case_number", "note"}


class Happening(BaseModel):
    """One event: its place among the request's events (from 1), when (UTC), who, what, and its facts."""

    model_config = ConfigDict(frozen=True)

    place: int
    at: datetime
    by: str
    type: str
    facts: dict[str, JsonValue]


class CaseView(BaseModel):
    """A request. `actions` are what whoever asks may do now, the rules of four eyes included.

    `act_by` is by when whoever's turn it is should have acted. `refusal` is the post's code while a letter that it did not
    take waits for the dispatcher; `delivery` says whether the post reported the delivery or it was assumed for want of word.
    `twin` is the case number of another request by the same person for the same thing within a day: a sign, no refusal.
    """

    model_config = ConfigDict(frozen=True)

    case_id: str
    case_number: str
    kind: CertificateKind
    copies: int
    received_at: datetime
    status: Status
    place: int = 0
    actions: tuple[str, ...] = ()
    hold: HoldStage | None = None
    verified: bool = False
    examiner: str | None = None
    proposer: str | None = None
    proposal: Proposal | None = None
    reasons: tuple[RejectionReason, ...] = ()
    remarks: tuple[Remark, ...] = ()
    approver: str | None = None
    fee: tuple[FeeLine, ...] = ()
    amount: int | None = None
    captured_at: datetime | None = None
    refund: RefundStatus = RefundStatus.NONE
    tracking_number: str | None = None
    refusal: str | None = None
    delivery: Delivery | None = None
    act_by: datetime | None = None
    processing_due_at: datetime | None = None
    due: dict[DeadlineKind, datetime] = {}
    twin: str | None = None
    timeline: tuple[Happening, ...] = ()


class Worklist(BaseModel):
    """Cases, oldest submission first. `next` is what to give as `after` for those that follow; None at the end."""

    model_config = ConfigDict(frozen=True)

    items: tuple[ListedRequest, ...]
    next: str | None


def actions_of(state: RequestState, actor: Actor, ways: WaysOut | None) -> tuple[str, ...]:
    """Return what this very person may do now; `ways` out of a hold are told to who has opened its finding."""
    return tuple(each.verb() for each in open_to(state, actor.roles) if _may(state, each, actor, ways))


def _may(state: RequestState, command: type[Command], actor: Actor, ways: WaysOut | None) -> bool:
    try:
        require(state, command, actor, ways)
    except DomainError:
        return False
    return True


def acknowledged(order: StartOrder) -> CaseView:
    """Return the view of a request whose procedure has not begun."""
    return CaseView(status=Status.RECEIVED, **_of_order(order))


def case_view(
    order: StartOrder, state: RequestState, events: Sequence[AnyEvent], actor: Actor, ways: WaysOut | None = None
) -> CaseView:
    """Return the view of a request for somebody."""
    examination = state.examination
    return CaseView(
        **_of_order(order),
        status=state.status,
        place=state.place,
        actions=actions_of(state, actor, ways),
        hold=state.identity.hold,
        verified=state.identity.verified,
        examiner=examination.examiner,
        proposer=examination.proposer,
        proposal=examination.proposal,
        reasons=examination.reasons,
        remarks=examination.remarks,
        approver=examination.approver,
        fee=state.terms.fee,
        amount=state.terms.amount,
        captured_at=state.money.captured_at,
        refund=state.money.refund,
        tracking_number=state.post.tracking_number,
        refusal=state.post.refusal,
        delivery=state.post.delivery,
        act_by=state.act_by,
        processing_due_at=state.terms.processing_due_at,
        due=state.due,
        timeline=tuple(_happening(place, event) for place, event in enumerate(events, start=1)),
    )


def _of_order(order: StartOrder) -> dict[str, Any]:
    about = Subject.of(order).model_dump(include={"kind", "copies"})
    return {**order.model_dump(include={"case_id", "case_number", "received_at"}), **about}


def _happening(place: int, event: AnyEvent) -> Happening:
    facts = event.model_dump(mode="json", exclude=_INSIDE)
    return Happening(place=place, at=event.at, by=event.by, type=event.type, facts=facts)
