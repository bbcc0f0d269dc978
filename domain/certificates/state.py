"""State of one request: everything the rules need to know, folded from its events."""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from domain.actors import Role
from domain.cases.state import CaseState
from domain.certificates.examination_events import Remark
from domain.certificates.kinds import CertificateKind, CertificateOptions
from domain.certificates.status import ENDS, IN_THE_OFFICE, HoldStage, Proposal, RefundStatus, RejectionReason, Status
from domain.certificates.terms import DeadlineKind, Terms
from domain.money import Yen

# What is done next, the office does; the post's and the citizen's turns have deadlines of their own.
_OFFICES_TURN = IN_THE_OFFICE | {Status.RECEIVED, Status.READY_TO_DISPATCH}


class Identity(BaseModel):
    """What is established about the applicant; `applicant` is the keyed hash of the resident.

    `hold_has_finding`: the register was asked and officers can look at what it said; `opened_by` did at the last hold, and
    one of them may have proposed the release, in a role. `ever_held`: this revision was held for a finding, whatever
    became of it.
    `cleared_for_issue`: asked again right before printing, it is clear, or two people released it. `looks` counts the
    answers of the register before printing; `last_look` is this revision's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    verified: bool = False
    applicant: str | None = None
    hold: HoldStage | None = None
    hold_has_finding: bool = False
    opened_by: tuple[str, ...] = ()
    release_proposed_by: str | None = None
    release_proposed_in: Role | None = None
    ever_held: bool = False
    cleared_for_issue: bool = False
    looks: int = 0
    last_look: int | None = None


class Examination(BaseModel):
    """Who examines, what is proposed, who decided; `also_handled_by` opened the finding of a hold or sent it back."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    examiner: str | None = None
    also_handled_by: tuple[str, ...] = ()
    proposer: str | None = None
    proposal: Proposal | None = None
    reasons: tuple[RejectionReason, ...] = ()
    remarks: tuple[Remark, ...] = ()
    approver: str | None = None


class Overpayment(BaseModel):
    """過誤納: a charge that is not the fee and was captured all the same; `refund` says where its money is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    charge_id: str
    amount: Yen
    refund: RefundStatus


class Money(BaseModel):
    """The request's payment and what must go back of it; `overpayments` are apart from the fee and always go back."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    payment_id: str | None = None
    charge_id: str | None = None
    provider_reference: str = ""
    captured_at: datetime | None = None
    refund: RefundStatus = RefundStatus.NONE
    overpayments: tuple[Overpayment, ...] = ()

    @property
    def is_captured(self) -> bool:
        """Whether the fee was paid (it may have gone back since)."""
        return self.captured_at is not None


class Delivery(StrEnum):
    """How it is known that the letter arrived."""

    REPORTED = "reported"  # by the post
    ASSUMED = "assumed"  # no word by the deadline


class Post(BaseModel):
    """The request's letter; `attempt` counts letters sent or about to be sent.

    `refusal` is the post's code of why it did not take the last one, until a new one is confirmed; `returned` are the
    numbers of letters that came back. `settled`: delivered, and too long ago to come back.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    attempt: int = 0
    letter_id: str | None = None
    tracking_number: str | None = None
    weight_grams: int = 0
    confirmed: bool = False
    accepted_at: datetime | None = None
    refusal: str | None = None
    returned: tuple[str, ...] = ()
    delivery: Delivery | None = None
    settled: bool = False


class RequestState(CaseState):
    """Where a request stands.

    `signature_arrived_at` is when the signature now judged first reached us: the card is judged as of then.
    `paused_seconds` is how long the processing-time clock (標準処理期間) has stood still, without a pause still running.
    `withdrawn_at`: what is paid from then on bought nothing. `refused_at`: when it was rejected, by officers or for the card.
    """

    ends = ENDS

    status: Status
    kind: CertificateKind
    options: CertificateOptions
    copies: int
    signature_arrived_at: datetime
    terms: Terms
    revision: int = 1
    identity: Identity = Identity()
    examination: Examination = Examination()
    money: Money = Money()
    post: Post = Post()
    due: dict[DeadlineKind, datetime] = Field(default_factory=dict)
    paused_at: datetime | None = None
    paused_seconds: float = 0.0
    withdrawn_at: datetime | None = None
    refused_at: datetime | None = None

    @property
    def closed(self) -> bool:
        """Whether nothing remains to be done: an end is reached, no money is on its way back and no letter may come back."""
        may_come_back = self.status is Status.COMPLETED and not self.post.settled
        return self.ended and self.money.refund is not RefundStatus.DUE and not may_come_back

    @property
    def next_due(self) -> datetime | None:
        """The next instant by which somebody must act."""
        return min(self.due.values(), default=None)

    @property
    def processing_due_at(self) -> datetime:
        """The end of the 標準処理期間, later by as long as its clock has stood still."""
        return self.terms.processing_due_at + timedelta(seconds=self.paused_seconds)

    @property
    def act_by(self) -> datetime | None:
        """While it is the office's turn, the end of the 標準処理期間, or a deadline before it; else the next deadline."""
        due = self.next_due
        if self.status not in _OFFICES_TURN or self.post.returned:
            return due
        return self.processing_due_at if due is None else min(due, self.processing_due_at)

    @property
    def secluded(self) -> bool:
        """A hold with a finding is the closed desk's alone, until it has proposed a release to a second person."""
        held = self.status is Status.HELD and self.identity.hold_has_finding
        return held and self.identity.release_proposed_in is not Role.CLOSED_DESK

    @property
    def paid_at(self) -> datetime | None:
        """When the fee was captured (it may have gone back since)."""
        return self.money.captured_at

    @property
    def assignee(self) -> str | None:
        """The examiner who took the case."""
        return self.examination.examiner
