"""What the provider shows lags behind what it took: its definitive answers are told apart from what it shows."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from contracts.payment_provider import charge_order
from contracts.paypay_desk import Desk
from contracts.sandbox_city import City, open_city

from adapters.paypay.config import PayPayConfig
from adapters.paypay.provider import PayPay
from domain.payments.charge import Charge, ChargeStatus, Closing

pytestmark = pytest.mark.program


@pytest.fixture
async def city(tmp_path: Path) -> AsyncIterator[City]:
    """A city that breaks down as told."""
    async with open_city(tmp_path) as opened:
        yield opened


@pytest.fixture
def provider(city: City) -> PayPay:
    """The adapter before it."""
    chosen = city.settings
    config = PayPayConfig(f"{city.base_url}/paypay", chosen.paypay_key, chosen.paypay_secret, chosen.paypay_merchant)
    return PayPay(config, city.http, lambda: datetime.now(UTC))


async def paid(city: City, provider: PayPay) -> Charge:
    """Return a charge that somebody has paid."""
    charge = await provider.create(charge_order())
    assert (await city.http.post(charge.url)).status_code == 200
    return charge


async def status(provider: PayPay, charge: Charge) -> ChargeStatus | None:
    """Return how the charge is shown."""
    shown = await provider.read(charge.charge_id)
    return shown and shown.status


async def test_a_paid_code_is_known_to_be_paid_while_it_is_shown_unpaid(city: City, provider: PayPay) -> None:
    """The refusal to delete it is certain, whatever the reads say before and after."""
    charge = await paid(city, provider)
    await city.break_down(system="paypay", method="GET", kind="stale", times=3)
    assert await status(provider, charge) is ChargeStatus.OPEN
    assert await provider.close(charge.charge_id, charge.code_id) is Closing.PAID
    assert [await status(provider, charge) for _ in range(3)] == [
        ChargeStatus.OPEN,
        ChargeStatus.OPEN,
        ChargeStatus.CAPTURED,
    ]


async def test_a_deletion_may_lag_too(city: City, provider: PayPay) -> None:
    """Then it is told as closed, and only the books, or a later look, show the capture."""
    charge = await paid(city, provider)
    await city.break_down(system="paypay", method="DELETE", kind="stale", times=1)
    assert await provider.close(charge.charge_id, charge.code_id) is Closing.CLOSED
    assert await status(provider, charge) is ChargeStatus.CAPTURED


async def test_a_code_that_is_gone_is_cancelled_in_advance(city: City, provider: PayPay) -> None:
    """Deleted before, or by a deletion whose answer was lost: nothing that is paid from now on is kept."""
    charge = await provider.create(charge_order())
    await provider.close(charge.charge_id, charge.code_id)
    assert await provider.close(charge.charge_id, charge.code_id) is Closing.CLOSED
    assert (await city.http.post(charge.url)).status_code in {409, 410}


async def test_a_gone_code_of_a_paid_charge_is_paid(city: City, provider: PayPay) -> None:
    """The code is not known, and the charge is shown captured."""
    charge = await paid(city, provider)
    assert await provider.close(charge.charge_id, "04-unknown") is Closing.PAID


async def test_what_was_paid_and_is_shown_unpaid_goes_back_when_its_code_is_unknown(
    city: City, provider: PayPay
) -> None:
    """Nothing says that it is paid: the cancellation in advance undoes it, so it is never a second payment."""
    charge = await paid(city, provider)
    await city.break_down(system="paypay", method="GET", kind="stale", times=1)
    assert await provider.close(charge.charge_id, "") is Closing.CLOSED
    assert await status(provider, charge) is ChargeStatus.CANCELLED


async def test_what_is_too_late_to_undo_was_paid(desk: Desk) -> None:
    """Days later the provider refuses to cancel: only of a captured charge, though it were shown unpaid."""
    charge = await desk.provider.create(charge_order())
    assert await desk.pay(charge.url)
    desk.clock.pass_time(timedelta(days=2))
    unpaid = {"resultInfo": {"code": "SUCCESS"}, "data": {"status": "CREATED", "acceptedAt": 0, "requestedAt": 0}}
    desk.network.answer = httpx2.Response(200, json=unpaid)
    assert await desk.provider.close(charge.charge_id, "") is Closing.PAID


async def test_closing_what_was_never_made_is_closing(provider: PayPay) -> None:
    """Nobody can pay it."""
    assert await provider.close("pay-never-made", "") is Closing.CLOSED
