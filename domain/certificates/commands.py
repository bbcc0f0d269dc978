"""Commands: what somebody wants to happen, in the imperative. Human ones arrive as decisions, machine facts from steps."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from domain.cases import decision as cases
from domain.cases.access import AccessGround
from domain.cases.citizen import Proof
from domain.cases.decision import Command
from domain.certificates.events import Remark
from domain.certificates.holds import WaysOut
from domain.certificates.status import HoldStage, LapseReason, RejectionReason, RemandReason
from domain.certificates.terms import DeadlineKind
from domain.money import Yen
from domain.postal.letters import MailClass, ReturnReason
from domain.postal.tracking import DESCRIBED


class Withdraw(Command):
    """取下げ by the applicant."""

    action: Literal["withdraw"] = "withdraw"
    proof: Proof | None = None


class Correct(Command):
    """補正: the corrected application stands in the vault as `revision`.

    `signature_arrived_at`: when another signature than the one before reached us; None when that one came again.
    """

    action: Literal["correct"] = "correct"
    revision: Annotated[int, Field(ge=2)]
    resigned: bool
    signature_arrived_at: datetime | None = None
    proof: Proof | None = None


class Take(Command):
    """An examiner takes the case."""

    action: Literal["take"] = "take"


class ProposeApproval(Command):
    """起案: to issue."""

    action: Literal["propose_approval"] = "propose_approval"


class ProposeRejection(Command):
    """起案: to reject."""

    action: Literal["propose_rejection"] = "propose_rejection"
    reasons: tuple[RejectionReason, ...] = ()


class ReturnToApplicant(Command):
    """補正の求め."""

    action: Literal["return_to_applicant"] = "return_to_applicant"
    remarks: tuple[Remark, ...] = ()


class OpenFinding(Command):
    """An officer opens the finding of a hold, on a ground."""

    action: Literal["open_finding"] = "open_finding"
    ground: AccessGround = AccessGround.HOLD


class CheckAgain(Command):
    """再照会: a check that gave no answer is made once more."""

    action: Literal["check_again"] = "check_again"


class ReleaseHold(Command):
    """The request may go on: the first of two people proposes it, the second releases."""

    action: Literal["release_hold"] = "release_hold"


class Approve(Command):
    """決裁."""

    action: Literal["approve"] = "approve"


class Reject(Command):
    """却下, for the examiner's reasons or others; a case proposed for issue goes back with the approver's own."""

    action: Literal["reject"] = "reject"
    reasons: tuple[RejectionReason, ...] = ()


class Remand(Command):
    """差戻し(起案へ)."""

    action: Literal["remand"] = "remand"
    reason: RemandReason = RemandReason.CHECK_AGAIN


class ConfirmDispatch(Command):
    """The letter is sealed and bears this tracking number, as written by a person; also for sending again."""

    action: Literal["confirm_dispatch"] = "confirm_dispatch"
    tracking_number: Annotated[str, Field(max_length=40, json_schema_extra=DESCRIBED)]


class RecordReturnedMail(Command):
    """返戻: the letter lies on the dispatcher's desk."""

    action: Literal["record_returned_mail"] = "record_returned_mail"
    reason: ReturnReason


class DestroyReturnedMail(Command):
    """Returned mail is destroyed, with a record."""

    action: Literal["destroy_returned_mail"] = "destroy_returned_mail"


HumanCommand = Annotated[
    Withdraw
    | Correct
    | Take
    | ProposeApproval
    | ProposeRejection
    | ReturnToApplicant
    | OpenFinding
    | CheckAgain
    | ReleaseHold
    | Approve
    | Reject
    | Remand
    | ConfirmDispatch
    | RecordReturnedMail
    | DestroyReturnedMail,
    Field(discriminator="action"),
]


class Decision(cases.Decision[HumanCommand]):
    """A decision on a request."""


class RecordIdentity(Command):
    """Outcome of the identity check; neither verified nor reasons means: not known, an officer must look."""

    action: Literal["record_identity"] = "record_identity"
    verified: bool
    reasons: tuple[str, ...] = ()
    evidence: str = ""
    revocation_source: str = ""


class RecordEligibility(Command):
    """Outcome of the registry check."""

    action: Literal["record_eligibility"] = "record_eligibility"
    stage: HoldStage
    clear: bool
    evidence: str = ""
    applicant: str | None = None
    ways: WaysOut | None = None  # for the rules alone: no event tells it


class RecordUnprintable(Command):
    """What would be printed now cannot be, or no letter of the tariff takes it."""

    action: Literal["record_unprintable"] = "record_unprintable"


class SetDeadline(Command):
    """A deadline was computed."""

    action: Literal["set_deadline"] = "set_deadline"
    deadline: DeadlineKind
    due_at: datetime


class RequestPayment(Command):
    """Collection of the fee begins."""

    action: Literal["request_payment"] = "request_payment"
    payment_id: str


class RecordPayment(Command):
    """The fee was captured."""

    action: Literal["record_payment"] = "record_payment"
    payment_id: str
    charge_id: str
    amount: Yen
    provider_reference: str
    captured_at: datetime


class RecordIssuance(Command):
    """Certificate and cover letter stand in the vault."""

    action: Literal["record_issuance"] = "record_issuance"
    certificate: str
    cover_letter: str
    sheets: int
    weight_grams: int
    mail_class: MailClass


class RecordHandOver(Command):
    """The post accepted the letter."""

    action: Literal["record_hand_over"] = "record_hand_over"
    letter_id: str
    accepted_at: datetime


class RecordHandOverRefusal(Command):
    """The post did not accept the letter."""

    action: Literal["record_hand_over_refusal"] = "record_hand_over_refusal"
    letter_id: str
    code: str


class RecordDelivery(Command):
    """The post delivered the letter, or its report is overdue (`event_id` empty); or late word of one taken as delivered."""

    action: Literal["record_delivery"] = "record_delivery"
    event_id: str = ""


class EndLateReturns(Command):
    """The days after a delivery are over in which a letter that came back is recorded."""

    action: Literal["end_late_returns"] = "end_late_returns"


class RecordReturn(Command):
    """The post reports that the letter comes back."""

    action: Literal["record_return"] = "record_return"
    reason: ReturnReason
    event_id: str


class Lapse(Command):
    """A deadline passed."""

    action: Literal["lapse"] = "lapse"
    reason: LapseReason


class RecordRefund(Command):
    """The money went back, or could not and is with a named officer."""

    action: Literal["record_refund"] = "record_refund"
    method: Literal["cancellation", "refund", "officer"]
    officer: str = ""


SystemCommand = (
    RecordIdentity
    | RecordEligibility
    | RecordUnprintable
    | SetDeadline
    | RequestPayment
    | RecordPayment
    | RecordIssuance
    | RecordHandOver
    | RecordHandOverRefusal
    | RecordDelivery
    | EndLateReturns
    | RecordReturn
    | Lapse
    | RecordRefund
)
