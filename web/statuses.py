"""Which HTTP status a refusal of the domain is: the whole table."""

from domain.errors import ErrorCode

STATUS: dict[ErrorCode, int] = {
    # decisions: the request or the person does not allow it (409, 403), or the decision itself is incomplete (422)
    ErrorCode.NOT_ALLOWED_NOW: 409,
    ErrorCode.AMOUNT_DIFFERS: 409,
    ErrorCode.ROLE_MISSING: 403,
    ErrorCode.FOUR_EYES: 403,
    ErrorCode.OWN_REQUEST: 403,
    ErrorCode.TAKEN_BY_ANOTHER: 409,
    ErrorCode.ASSIGNEE_UNFIT: 409,
    ErrorCode.FINDING_NOT_OPENED: 409,
    ErrorCode.HOLD_WAY_CLOSED: 409,
    ErrorCode.REASON_MISSING: 422,
    ErrorCode.REMARK_MISSING: 422,
    ErrorCode.TRACKING_NUMBER_INVALID: 422,
    ErrorCode.TRACKING_NUMBER_IN_USE: 409,
    ErrorCode.REQUEST_CLOSED: 409,
    ErrorCode.REQUEST_UNKNOWN: 404,
    # the citizen's key
    ErrorCode.CODE_MISSING: 403,
    ErrorCode.CODE_REFUSED: 403,
    ErrorCode.TOO_MANY_TRIES: 429,
    # submission
    ErrorCode.SUBMISSION_INVALID: 422,
    ErrorCode.IDEMPOTENCY_CONFLICT: 409,
    ErrorCode.STATEMENT_USED: 422,
    ErrorCode.STATEMENT_EXPIRED: 422,
    ErrorCode.SIGNATURE_REFUSED: 422,
    # drafts and codes by mail
    ErrorCode.DRAFT_UNKNOWN: 404,
    ErrorCode.DRAFT_CHANGED: 409,
    ErrorCode.MAIL_CODE_REFUSED: 422,
    ErrorCode.MAIL_CODE_OVER: 422,
    ErrorCode.TOO_MANY_CODES: 429,
    ErrorCode.TOO_MANY_FROM_NETWORK: 429,
    # data
    ErrorCode.VAULT_ITEM_MISSING: 404,
    ErrorCode.VAULT_KEY_DESTROYED: 410,
    ErrorCode.POLICY_INVALID: 500,
    ErrorCode.KEY_UNKNOWN: 500,
    ErrorCode.PAYLOAD_FOREIGN: 500,
    ErrorCode.PROCEDURE_UNKNOWN: 500,
    ErrorCode.WORDS_MISSING: 500,
    ErrorCode.EVENT_UNKNOWN: 500,
    ErrorCode.LEDGER_CONFLICT: 500,
    # outside systems
    ErrorCode.SYSTEM_UNAVAILABLE: 503,
    ErrorCode.SYSTEM_REJECTED: 502,
    ErrorCode.REVOCATION_UNKNOWN: 503,
    ErrorCode.FONT_MISSING: 500,
}
