"""Bodies of the provider's answers (shapes: ../shared/testdata/paypay/shapes)."""

from fastapi.responses import JSONResponse
from pydantic import JsonValue

from sandbox.paypay.orders import Order, OrderStatus, RefundEntry
from sandbox.paypay.refusals import Verdict


def answer(verdict: Verdict, data: JsonValue = None) -> JSONResponse:
    """Return an answer in the provider's envelope."""
    info = {"code": verdict.code, "message": verdict.message, "codeId": verdict.code_id}
    return JSONResponse({"resultInfo": info, "data": data}, status_code=verdict.status)


def code(order: Order, url: str) -> JsonValue:
    """Return a new code."""
    return {
        "codeId": order.code_id,
        "url": url,
        "deeplink": f"paypay://payment?link_key={url}",
        "expiryDate": int(order.expires_at),
        "merchantPaymentId": order.merchant_payment_id,
        "amount": yen(order.amount),
        "orderDescription": order.description,
        "codeType": "ORDER_QR",
        "requestedAt": order.requested_at,
        "redirectUrl": order.redirect_url,
        "redirectType": "WEB_LINK",
        "isAuthorization": False,
    }


def payment(order: Order, merchant: str) -> JsonValue:
    """Return the details of a payment; of an unpaid code only what the provider tells (FAQ 4414093922831)."""
    if order.captured_at is None:
        return {"status": OrderStatus.CREATED.value, "acceptedAt": 0, "requestedAt": 0}
    return {
        "paymentId": order.payment_id,
        "status": order.status.value,
        "acceptedAt": int(order.captured_at),
        "merchantPaymentId": order.merchant_payment_id,
        "amount": yen(order.amount),
        "requestedAt": order.requested_at,
        "expiresAt": None,
        "canceledAt": None if order.canceled_at is None else int(order.canceled_at),
        "storeId": "",
        "terminalId": "",
        "orderReceiptNumber": "",
        "orderDescription": order.description,
        "orderItems": [],
        "metadata": {},
        "assumeMerchant": merchant,
    }


def refund(entry: RefundEntry, merchant: str, *, settled: bool) -> JsonValue:
    """Return the details of a refund."""
    return {
        "status": "REFUNDED" if settled else "CREATED",
        "acceptedAt": int(entry.accepted_at),
        "merchantRefundId": entry.merchant_refund_id,
        "paymentId": entry.payment_id,
        "amount": yen(entry.amount),
        "requestedAt": entry.requested_at,
        "reason": entry.reason,
        "assumeMerchant": merchant,
    }


def yen(amount: int) -> dict[str, JsonValue]:
    """Return money as the provider writes it."""
    return {"amount": amount, "currency": "JPY"}
