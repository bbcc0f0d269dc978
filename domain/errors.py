"""What can go wrong, as a closed list of codes, and the few exception types that carry them.

The codes are the contract: retry policies, problem documents, exit codes and tests name them. No text is kept here
(`domain/error_texts.py` has it), no HTTP status, no retry flag.
"""

from enum import StrEnum


class ErrorCode(StrEnum):
    """Every refusal of the domain and of what stands around it."""

    # decisions
    NOT_ALLOWED_NOW = "not_allowed_now"
    ROLE_MISSING = "role_missing"
    FOUR_EYES = "four_eyes"
    OWN_REQUEST = "own_request"
    TAKEN_BY_ANOTHER = "taken_by_another"
    ASSIGNEE_UNFIT = "assignee_unfit"
    FINDING_NOT_OPENED = "finding_not_opened"
    HOLD_WAY_CLOSED = "hold_way_closed"
    REASON_MISSING = "reason_missing"
    REMARK_MISSING = "remark_missing"
    TRACKING_NUMBER_INVALID = "tracking_number_invalid"
    TRACKING_NUMBER_IN_USE = "tracking_number_in_use"
    AMOUNT_DIFFERS = "amount_differs"
    REQUEST_CLOSED = "request_closed"
    REQUEST_UNKNOWN = "request_unknown"
    CODE_MISSING = "code_missing"
    CODE_REFUSED = "code_refused"
    TOO_MANY_TRIES = "too_many_tries"
    # submission
    SUBMISSION_INVALID = "submission_invalid"
    IDEMPOTENCY_CONFLICT = "idempotency_conflict"
    STATEMENT_USED = "statement_used"
    STATEMENT_EXPIRED = "statement_expired"
    SIGNATURE_REFUSED = "signature_refused"
    # drafts and codes by mail
    DRAFT_UNKNOWN = "draft_unknown"
    DRAFT_CHANGED = "draft_changed"
    MAIL_CODE_REFUSED = "mail_code_refused"
    MAIL_CODE_OVER = "mail_code_over"
    TOO_MANY_CODES = "too_many_codes"
    TOO_MANY_FROM_NETWORK = "too_many_from_network"
    # data
    POLICY_INVALID = "policy_invalid"
    VAULT_ITEM_MISSING = "vault_item_missing"
    VAULT_KEY_DESTROYED = "vault_key_destroyed"
    KEY_UNKNOWN = "key_unknown"
    PAYLOAD_FOREIGN = "payload_foreign"
    PROCEDURE_UNKNOWN = "procedure_unknown"
    WORDS_MISSING = "words_missing"
    EVENT_UNKNOWN = "event_unknown"
    LEDGER_CONFLICT = "ledger_conflict"
    # outside systems
    SYSTEM_UNAVAILABLE = "system_unavailable"
    SYSTEM_REJECTED = "system_rejected"
    REVOCATION_UNKNOWN = "revocation_unknown"
    FONT_MISSING = "font_missing"


class DomainError(Exception):
    """A refusal with a stable code and facts that are no personal data."""

    def __init__(self, code: ErrorCode, **facts: str | int) -> None:
        super().__init__(code.value)
        self.code = code
        self.facts = facts


class PortUnavailable(Exception):  # noqa: N818 - reads as what happened
    """An outside system did not answer, or said it cannot now: whether the call took effect is not known.

    `retry_after` is in seconds, as the system asked; None when it did not say.
    """

    def __init__(self, system: str, *, retry_after: float | None = None) -> None:
        super().__init__(f"{system} does not answer")
        self.system = system
        self.retry_after = retry_after


class PortRejected(Exception):  # noqa: N818
    """An outside system answered and refused; repeating the same call cannot help."""

    def __init__(self, system: str, provider_code: str) -> None:
        super().__init__(f"{system} refused: {provider_code}")
        self.system = system
        self.provider_code = provider_code
