"""What the caller gets when the line or the provider fails."""

from dataclasses import replace
from datetime import timedelta

import httpx2
import pytest
from contracts.payment_provider import charge_order, refund_order
from contracts.paypay_desk import Desk

from adapters.paypay.provider import PayPay
from domain.errors import PortRejected, PortUnavailable
from domain.payments.charge import ChargeStatus, RefundStatus


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


async def test_a_silent_provider(desk: Desk) -> None:
    """Work done without an answer in time is PortUnavailable, and reading shows the truth."""
    charge = await desk.provider.create(charge_order())
    assert await desk.pay(charge.url)
    hasty = PayPay(replace(desk.config, timeout=0.3), desk.client, desk.clock)
    desk.network.never_answer = True
    with pytest.raises(PortUnavailable):
        await hasty.cancel(charge.charge_id)
    read = await desk.provider.read(charge.charge_id)
    assert read is not None
    assert read.status is ChargeStatus.CANCELLED


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
    """The refund stands under its number, and asking again returns it."""
    created = await desk.provider.create(charge_order())
    assert await desk.pay(created.url)
    charge = await desk.provider.read(created.charge_id)
    assert charge is not None
    order = refund_order(charge)
    desk.network.lose_answer = True
    with pytest.raises(PortUnavailable):
        await desk.provider.refund(order)
    read = await desk.provider.read_refund(order.refund_id)
    assert read is not None
    assert (read.amount, read.status) == (300, RefundStatus.DONE)
    assert await desk.provider.refund(order) == read


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
    async with PayPay(replace(desk.config, base_url="http://127.0.0.1:1"), None, desk.clock) as provider:
        with pytest.raises(PortUnavailable):
            await provider.read("pay-1")


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
