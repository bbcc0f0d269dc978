"""`madoguchi payment show`: our books, the provider's, and where they are silent."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
import pytest_asyncio
from contracts.sandbox_city import City, open_city
from contracts.stories import batch, case_id, completed
from fixtures.installation import NOWHERE, Installation
from fixtures.sealed_ledger import seal_batches

from adapters.paypay.config import PayPayConfig
from adapters.paypay.provider import PayPay
from adapters.postgres.effects import PostgresEffects
from domain import ids
from domain.certificates.events import RequestReceived
from domain.payments.charge import Charge, ChargeOrder

pytestmark = pytest.mark.database
PAYMENT = ids.payment_id(case_id(1))


@pytest_asyncio.fixture(scope="module")
async def city(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[City]:
    """The sandbox city with its provider."""
    async with open_city(tmp_path_factory.mktemp("city")) as opened:
        yield opened


@pytest.fixture
async def paying(installation: Installation, city: City) -> Installation:
    """An installation whose provider is the city's."""
    installation.environment |= outside(f"{city.base_url}/paypay")
    return installation


def outside(paypay: str) -> dict[str, str]:
    """Return the provider's settings: no other outside system is asked."""
    given = {
        "PAYPAY_URL": paypay,
        "PAYPAY_KEY": "key",
        "PAYPAY_SECRET": "secret",
        "PAYPAY_MERCHANT": "merchant",
    }
    return {f"MADOGUCHI_{name}": value for name, value in given.items()}


async def record(installation: Installation, last: int) -> None:
    """Put the first events of request 1 into the ledger and its row into the intake."""
    received = completed(1)[0]
    assert isinstance(received, RequestReceived)
    await installation.take_in(case_id(1), received)
    await seal_batches(installation.pool, [batch(1, 1, last)])


async def charged(installation: Installation, base_url: str, charge_id: str = PAYMENT) -> Charge:
    """Make a charge as the activity does: intent, call, outcome."""
    effects = PostgresEffects(installation.pool)
    await effects.begin(charge_id, "charge", PAYMENT, {"payment_id": PAYMENT, "amount": 300})
    config = PayPayConfig(base_url=base_url, key="key", secret="secret", merchant="merchant")
    async with httpx2.AsyncClient() as client:
        provider = PayPay(config, client, lambda: datetime.now(UTC))
        order = ChargeOrder(charge_id=charge_id, amount=300, description="x", ordered_at=datetime.now(UTC))
        charge = await provider.create(order)
    await effects.finish(charge_id, charge.model_dump(mode="json"))
    return charge


async def test_both_books_stand_side_by_side(paying: Installation, city: City) -> None:
    """Our state, our journal, and the provider's own number for the money it took."""
    await record(paying, 6)
    charge = await charged(paying, f"{city.base_url}/paypay")
    assert (await city.http.post(charge.url)).is_success

    shown = await paying.run("payment", "show", case_id(1))
    told = (await paying.say("payment", "show", completed(1)[0].case_number)).out

    (entry,) = shown["provider"]["entries"]
    (effect,) = shown["effects"]
    assert (shown["amount"], shown["payment"]["charge_id"]) == (300, PAYMENT)
    assert (entry["key"], entry["status"], entry["amount"]) == (PAYMENT, "captured", 300)
    assert (effect["key"], effect["kind"], effect["attempts"]) == (PAYMENT, "charge", 1)
    assert entry["provider_reference"] in told
    assert charge.url
    assert charge.url not in str(shown) + told


async def test_an_effect_in_doubt_is_shown_as_such(paying: Installation) -> None:
    """Begun and not finished: nobody knows yet, and the provider knows nothing under this key."""
    await record(paying, 5)
    unheard = ids.charge_id(PAYMENT, 2)
    await PostgresEffects(paying.pool).begin(unheard, "charge", PAYMENT, {})

    shown = await paying.run("payment", "show", case_id(1))
    told = (await paying.say("payment", "show", case_id(1))).out

    assert (shown["effects"][0]["outcome"], shown["effects"][0]["finished_at"]) == (None, None)
    assert shown["provider"]["entries"][0]["status"] is None
    assert "in doubt" in told


async def test_a_silent_provider_hides_nothing_of_ours(installation: Installation) -> None:
    """Exit 0 with our own books, and it is said that the provider does not answer."""
    installation.environment |= outside(f"http://{NOWHERE}/paypay")
    await record(installation, 6)
    await PostgresEffects(installation.pool).begin(PAYMENT, "charge", PAYMENT, {})

    shown = await installation.run("payment", "show", case_id(1))

    assert shown["provider"]["answer"] == "unreachable"
    assert shown["payment"]["provider_reference"] == "reference"


async def test_a_machine_without_the_providers_settings_shows_ours(installation: Installation) -> None:
    """An auditor's machine need not know the provider's secret."""
    await record(installation, 6)

    shown = await installation.run("payment", "show", case_id(1))

    assert (shown["provider"]["answer"], shown["status"]) == ("not_configured", "under_examination")


async def test_a_request_without_payment_is_exit_1(installation: Installation) -> None:
    """Nothing was asked for yet: the answer is no."""
    await record(installation, 3)

    shown = await installation.run("payment", "show", case_id(1), expect=1)

    assert shown["payment"] is None


async def test_effects_are_read_back_as_written(installation: Installation, tmp_path: Path) -> None:
    """Intent and outcome come back as they went in, oldest first, other payments' left out."""
    effects = PostgresEffects(installation.pool)
    for key in ("one", "two"):
        await effects.begin(key, "charge", PAYMENT, {"amount": 300, "note": str(tmp_path)})
    await effects.begin("other", "charge", "pay-other", {})
    await effects.begin("one", "charge", PAYMENT, {})
    await effects.finish("one", {"status": "open"})

    one, two = await effects.of(PAYMENT)

    assert (one.key, one.attempts, one.outcome) == ("one", 2, {"status": "open"})
    assert (two.key, two.intent, two.finished_at) == ("two", {"amount": 300, "note": str(tmp_path)}, None)


async def test_money_the_ledger_does_not_know_is_found_and_looked_into(paying: Installation, city: City) -> None:
    """Exit 1, and the worker is told, once; what the ledger knows is not asked for; the address to pay is not shown."""
    await record(paying, 6)
    url = f"{city.base_url}/paypay"
    await charged(paying, url)
    second = await charged(paying, url, ids.charge_id(PAYMENT, 2))
    assert (await paying.run("payment", "reconcile"))["found"] == []
    assert (await city.http.post(second.url)).is_success

    found = await paying.run("payment", "reconcile", expect=1)
    words = (await paying.say("payment", "reconcile", expect=1)).out

    assert (found["charges"], found["known"], found["provider"]) == (2, 1, "known")
    assert [(each["charge_id"], each["case_id"], each["told"]) for each in found["found"]] == [
        (second.charge_id, case_id(1), True)
    ]
    due = await paying.pool.fetch("SELECT charge_id FROM inbox.charges WHERE due_at IS NOT NULL")
    assert [row["charge_id"] for row in due] == [second.charge_id]
    assert second.charge_id in words
    assert second.url not in words


async def test_reconciling_needs_the_provider(installation: Installation) -> None:
    """Without its word nothing is known: exit 3, not "nothing found"."""
    installation.environment |= outside(f"http://{NOWHERE}/paypay")
    await record(installation, 5)
    await PostgresEffects(installation.pool).begin(PAYMENT, "charge", PAYMENT, {})
    assert (await installation.run("payment", "reconcile", expect=3))["provider"] == "unreachable"


async def test_there_may_be_nothing_to_reconcile(installation: Installation) -> None:
    """No code was made, or only long ago: exit 0 without a question."""
    await record(installation, 3)
    await PostgresEffects(installation.pool).begin(PAYMENT, "charge", PAYMENT, {})
    await installation.pool.execute("UPDATE effects.journal SET begun_at = begun_at - interval '15 days'")
    assert (await installation.run("payment", "reconcile"))["charges"] == 0
