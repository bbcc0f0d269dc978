"""What the caller gets when the line or the provider fails."""

from dataclasses import replace
from datetime import timedelta

import httpx2
import pytest
from contracts.payment_provider import charge_order, refund_order
from contracts.paypay_desk import Desk

from adapters.paypay.provider import PayPay
from domain.errors import PortRejected, PortUnavailable
from domain.payments.charge import Charge, ChargeStatus

pytestmark = pytest.mark.program


async def test_a_lost_answer_to_an_order(desk: Desk) -> None:
    """The caller learns that it is not known; the code exists, its address is lost, and the next attempt works."""
    order = charge_order()
    desk.network.lose_answer = True
    with pytest.raises(PortUnavailable) as failure:
        await desk.provider.create(order)
    assert (failure.value.system, failure.value.retry_after) == ("paypay", None)
    again = await desk.provider.create(order)
    assert (again.status, again.amount, again.url, again.code_id) == (ChargeStatus.OPEN, 300, "", "")
    await desk.provider.close(order.charge_id, again.code_id)
    second = await desk.provider.create(charge_order())
    assert await desk.pay(second.url)


async def paid(desk: Desk) -> Charge:
    """Return a charge that somebody has paid."""
    created = await desk.provider.create(charge_order())
    assert await desk.pay(created.url)
    charge = await desk.provider.read(created.charge_id)
    assert charge is not None
    return charge


async def test_a_silent_provider(desk: Desk) -> None:
    """A cancellation done without an answer in time is PortUnavailable; the same order finds it done, days later too."""
    charge = await paid(desk)
    hasty = PayPay(replace(desk.config, timeout=0.3), desk.client, desk.clock)
    desk.network.which, desk.network.never_answer = "DELETE", True
    with pytest.raises(PortUnavailable):
        await hasty.give_back(refund_order(charge))
    desk.clock.pass_time(timedelta(days=2))
    assert (await desk.provider.give_back(refund_order(charge))).way == "cancellation"
    assert await desk.returns(charge.charge_id) == 1


async def test_a_cancellation_that_comes_too_late_is_a_refund(desk: Desk) -> None:
    """Our clock says that there is time, the provider's that there is none."""
    charge = await paid(desk)
    body = {"resultInfo": {"code": "ORDER_NOT_REVERSIBLE", "message": "", "codeId": "00200044"}}
    desk.network.which, desk.network.answer = "DELETE", httpx2.Response(400, json=body)
    assert (await desk.provider.give_back(refund_order(charge))).way == "refund"
    assert await desk.returns(charge.charge_id) == 1


async def test_a_cancellation_that_is_not_shown_yet_is_known_when_it_is_refused_again(desk: Desk) -> None:
    """What is shown lags: the money is shown captured, the second cancellation is refused, and then it is shown."""
    charge = await paid(desk)
    await desk.provider.give_back(refund_order(charge))
    captured = {"paymentId": charge.provider_reference, "amount": {"amount": 300, "currency": "JPY"}, "acceptedAt": 1}
    lagging = {"resultInfo": {"code": "SUCCESS"}, "data": {"status": "COMPLETED", **captured}}
    desk.network.which, desk.network.answer = "GET /paypay/v2/codes", httpx2.Response(200, json=lagging)
    assert (await desk.provider.give_back(refund_order(charge))).way == "cancellation"
    assert await desk.returns(charge.charge_id) == 1


async def test_a_provider_that_trickles(desk: Desk) -> None:
    """The whole call is bounded, not only the silence between two bytes."""
    hasty = PayPay(replace(desk.config, timeout=0.3), desk.client, desk.clock)
    desk.network.trickle = True
    with pytest.raises(PortUnavailable):
        await hasty.read("pay-1")


async def test_a_redirection_is_not_followed(desk: Desk) -> None:
    """A signed call goes to the provider and nowhere else."""
    desk.network.answer = httpx2.Response(302, headers={"Location": "/paypay/sandbox/books"})
    with pytest.raises(PortRejected, match="http_302"):
        await desk.provider.read("pay-1")


async def test_a_lost_answer_to_a_refund(desk: Desk) -> None:
    """The refund stands under its number, and the same order again returns it."""
    charge = await paid(desk)
    desk.clock.pass_time(timedelta(days=2))
    order = refund_order(charge)
    desk.network.which, desk.network.lose_answer = "POST", True
    with pytest.raises(PortUnavailable):
        await desk.provider.give_back(order)
    read = await desk.provider.read_refund(order.refund_id, charge.charge_id)
    assert read is not None
    assert (read.amount, read.way, read.is_settled) == (300, "refund", True)
    assert await desk.provider.give_back(order) == read
    assert await desk.returns(charge.charge_id) == 1


async def test_too_many_calls(desk: Desk) -> None:
    """429 says when to come back."""
    desk.network.answer = httpx2.Response(429, headers={"Retry-After": "17"})
    with pytest.raises(PortUnavailable) as failure:
        await desk.provider.read("pay-1")
    assert failure.value.retry_after == 17.0


@pytest.mark.parametrize("status", [500, 502, 503, 504, 408])
async def test_provider_in_trouble(desk: Desk, status: int) -> None:
    """After these the provider says that the state is unknown."""
    body = {"resultInfo": {"code": "INTERNAL_SERVER_ERROR", "message": "", "codeId": "00200034"}}
    desk.network.answer = httpx2.Response(status, json=body)
    with pytest.raises(PortUnavailable) as failure:
        await desk.provider.create(charge_order())
    assert failure.value.retry_after is None


async def test_nobody_listens(desk: Desk) -> None:
    """A refused connection is PortUnavailable."""
    with pytest.raises(PortUnavailable):
        await PayPay(replace(desk.config, base_url="http://127.0.0.1:1"), desk.client, desk.clock).read("pay-1")


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (400, b'{"resultInfo":{"code":"DYNAMIC_QR_BAD_REQUEST"},"data":null}', "DYNAMIC_QR_BAD_REQUEST"),
        (401, b'{"resultInfo":{"code":"UNAUTHORIZED"}}', "UNAUTHORIZED"),
        (403, b"<html>blocked</html>", "http_403"),
        (400, b'{"resultInfo":{"code":"\\n forged log line"}}', "http_400"),
        (302, b"", "http_302"),
    ],
)
async def test_refusals_carry_the_providers_code(desk: Desk, status: int, body: bytes, code: str) -> None:
    """Any other refusal is PortRejected with the provider's own code, or the status when it gives none."""
    desk.network.answer = httpx2.Response(status, content=body)
    with pytest.raises(PortRejected) as refusal:
        await desk.provider.create(charge_order())
    assert (refusal.value.system, refusal.value.provider_code) == ("paypay", code)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"resultInfo":{"code":"SUCCESS"}}',
        b'{"data":null}',
        b'{"data":{"status":"COMPLETED"}}',
        b'{"data":{"status":"COMPLETED","paymentId":"1","acceptedAt":1790000000,"amount":{}}}',
        b'{"data":{"status":"COMPLETED","paymentId":"1","acceptedAt":0,"amount":{"amount":300,"currency":"JPY"}}}',
        b'{"data":{"status":"COMPLETED","paymentId":"1","acceptedAt":1,"amount":{"amount":300,"currency":"USD"}}}',
        b'{"data":{"status":"COMPLETED","paymentId":"1","acceptedAt":1e30,"amount":{"amount":3,"currency":"JPY"}}}',
        b'{"data":{"status":"CREATED","merchantPaymentId":"another"}}',
        b'{"data":{"status":"SOMETHING_NEW"}}',
        b"\xff\xfe",
    ],
)
async def test_an_answer_that_makes_no_sense(desk: Desk, body: bytes) -> None:
    """A success without the facts is refused as malformed, never guessed at."""
    desk.network.answer = httpx2.Response(200, content=body)
    with pytest.raises(PortRejected, match="malformed_response"):
        await desk.provider.read("pay-1")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", "paypay://payment"])
async def test_an_address_that_is_none(desk: Desk, url: str) -> None:
    """An address for the citizen's browser must be http or https."""
    order = charge_order()
    data = {
        "codeId": "04-x",
        "url": url,
        "expiryDate": 1790000000,
        "merchantPaymentId": order.charge_id,
        "amount": {"amount": 300, "currency": "JPY"},
    }
    desk.network.answer = httpx2.Response(201, json={"resultInfo": {"code": "SUCCESS"}, "data": data})
    with pytest.raises(PortRejected, match="malformed_response"):
        await desk.provider.create(order)


async def test_wrong_secret(desk: Desk) -> None:
    """The provider refuses a call signed with another secret."""
    with pytest.raises(PortRejected, match="UNAUTHORIZED"):
        await PayPay(replace(desk.config, secret="other"), desk.client, desk.clock).read("pay-1")


async def test_wrong_merchant(desk: Desk) -> None:
    """The provider refuses a call in another merchant's name."""
    with pytest.raises(PortRejected, match="OP_OUT_OF_SCOPE"):
        await PayPay(replace(desk.config, merchant="other"), desk.client, desk.clock).read("pay-1")


async def test_a_repeated_nonce(desk: Desk) -> None:
    """The provider refuses a header it has seen, but not the next call."""
    stuck = PayPay(desk.config, desk.client, desk.clock, nonce=lambda: "12345678")
    assert await stuck.read("pay-1") is None
    with pytest.raises(PortRejected, match="UNAUTHORIZED"):
        await stuck.read("pay-1")
    assert await desk.provider.read("pay-1") is None


async def test_a_clock_that_is_wrong(desk: Desk) -> None:
    """The provider refuses a call from two minutes ago."""
    late = PayPay(desk.config, desk.client, lambda: desk.clock() - timedelta(seconds=120))
    with pytest.raises(PortRejected, match="UNAUTHORIZED"):
        await late.read("pay-1")
