"""Commands of certificates: what people want to happen. A new one is its class, a line in its union, its rule and words.

Where it may be taken stands in `transitions.py`, what it causes in `decide.py`.
"""

from datetime import datetime
from typing import Annotated, Literal, get_args

from pydantic import Field

from domain.actors import ACTOR_ID, Role
from domain.cases import decision as cases
from domain.cases.access import AccessGround
from domain.cases.citizen import Proof
from domain.cases.decision import Command
from domain.certificates.events import Withdrawn
from domain.certificates.examination_events import (
    ApprovalProposed,
    Approved,
    CaseAssigned,
    CaseTaken,
    Corrected,
    Rejected,
    RejectionProposed,
    RejectionWanted,
    RemandedToExaminer,
    Remark,
    ReturnedToApplicant,
)
from domain.certificates.identity_events import CheckRepeated, FindingOpened, HoldReleased, ReleaseProposed
from domain.certificates.paper_events import DispatchConfirmed, MailReturned, ReturnedMailDestroyed
from domain.certificates.status import AssignReason, RejectionReason, RemandReason
from domain.postal.letters import ReturnReason
from domain.postal.tracking import DESCRIBED

# At a hold the closed desk does what an examiner does.
AT_THE_HOLD = (Role.EXAMINER, Role.CLOSED_DESK)


class Withdraw(Command):
    """取下げ by the applicant."""

    roles = (Role.CITIZEN,)
    recorded_as = (Withdrawn,)

    action: Literal["withdraw"] = "withdraw"
    proof: Proof | None = None


class Correct(Command):
    """補正: the corrected application stands in the vault as `revision`.

    `signature_arrived_at`: when another signature than the one before reached us; None when that one came again.
    """

    roles = (Role.CITIZEN,)
    recorded_as = (Corrected,)

    action: Literal["correct"] = "correct"
    revision: Annotated[int, Field(ge=2)]
    resigned: bool
    signature_arrived_at: datetime | None = None
    proof: Proof | None = None


class Take(Command):
    """An examiner takes the case."""

    roles = (Role.EXAMINER,)
    recorded_as = (CaseTaken,)

    action: Literal["take"] = "take"


class Assign(Command):
    """割り振り: a supervisor gives the case to an examiner, or puts it back for whoever takes it (`officer` None)."""

    roles = (Role.SUPERVISOR,)
    recorded_as = (CaseAssigned,)

    action: Literal["assign"] = "assign"
    officer: Annotated[str, Field(pattern=ACTOR_ID)] | None
    reason: AssignReason

    @property
    def named_officer(self) -> str | None:
        """Who gets it."""
        return self.officer


class ProposeApproval(Command):
    """起案: to issue."""

    roles = (Role.EXAMINER,)
    recorded_as = (ApprovalProposed,)

    action: Literal["propose_approval"] = "propose_approval"


class ProposeRejection(Command):
    """起案: to reject."""

    roles = (Role.EXAMINER,)
    recorded_as = (RejectionProposed,)

    action: Literal["propose_rejection"] = "propose_rejection"
    reasons: tuple[RejectionReason, ...] = ()


class ReturnToApplicant(Command):
    """補正の求め."""

    roles = (Role.EXAMINER,)
    recorded_as = (ReturnedToApplicant,)

    action: Literal["return_to_applicant"] = "return_to_applicant"
    remarks: tuple[Remark, ...] = ()


class OpenFinding(Command):
    """An officer opens the finding of a hold, on a ground."""

    roles = AT_THE_HOLD
    recorded_as = (FindingOpened,)

    action: Literal["open_finding"] = "open_finding"
    ground: AccessGround = AccessGround.HOLD


class CheckAgain(Command):
    """再照会: a check that gave no answer is made once more."""

    roles = AT_THE_HOLD
    recorded_as = (CheckRepeated,)

    action: Literal["check_again"] = "check_again"


class ReleaseHold(Command):
    """The request may go on: the first of two people proposes it, the second releases."""

    roles = AT_THE_HOLD
    recorded_as = (ReleaseProposed, HoldReleased)

    action: Literal["release_hold"] = "release_hold"


class Approve(Command):
    """決裁."""

    roles = (Role.APPROVER,)
    recorded_as = (Approved,)

    action: Literal["approve"] = "approve"


class Reject(Command):
    """却下, for the examiner's reasons or others; a case proposed for issue goes back with the approver's own."""

    roles = (Role.APPROVER,)
    recorded_as = (Rejected, RejectionWanted)

    action: Literal["reject"] = "reject"
    reasons: tuple[RejectionReason, ...] = ()


class Remand(Command):
    """差戻し(起案へ). `note` is the commitment of what the approver wrote to the examiner: the text is in the vault alone."""

    roles = (Role.APPROVER,)
    recorded_as = (RemandedToExaminer,)

    action: Literal["remand"] = "remand"
    reason: RemandReason = RemandReason.CHECK_AGAIN
    note: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class ConfirmDispatch(Command):
    """The letter is sealed and bears this tracking number, as written by a person; also for sending again."""

    roles = (Role.DISPATCHER,)
    recorded_as = (DispatchConfirmed,)

    action: Literal["confirm_dispatch"] = "confirm_dispatch"
    tracking_number: Annotated[str, Field(max_length=40, json_schema_extra=DESCRIBED)]


class RecordReturnedMail(Command):
    """返戻: the letter lies on the dispatcher's desk."""

    roles = (Role.DISPATCHER,)
    recorded_as = (MailReturned,)

    action: Literal["record_returned_mail"] = "record_returned_mail"
    reason: ReturnReason


class DestroyReturnedMail(Command):
    """Returned mail is destroyed, with a record."""

    roles = (Role.DISPATCHER,)
    recorded_as = (ReturnedMailDestroyed,)

    action: Literal["destroy_returned_mail"] = "destroy_returned_mail"


CitizenCommand = Withdraw | Correct
DeskCommand = (
    Take
    | Assign
    | ProposeApproval
    | ProposeRejection
    | ReturnToApplicant
    | CheckAgain
    | ReleaseHold
    | Approve
    | Reject
    | Remand
    | ConfirmDispatch
    | RecordReturnedMail
    | DestroyReturnedMail
)
# A finding is opened through the access ledger alone (ADR 15): no door takes that command from outside.
OfficerCommand = DeskCommand | OpenFinding
HumanCommand = Annotated[CitizenCommand | OfficerCommand, Field(discriminator="action")]

COMMANDS: tuple[type[Command], ...] = (*get_args(CitizenCommand), *get_args(OfficerCommand))
"""Every command there is."""


class Decision(cases.Decision[HumanCommand]):
    """A decision on a request."""
