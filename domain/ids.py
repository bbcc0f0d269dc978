"""Identifiers: how each is made, written and read back.

No identifier is derived from a person or a card number, not even by a hash: such values can be enumerated.
"""

import re
from collections.abc import Sequence
from uuid import UUID

from domain.crockford import LETTERS, in_letters
from domain.written import folded_crockford

CASE_ID_PATTERN = r"^[a-z]{2,8}-[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
"""A case's id in its one canonical spelling: what `is_case_id` takes, for descriptions."""

_RECEIPT = re.compile(r"[0-9A-HJKMNP-TV-Z]{16}")
_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{8}")
_DRAFT = re.compile(r"[0-9a-hjkmnp-tv-z]{16}", re.ASCII)
_CASE_NUMBER = re.compile(r"([0-9]{4})([0-9]{6,12})([0-9A-HJKMNP-TV-Z])", re.ASCII)
_RUNNING_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
_CHARGE = re.compile(r"pay-([a-z]{2,8}-[0-9a-f-]{36})(?:-[0-9]{1,4})?", re.ASCII)
_REFUND_PREFIX = "refund-"
_OVERPAYMENT_PREFIX = "overpayment/"
_CASE_ID = re.compile(CASE_ID_PATTERN)
_CHECK = 31  # a prime: the check letter tells every wrong digit and every two neighbours changed about
_CASE_PREFIX = "case/"
_PAYMENT_PREFIX = "fee-payment/"


def case_id(prefix: str, moment_ms: int, entropy: bytes) -> str:
    """Return a case's id: its procedure's prefix and a UUIDv7 (RFC 9562 §5.7), `cert-0199…`.

    From milliseconds since 1970 and ten random bytes.
    """
    if len(entropy) != 10:  # noqa: PLR2004
        raise ValueError("entropy must be ten bytes")
    value = (moment_ms << 80) | int.from_bytes(entropy)
    value = (value & ~(0xF << 76)) | (7 << 76)
    value = (value & ~(0x3 << 62)) | (2 << 62)
    return f"{prefix}-{UUID(int=value)}"


def is_case_id(text: str) -> bool:
    """Say whether `text` is a case's id in its one canonical spelling."""
    return _CASE_ID.fullmatch(text) is not None


def prefix_of(case_id: str) -> str:
    """Return the prefix of a case's id, which names its procedure."""
    return case_id.partition("-")[0]


def receipt_number(entropy: bytes) -> str:
    """Return a 受付番号 of 80 random bits, in groups of four of Crockford's letters: `K7QD-0R3M-XW5B-92TC`."""
    if len(entropy) != 10:  # noqa: PLR2004
        raise ValueError("entropy must be ten bytes")
    return _grouped(in_letters(entropy))


def normalise_receipt_number(written: str) -> str | None:
    """Return the receipt number a person meant, or None: any width, case, hyphen and blank; O is 0, I and L are 1."""
    letters = folded_crockford(written)
    return _grouped(letters) if _RECEIPT.fullmatch(letters) else None


def confirmation_code(entropy: bytes) -> str:
    """Return a 確認コード of 40 random bits, as the mail tells it: `7QD0-R3MX`."""
    if len(entropy) != 5:  # noqa: PLR2004
        raise ValueError("entropy must be five bytes")
    return _grouped(in_letters(entropy))


def normalise_confirmation_code(written: str) -> str | None:
    """Return the code a person meant, written as loosely as a receipt number, or None."""
    letters = folded_crockford(written)
    return _grouped(letters) if _CODE.fullmatch(letters) else None


def draft_id(entropy: bytes) -> str:
    """Return a draft's id of 80 random bits: 16 of Crockford's letters, small ones, as it stands in an address."""
    if len(entropy) != 10:  # noqa: PLR2004
        raise ValueError("entropy must be ten bytes")
    return in_letters(entropy).lower()


def is_draft_id(text: str) -> bool:
    """Say whether `text` is written like a draft's id."""
    return _DRAFT.fullmatch(text) is not None


def case_number(fiscal_year: int, serial: int) -> str:
    """Return a 案件番号: fiscal year, running number and check letter, `2026-000123-B`. It opens nothing."""
    digits = f"{fiscal_year:04d}{serial:06d}"
    return f"{digits[:4]}-{digits[4:]}-{LETTERS[int(digits) % _CHECK]}"


def normalise_case_number(written: str) -> str | None:
    """Return the case number a person meant, or None when it is none or was misread."""
    parts = _CASE_NUMBER.fullmatch(folded_crockford(written))
    if parts is None:
        return None
    number = case_number(int(parts[1]), int(parts[2]))
    return number if number == "-".join(parts.groups()) else None


def case_numbers_meant(written: str, years: Sequence[int]) -> tuple[str, ...]:
    """Return the case numbers that a person looks for: one in full, or of these fiscal years those with a running number.

    Written as loosely as `normalise_case_number`; nothing when it was misread or is no number.
    """
    letters = folded_crockford(written)
    whole = normalise_case_number(written)
    if whole is not None:
        return (whole,)
    if not _RUNNING_NUMBER.fullmatch(letters):
        return ()
    return tuple(case_number(year, int(letters)) for year in years)


def _grouped(letters: str) -> str:
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def case_workflow_id(case: str) -> str:
    """Return the engine's id of a case's workflow."""
    return _CASE_PREFIX + case


def case_of_workflow(workflow_id: str) -> str | None:
    """Inverse of `case_workflow_id`; None for any other workflow."""
    return workflow_id.removeprefix(_CASE_PREFIX) if workflow_id.startswith(_CASE_PREFIX) else None


def payment_id(case: str) -> str:
    """Return the id of the one payment of a case; it is also the provider's idempotency key (≤ 64 characters)."""
    return f"pay-{case}"


def case_of_payment(payment: str) -> str | None:
    """Inverse of `payment_id`; None for any other text."""
    return payment.removeprefix("pay-") if payment.startswith("pay-") else None


def payment_workflow_id(payment: str) -> str:
    """Return the engine's id of a payment's workflow."""
    return _PAYMENT_PREFIX + payment


def payment_of_workflow(workflow_id: str) -> str | None:
    """Inverse of `payment_workflow_id`; None for any other workflow."""
    return workflow_id.removeprefix(_PAYMENT_PREFIX) if workflow_id.startswith(_PAYMENT_PREFIX) else None


def charge_id(payment: str, attempt: int) -> str:
    """Return the provider's order number of the `attempt`-th code of a payment (first is 1; ≤ 64 characters)."""
    return payment if attempt == 1 else f"{payment}-{attempt}"


def payment_of_charge(charge: str) -> str | None:
    """Inverse of `charge_id`: the payment of a charge that is one of ours by its form; None for any other text."""
    match = _CHARGE.fullmatch(charge)
    case = match[1] if match else ""
    return payment_id(case) if is_case_id(case) else None


def case_of_charge(charge: str) -> str | None:
    """Return the case whose payment a charge belongs to; None for any text that is no charge of ours by its form."""
    return case_of_payment(payment_of_charge(charge) or "")


def overpayment_workflow_id(charge: str) -> str:
    """Return the engine's id of the way back of a charge that is not the fee: one per charge."""
    return _OVERPAYMENT_PREFIX + charge


def closing_id(charge: str) -> str:
    """Return the business key of the closing of a charge's code."""
    return f"close-{charge}"


def refund_id(charge: str) -> str:
    """Return the provider's refund number of a charge: one refund per charge."""
    return _REFUND_PREFIX + charge


def charge_of_refund(refund: str) -> str:
    """Inverse of `refund_id`."""
    return refund.removeprefix(_REFUND_PREFIX)


def decision_key(actor: str, decision: str) -> str:
    """Return what names a decision among those of its case: whose it is, and their own id for it."""
    return f"{actor}/{decision}"


def letter_id(case: str, attempt: int) -> str:
    """Return the business key of the `attempt`-th letter of a case (first is 1)."""
    return f"letter-{case}-{attempt}"
