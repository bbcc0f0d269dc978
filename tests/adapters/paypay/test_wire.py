"""Bodies: what is written, and what is read from the provider's own examples."""

import json
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from contracts.payment_provider import MORNING, AdjustableClock, charge_order

from adapters.paypay import translation, wire
from adapters.paypay.config import PayPayConfig
from adapters.paypay.provider import PayPay
from domain.payments.charge import ChargeStatus
from domain.payments.refund import RefundOrder

SHAPES = Path(__file__).parents[4] / "shared" / "testdata" / "paypay" / "shapes"
REFUND = RefundOrder(
    refund_id="r",
    charge_id="c",
    provider_reference="p",
    amount=300,
    captured_at=MORNING - timedelta(days=2),
    reason="",
    ordered_at=MORNING,
)
CONFIG = PayPayConfig("http://127.0.0.1:1/paypay/", "key", "secret", "merchant")
needs_shapes = pytest.mark.skipif(not SHAPES.is_dir(), reason="test data from outside is not here")


@needs_shapes
@pytest.mark.parametrize(
    ("shape", "model"),
    [
        ("create_qrcode_response", wire.CodeAnswer),
        ("get_payment_details", wire.PaymentAnswer),
        ("refund_details", wire.RefundAnswer),
        ("refund_payment_response", wire.RefundAnswer),
        ("cancel_payment", wire.Verdict),
        ("delete_qrcode", wire.Verdict),
    ],
)
def test_the_providers_examples_are_read(shape: str, model: type[wire.Answer]) -> None:
    """Every answer the provider's own examples show can be read."""
    example = json.loads((SHAPES / f"{shape}.json").read_text("utf-8"))
    if model is wire.CodeAnswer:
        example["data"]["url"] = "https://example.com/"  # the example has a placeholder here
    model.model_validate(example)


@needs_shapes
@pytest.mark.parametrize("shape", ["create_qrcode", "refund_payment_payload"])
def test_no_field_is_written_that_the_provider_does_not_know(shape: str) -> None:
    """What we send is part of what the provider's examples send (and `isAuthorization`, which its README documents)."""
    example = json.loads((SHAPES / f"{shape}.json").read_text("utf-8"))
    config = PayPayConfig("http://127.0.0.1:1", "key", "secret", "merchant", redirect_url="http://127.0.0.1:1/done")
    ours = wire.refund_request(REFUND) if "refund" in shape else wire.code_request(charge_order(), config)
    assert set(ours) - {"isAuthorization"} <= set(example)


def test_a_long_description_is_cut() -> None:
    """The provider takes 255 characters."""
    order = charge_order().model_copy(update={"description": "写" * 300})
    assert wire.code_request(order, CONFIG)["orderDescription"] == "写" * 255


def test_the_way_home() -> None:
    """The citizen returns to the page of the charge, when there is one."""
    order = charge_order()
    config = PayPayConfig("http://x", "k", "s", "m", redirect_url="http://127.0.0.1/paid/{charge_id}")
    body = wire.code_request(order, config)
    assert (body["redirectUrl"], body["redirectType"]) == (f"http://127.0.0.1/paid/{order.charge_id}", "WEB_LINK")
    assert "redirectUrl" not in wire.code_request(order, CONFIG)


@pytest.mark.parametrize(
    ("status", "cancelled_at", "expected"),
    [
        ("CREATED", None, ChargeStatus.OPEN),
        ("AUTHORIZED", None, ChargeStatus.OPEN),
        ("REAUTHORIZING", None, ChargeStatus.OPEN),
        ("EXPIRED", None, ChargeStatus.OPEN),
        ("COMPLETED", None, ChargeStatus.CAPTURED),
        ("REFUNDED", None, ChargeStatus.REFUNDED),
        ("FAILED", None, ChargeStatus.FAILED),
        ("FAILED", 1790000001, ChargeStatus.CANCELLED),
        ("CANCELED", None, ChargeStatus.CANCELLED),
        ("CANCELED", 1790000001, ChargeStatus.CANCELLED),
    ],
)
def test_statuses(status: str, cancelled_at: int | None, expected: ChargeStatus) -> None:
    """The provider's states in our words."""
    payment = {
        "paymentId": "1",
        "status": status,
        "acceptedAt": 1790000000,
        "canceledAt": cancelled_at,
        "amount": {"amount": 300, "currency": "JPY"},
    }
    charge = translation.details("pay-1", json.dumps({"data": payment}).encode(), MORNING)
    assert charge.status is expected
    assert (charge.expires_at == MORNING) is (status == "EXPIRED")


@pytest.mark.parametrize(("status", "settled"), [("CREATED", False), ("REFUND_FAILED", False), ("REFUNDED", True)])
def test_refund_statuses(status: str, settled: bool) -> None:
    """An accepted refund is on its way; the provider repeats a failed one until it is done."""
    data = {"status": status, "merchantRefundId": "r", "amount": {"amount": 3, "currency": "JPY"}, "acceptedAt": 1}
    assert translation.refund("r", json.dumps({"data": data}).encode()).is_settled is settled


async def test_the_signed_path_has_no_prefix_and_ids_are_one_segment() -> None:
    """An id cannot reach another path, and the address' own path stands before the signed one only."""
    seen: list[httpx2.Request] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json={"data": {"status": "CREATED"}})

    async with httpx2.AsyncClient(transport=httpx2.MockTransport(handle)) as client:
        await PayPay(CONFIG, client, AdjustableClock()).read("../../codes?x=1")
    assert seen[0].url.raw_path == b"/paypay/v2/codes/payments/..%2F..%2Fcodes%3Fx%3D1"
    assert seen[0].headers["x-assume-merchant"] == "merchant"
    assert seen[0].headers["authorization"].startswith("hmac OPA-Auth:key:")


async def test_a_provider_that_repeats_its_answer_to_a_refund() -> None:
    """Where the provider answers the same refund again instead of refusing, that answer counts."""
    money = {"amount": 300, "currency": "JPY"}
    charge = {"status": "COMPLETED", "paymentId": "p", "amount": money, "acceptedAt": 1}
    refunded = {"status": "REFUNDED", "merchantRefundId": "r", "amount": money}

    def handle(request: httpx2.Request) -> httpx2.Response:
        if request.method == "GET" and "/refunds/" in request.url.path:
            return httpx2.Response(404, json={"resultInfo": {"code": "NO_SUCH_REFUND_ORDER"}})
        return httpx2.Response(200, json={"data": charge if request.method == "GET" else refunded})

    async with httpx2.AsyncClient(transport=httpx2.MockTransport(handle)) as client:
        refund = await PayPay(CONFIG, client, AdjustableClock()).give_back(REFUND)
    assert (refund.way, refund.is_settled, refund.amount) == ("refund", True, 300)


def test_the_secret_is_not_shown() -> None:
    """Printing the configuration does not print the secret."""
    assert "secret" not in repr(CONFIG).replace("secret=", "")
