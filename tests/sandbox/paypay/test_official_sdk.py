"""The provider's own Python SDK against the sandbox: what the real service takes, this one takes (paypayopa 1.0.9).

It signs "empty" for a call without a body and names a Content-Type all the same, sends an empty X-ASSUME-MERCHANT where none is
chosen, and asks for refunds under `/v2/refunds/`.
"""

import asyncio
import uuid
import warnings
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from contracts.sandbox_city import City, open_city

pytestmark = pytest.mark.program

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it asks for its version in a way that has gone out of use
    import paypayopa

Call = Callable[..., Any]
YEN = {"amount": 300, "currency": "JPY"}


@pytest.fixture
async def city(tmp_path: Path) -> AsyncIterator[City]:
    """The sandbox city, over real HTTP."""
    async with open_city(tmp_path) as opened:
        yield opened


@pytest.fixture
def sdk(city: City) -> paypayopa.Client:
    """The SDK as its README has it, at the sandbox's address."""
    auth = (city.settings.paypay_key, city.settings.paypay_secret)
    client = paypayopa.Client(auth=auth, production_mode=False, base_url=f"{city.base_url}/paypay")
    client.session.trust_env = False
    return client


async def ask(call: Call, *words: Any) -> dict[str, Any]:
    """Call the SDK, which waits, beside the server, which must answer; return the answer."""
    answer: dict[str, Any] = await asyncio.to_thread(call, *words)
    return answer


def code(answer: dict[str, Any]) -> str:
    """Return the provider's verdict."""
    return str(answer["resultInfo"]["code"])


async def created(sdk: paypayopa.Client) -> dict[str, Any]:
    """Make a code."""
    order = {
        "merchantPaymentId": f"pay-{uuid.uuid4()}",
        "codeType": "ORDER_QR",
        "redirectUrl": "https://example.jp/back",
        "redirectType": "WEB_LINK",
        "orderDescription": "住民票の写し",
        "orderItems": [{"name": "写し", "category": "c", "quantity": 1, "productId": "1", "unitPrice": YEN}],
        "amount": YEN,
    }
    answer = await ask(sdk.Code.create_qr_code, order)
    assert code(answer) == "SUCCESS"
    data: dict[str, Any] = answer["data"]
    return data


async def paid(city: City, sdk: paypayopa.Client) -> dict[str, Any]:
    """Make a code, pay it, and return its details."""
    made = await created(sdk)
    assert (await city.http.post(made["url"])).status_code == 200
    details: dict[str, Any] = (await ask(sdk.Code.get_payment_details, made["merchantPaymentId"]))["data"]
    return details


async def test_a_code_is_made_and_its_details_are_read(city: City, sdk: paypayopa.Client) -> None:
    """Created before it is paid, completed after, by either address of the details."""
    made = await created(sdk)
    number = made["merchantPaymentId"]
    assert (await ask(sdk.Code.get_payment_details, number))["data"]["status"] == "CREATED"
    await city.http.post(made["url"])
    for details in (sdk.Code.get_payment_details, sdk.Payment.get_payment_details):
        data = (await ask(details, number))["data"]
        assert (data["status"], data["amount"], data["merchantPaymentId"]) == ("COMPLETED", YEN, number)


async def test_a_code_is_deleted(city: City, sdk: paypayopa.Client) -> None:
    """Once; nobody can pay it any more, and what is paid already is told as such."""
    made = await created(sdk)
    assert code(await ask(sdk.Code.delete_qr_code, made["codeId"])) == "SUCCESS"
    assert code(await ask(sdk.Code.delete_qr_code, made["codeId"])) == "DYNAMIC_QR_NOT_FOUND"
    assert (await city.http.post(made["url"])).status_code == 410
    other = await created(sdk)
    await city.http.post(other["url"])
    assert code(await ask(sdk.Code.delete_qr_code, other["codeId"])) == "DYNAMIC_QR_ALREADY_PAID"


async def test_a_payment_is_cancelled(city: City, sdk: paypayopa.Client) -> None:
    """On the day of the capture."""
    number = (await paid(city, sdk))["merchantPaymentId"]
    assert code(await ask(sdk.Payment.cancel_payment, number)) == "REQUEST_ACCEPTED"
    assert (await ask(sdk.Payment.get_payment_details, number))["data"]["status"] == "CANCELED"
    assert code(await ask(sdk.Payment.cancel_payment, number)) == "ORDER_NOT_REVERSIBLE"


async def test_a_payment_is_refunded(city: City, sdk: paypayopa.Client) -> None:
    """Accepted, found by its number, and once."""
    payment = await paid(city, sdk)
    order = {
        "merchantRefundId": f"refund-{uuid.uuid4()}",
        "paymentId": payment["paymentId"],
        "amount": YEN,
        "reason": "還付",
    }
    assert code(await ask(sdk.Payment.refund_payment, order)) == "SUCCESS"
    found = await ask(sdk.Payment.refund_details, order["merchantRefundId"])
    assert (code(found), found["data"]["status"]) == ("SUCCESS", "REFUNDED")
    again = await ask(sdk.Payment.refund_payment, order | {"merchantRefundId": "refund-other"})
    assert code(again) == "UNACCEPTABLE_OP"


async def test_a_merchant_may_be_named(city: City, sdk: paypayopa.Client) -> None:
    """Ours is taken, another's is refused."""
    number = (await created(sdk))["merchantPaymentId"]
    sdk.set_assume_merchant(city.settings.paypay_merchant)
    assert code(await ask(sdk.Code.get_payment_details, number)) == "SUCCESS"
    sdk.set_assume_merchant("another-merchant")
    assert code(await ask(sdk.Code.get_payment_details, number)) == "OP_OUT_OF_SCOPE"


async def test_what_is_unknown_is_told_so(sdk: paypayopa.Client) -> None:
    """Payments, codes and refunds that were never made, in the provider's words."""
    assert code(await ask(sdk.Code.get_payment_details, "pay-none")) == "DYNAMIC_QR_PAYMENT_NOT_FOUND"
    assert code(await ask(sdk.Payment.get_payment_details, "pay-none")) == "DYNAMIC_QR_PAYMENT_NOT_FOUND"
    assert code(await ask(sdk.Code.delete_qr_code, "04-none")) == "DYNAMIC_QR_NOT_FOUND"
    assert code(await ask(sdk.Payment.refund_details, "refund-none")) == "NO_SUCH_REFUND_ORDER"
    assert code(await ask(sdk.Payment.cancel_payment, "pay-none")) == "RESOURCE_NOT_FOUND"


@pytest.mark.parametrize("method", ["get_payment_details", "delete_qr_code"])
async def test_another_secret_is_refused(city: City, method: str) -> None:
    """What is signed is checked for calls without a body too."""
    client = paypayopa.Client(auth=(city.settings.paypay_key, "other"), base_url=f"{city.base_url}/paypay")
    client.session.trust_env = False
    assert code(await ask(getattr(client.Code, method), "pay-1")) == "UNAUTHORIZED"


async def test_a_body_is_signed_with_its_type(city: City, sdk: paypayopa.Client) -> None:
    """A call with a body that says it was signed without one is refused."""
    header = sdk.auth_header(city.settings.paypay_key, city.settings.paypay_secret, "POST", "/v2/codes")
    url, body = f"{city.base_url}/paypay/v2/codes", '{"merchantPaymentId":"pay-1"}'
    headers = {"Authorization": header, "Content-Type": "application/json;charset=UTF-8"}
    async with httpx2.AsyncClient(trust_env=False) as client:
        answer = await client.post(url, content=body, headers=headers)
    assert (answer.status_code, answer.json()["resultInfo"]["code"]) == (401, "UNAUTHORIZED")
