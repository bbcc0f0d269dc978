"""What a citizen sees of a request: neutral words, one next step.

Whatever the office does with a request until its letter is ready is one status outside, in code and words alike: from a
difference somebody looking over the citizen's shoulder could tell that it is held (要確認), and that 支援措置 is in force.
"""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from domain.actors import Role
from domain.certificates.events import AnyEvent
from domain.certificates.grounds import grounds_of, refusal_in
from domain.certificates.kinds import CertificateKind
from domain.certificates.state import RequestState
from domain.certificates.status import RefundStatus, RejectionReason, Status, neutral
from domain.certificates.submission import Subject
from domain.certificates.terms import DeadlineKind
from domain.certificates.texts import CertificateTexts
from domain.certificates.transitions import open_to
from domain.municipality.texts import Language, Texts
from web.receipts import Asked

_DEADLINE = {
    Status.AWAITING_PAYMENT: DeadlineKind.PAYMENT,
    Status.RETURNED: DeadlineKind.CORRECTION,
    Status.MAIL_RETURNED: DeadlineKind.RETURNED_MAIL,  # how long the letter is kept
}
_POSTED = frozenset({Status.DISPATCHED, Status.COMPLETED, Status.MAIL_RETURNED})


class Payment(BaseModel):
    """What is to be paid, in yen, and where.

    `url` is shown to who came with the confirmation code; None also while a code to pay is being made: ask again in a
    moment.
    """

    model_config = ConfigDict(frozen=True)

    amount: int
    url: str | None = None
    expires_at: datetime | None = None


class FieldRemark(BaseModel):
    """A field to correct, and what is wrong with it."""

    model_config = ConfigDict(frozen=True)

    field: str
    code: str
    name: str
    reason: str


class Ground(BaseModel):
    """A ground of a rejection."""

    model_config = ConfigDict(frozen=True)

    code: str
    reason: str


class RequestView(BaseModel):
    """Where a request stands. `actions` are what the citizen may do now: `withdraw`, `correct`.

    `mail_note` says that our mails do not reach the citizen, and what to do; null while they do.
    """

    model_config = ConfigDict(frozen=True)

    receipt_number: str
    case_number: str
    kind: CertificateKind
    kind_text: str
    copies: int
    received_at: datetime
    status: Status
    status_text: str
    next_step: str
    due_at: datetime | None = None
    payment: Payment | None = None
    tracking_number: str | None = None
    remarks: tuple[FieldRemark, ...] = ()
    grounds: tuple[Ground, ...] = ()
    redress: str | None = None
    refund: RefundStatus = RefundStatus.NONE
    actions: tuple[str, ...] = ()
    mail_note: str | None = None
    language: Language


def received(about: Asked, texts: CertificateTexts, language: Language) -> RequestView:
    """Return the view of an acknowledged request whose procedure has not begun."""
    return _view(about, Status.RECEIVED, texts, language)


def view(
    about: Asked, state: RequestState, payment: Payment | None, words: tuple[CertificateTexts, Language]
) -> RequestView:
    """Return the view of a request in this state; `payment` is shown while there is something to pay."""
    texts, language = words
    status = neutral(state.status)
    deadline = _DEADLINE.get(status)
    shown = _view(about, status, texts, language)
    return shown.model_copy(
        update={
            "due_at": state.due.get(deadline) if deadline else None,
            "payment": payment if status is Status.AWAITING_PAYMENT else None,
            "tracking_number": state.post.tracking_number if status in _POSTED else None,
            "remarks": _remarks(state, texts) if status is Status.RETURNED else (),
            "refund": _refund(state),
            "actions": tuple(each.verb() for each in open_to(state, (Role.CITIZEN,))),
        }
    )


def with_grounds(shown: RequestView, events: Sequence[AnyEvent], words: tuple[CertificateTexts, Texts]) -> RequestView:
    """Return the view of a rejected request with its grounds and the 教示 (行政手続法8条, 行政不服審査法82条)."""
    texts, general = words
    grounds = tuple(Ground(code=each.value, reason=texts.rejection_reason[each]) for each in _reasons(events))
    return shown.model_copy(update={"grounds": grounds, "redress": general.redress.strip()})


def with_mail_note(shown: RequestView, texts: Texts) -> RequestView:
    """Return the view of a request whose mails do not get through."""
    return shown.model_copy(update={"mail_note": texts.mail_unreached.strip()})


def _view(about: Asked, status: Status, texts: CertificateTexts, language: Language) -> RequestView:
    order, wanted = about.order, Subject.of(about.order)
    return RequestView(
        receipt_number=about.receipt_number,
        case_number=order.case_number,
        kind=wanted.kind,
        kind_text=texts.certificate[wanted.kind],
        copies=wanted.copies,
        received_at=order.received_at,
        status=status,
        status_text=texts.status[status],
        next_step=texts.next_step[status],
        language=language,
    )


def _remarks(state: RequestState, texts: CertificateTexts) -> tuple[FieldRemark, ...]:
    return tuple(
        FieldRemark(
            field=remark.field.value,
            code=remark.code.value,
            name=texts.field[remark.field],
            reason=texts.remark[remark.code],
        )
        for remark in state.examination.remarks
    )


def _refund(state: RequestState) -> RefundStatus:
    """Return the refund as the citizen sees it: money with an officer is money still to come."""
    return RefundStatus.DUE if state.money.refund is RefundStatus.WITH_OFFICER else state.money.refund


def _reasons(events: Sequence[AnyEvent]) -> tuple[RejectionReason, ...]:
    refusal = refusal_in(events)
    return () if refusal is None else grounds_of(refusal)
