"""Statuses of a request, the actions of its actors, and the ends."""

from enum import StrEnum


class Status(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"  # 到達
    VERIFYING = "verifying"  # 確認中
    HELD = "held"  # 要確認
    AWAITING_PAYMENT = "awaiting_payment"  # 納付待ち
    UNDER_EXAMINATION = "under_examination"  # 審査中
    RETURNED = "returned"  # 補正待ち
    AWAITING_APPROVAL = "awaiting_approval"  # 決裁待ち
    ISSUING = "issuing"  # 交付準備
    READY_TO_DISPATCH = "ready_to_dispatch"  # 発送待ち
    DISPATCHED = "dispatched"  # 発送済
    MAIL_RETURNED = "mail_returned"  # 返戻
    COMPLETED = "completed"  # 完了
    REJECTED = "rejected"  # 却下
    WITHDRAWN = "withdrawn"  # 取下げ
    LAPSED = "lapsed"  # 失効


# One status outside: whether the office checks, holds, examines or prints, the citizen reads the same (ADR 5).
IN_THE_OFFICE = frozenset(
    {Status.VERIFYING, Status.HELD, Status.UNDER_EXAMINATION, Status.AWAITING_APPROVAL, Status.ISSUING}
)


def neutral(status: Status) -> Status:
    """Return the status citizens and portals see."""
    return Status.UNDER_EXAMINATION if status in IN_THE_OFFICE else status


ENDS = frozenset({Status.COMPLETED, Status.REJECTED, Status.WITHDRAWN, Status.LAPSED})


class RefundStatus(StrEnum):
    """State of the money of a request that must go back (還付)."""

    NONE = "none"
    DUE = "due"
    DONE = "done"
    WITH_OFFICER = "with_officer"


class HoldStage(StrEnum):
    """At which check a request was held."""

    IDENTITY = "identity"
    ELIGIBILITY = "eligibility"
    PRINT = "print"  # what would be printed cannot be, or is too heavy for a letter: found before anybody pays
    BEFORE_ISSUE = "before_issue"


class Proposal(StrEnum):
    """What the examiner proposes (起案)."""

    APPROVE = "approve"
    REJECT = "reject"


class RejectionReason(StrEnum):
    """Legal and factual grounds of a rejection (行政手続法8条: reasons are always stated)."""

    NOT_RESIDENT = "not_resident"
    NOT_SELF_OR_HOUSEHOLD = "not_self_or_household"
    CERTIFICATE_INVALID = "certificate_invalid"
    CERTIFICATE_REVOKED = "certificate_revoked"
    CERTIFICATE_EXPIRED = "certificate_expired"
    REGISTRY_DIFFERS = "registry_differs"
    SIGNED_TEXT_DIFFERS = "signed_text_differs"
    IMPROPER_PURPOSE = "improper_purpose"  # 住基法12条6項
    DUPLICATE = "duplicate"
    ADDRESS_INCOMPLETE = "address_incomplete"
    SEAL_NOT_REGISTERED = "seal_not_registered"
    SEAL_SUSPENDED = "seal_suspended"  # the register has stopped certificates of it
    COUNTER_ONLY = "counter_only"  # neutral words for requests that only the counter can handle


class LapseReason(StrEnum):
    """Which deadline passed."""

    UNPAID = "unpaid"
    NOT_CORRECTED = "not_corrected"


class RemandReason(StrEnum):
    """Why the approver sends a case back to the examiner; the citizen sees nothing of it."""

    CHECK_AGAIN = "check_again"
    REASONS_INSUFFICIENT = "reasons_insufficient"
    WRONG_PROPOSAL = "wrong_proposal"


class AssignReason(StrEnum):
    """Why a supervisor gives a case to another examiner, or to nobody; the citizen sees nothing of it."""

    ABSENCE = "absence"  # the examiner is away
    WORKLOAD = "workload"  # the work is shared out
    DEADLINE = "deadline"  # the 標準処理期間 would not be kept
    RECUSAL = "recusal"  # the examiner ought not to decide on it


class RemarkCode(StrEnum):
    """What is wrong with a field that the citizen is asked to correct (補正)."""

    INCOMPLETE = "incomplete"
    DIFFERS_FROM_REGISTER = "differs_from_register"
    NOT_READABLE = "not_readable"


class CorrectableField(StrEnum):
    """Fields a returned application may be corrected in; what the fee depends on is not among them."""

    APPLICANT_NAME = "applicant.name"
    APPLICANT_BIRTH_DATE = "applicant.birth_date"
    APPLICANT_MAIL = "applicant.mail"
    DELIVERY_POSTCODE = "delivery.postcode"
    DELIVERY_ADDRESS = "delivery.address"
