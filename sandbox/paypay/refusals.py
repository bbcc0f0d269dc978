"""The provider's refusals: HTTP status, code, inspection code and message.

Source: response code list in the README of paypay/paypayopa-sdk-python; meanings of ORDER_NOT_REVERSIBLE and of an
unknown payment: the provider's FAQ (integration.paypay.ne.jp).
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Verdict:
    """What stands in `resultInfo`, and the status it comes with."""

    status: int
    code: str
    code_id: str
    message: str


class Refused(Exception):  # noqa: N818 - reads as what happened
    """The provider says no."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.code)
        self.verdict = verdict


SUCCESS: Final = Verdict(200, "SUCCESS", "08100001", "Success")
CREATED: Final = Verdict(201, "SUCCESS", "08100001", "Success")
ACCEPTED: Final = Verdict(202, "REQUEST_ACCEPTED", "08100001", "Request accepted")

INVALID_REQUEST: Final = Verdict(400, "INVALID_REQUEST_PARAMS", "08100006", "Invalid request params")
UNAUTHORIZED: Final = Verdict(401, "UNAUTHORIZED", "08100016", "Unauthorized request")
OUT_OF_SCOPE: Final = Verdict(401, "OP_OUT_OF_SCOPE", "08100023", "The operation is not permitted")
DUPLICATE_CODE: Final = Verdict(400, "DUPLICATE_DYNAMIC_QR_REQUEST", "01652073", "Duplicate Dynamic QR request error")
UNKNOWN_PAYMENT: Final = Verdict(400, "DYNAMIC_QR_PAYMENT_NOT_FOUND", "01652075", "Dynamic QR payment not found")
UNKNOWN_CODE: Final = Verdict(404, "DYNAMIC_QR_NOT_FOUND", "01652072", "Dynamic qr code not found")
ALREADY_PAID: Final = Verdict(400, "DYNAMIC_QR_ALREADY_PAID", "01652074", "Dynamic QR already paid")
NOT_REVERSIBLE: Final = Verdict(400, "ORDER_NOT_REVERSIBLE", "00200044", "Order cannot be reversed")
UNKNOWN_ORDER: Final = Verdict(404, "RESOURCE_NOT_FOUND", "00200001", "Order not found")
NOT_REFUNDABLE: Final = Verdict(400, "UNACCEPTABLE_OP", "00200013", "Order cannot be refunded")
ONE_REFUND_ONLY: Final = Verdict(400, "UNACCEPTABLE_OP", "00200014", "Multiple refund not allowed")
WRONG_AMOUNT: Final = Verdict(400, "INVALID_PARAMS", "00200015", "Invalid refund amount")
UNKNOWN_REFUND: Final = Verdict(404, "NO_SUCH_REFUND_ORDER", "00200018", "Refund not found")
