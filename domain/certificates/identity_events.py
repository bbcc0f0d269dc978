"""Events of the checks, and of a hold (要確認): none tells why. The rules of `event` hold."""

from typing import Literal

from domain.actors import Role
from domain.cases.access import AccessGround
from domain.cases.event import Event
from domain.certificates.status import HoldStage


class IdentityVerified(Event):
    """本人確認: the signature is the applicant's."""

    type: Literal["identity_verified"] = "identity_verified"
    evidence: str
    revocation_source: str


class IdentityRefused(Event):
    """The signature does not identify the applicant; the request is rejected for it."""

    type: Literal["identity_refused"] = "identity_refused"
    evidence: str
    reasons: tuple[str, ...]


class EligibilityConfirmed(Event):
    """The registry clears the request. `applicant` is the keyed hash of the resident."""

    type: Literal["eligibility_confirmed"] = "eligibility_confirmed"
    stage: HoldStage
    evidence: str
    applicant: str | None = None


class Held(Event):
    """要確認: an officer must look first. The reason lives in the vault only.

    `applicant` is the keyed hash of the resident where the register named one: nobody decides on their own request,
    held or not.
    """

    type: Literal["held"] = "held"
    stage: HoldStage
    evidence: str = ""
    applicant: str | None = None


class FindingOpened(Event):
    """An officer opened the finding of the hold."""

    type: Literal["finding_opened"] = "finding_opened"
    stage: HoldStage
    decision_id: str
    ground: AccessGround


class ReleaseProposed(Event):
    """The first of two people would let the request go on, in this role."""

    type: Literal["release_proposed"] = "release_proposed"
    stage: HoldStage
    decision_id: str
    role: Role


class HoldReleased(Event):
    """The second of two people let the request go on, in this role."""

    type: Literal["hold_released"] = "hold_released"
    stage: HoldStage
    decision_id: str
    role: Role


class CheckRepeated(Event):
    """再照会: the check that gave no answer is made once more."""

    type: Literal["check_repeated"] = "check_repeated"
    stage: HoldStage
    decision_id: str


IdentityEvent = (
    IdentityVerified
    | IdentityRefused
    | EligibilityConfirmed
    | Held
    | FindingOpened
    | ReleaseProposed
    | HoldReleased
    | CheckRepeated
)
