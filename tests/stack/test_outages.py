"""What stands still while the engine or the database is away, what does not, and how it goes on by itself."""

import secrets
import time
from typing import Any

import asyncpg
import httpx2
import pytest
from fixtures.journey import Journey, Town
from fixtures.services import answers

from embedded.demo.people import until

pytestmark = pytest.mark.stack


async def submitted(town: Town, form: dict[str, Any], signature: str, key: str) -> httpx2.Response:
    """Send a request as an API layer would."""
    return await town.client.post(
        f"{town.stack.addresses.web}/api/v1/requests",
        json={"form": form, "signature": signature},
        headers={"Idempotency-Key": key},
    )


async def acknowledged(town: Town) -> int:
    """Return how many submissions are acknowledged."""
    session = await asyncpg.connect(town.stack.environment()["MADOGUCHI_DATABASE_URL"])
    try:
        return int(await session.fetchval("SELECT count(*) FROM intake.cases"))
    finally:
        await session.close()


async def test_while_the_engine_is_down_the_counter_takes_requests_in(town: Town):
    """202 and "received" within seconds; when the engine is back it proceeds by itself."""
    journey = Journey(town)
    form, signature = await journey.signed()
    town.stack.process("temporal").kill()
    await town.stack.process("temporal").exited

    begin = time.monotonic()
    answer = await submitted(town, form, signature, secrets.token_hex(8))
    took = time.monotonic() - begin
    journey.receipt = journey.people.citizen.receipt = answer.json()["receipt_number"]
    status = (await journey.people.citizen.status())["status"]
    await town.stack.supervisor.restart("temporal")

    assert (answer.status_code, status) == (202, "received")
    assert took < 6, "an engine that is down keeps the citizen waiting"
    await journey.reaches("awaiting_payment")
    await journey.pay()


async def test_while_the_database_is_down_nothing_is_acknowledged(town: Town):
    """503 with Retry-After as a problem document; the same submission is taken when the database is back.

    A mistake in a form is told all the same. Worker and web are alive and not ready meanwhile, and ready again after.
    """
    journey, key = Journey(town), secrets.token_hex(8)
    form, signature = await journey.signed()
    before = await acknowledged(town)
    town.stack.process("postgres").kill()
    await town.stack.process("postgres").exited

    answer = await submitted(town, form, signature, key)
    spoilt = await submitted(town, {**form, "copies": 0}, signature, secrets.token_hex(8))
    ready = await town.client.get(f"{town.stack.addresses.web}/health/ready")
    alive = await town.client.get(f"{town.stack.addresses.web}/health/live")
    worker = town.stack.addresses.worker_health
    await answers(worker, lambda status: status == 503)
    working = await town.client.get(worker.replace("/ready", "/live"))
    await town.stack.supervisor.restart("postgres")

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) >= 1
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert answer.json()["code"] == "system_unavailable"
    assert (spoilt.status_code, spoilt.json()["errors"][0]["field"]) == (422, "copies")
    assert (ready.status_code, alive.status_code, working.status_code) == (503, 204, 200)
    assert await acknowledged(town) == before

    async def taken() -> Any:
        again = await submitted(town, form, signature, key)
        return again if again.status_code == 202 else None

    journey.receipt = journey.people.citizen.receipt = (await until(taken, "the database")).json()["receipt_number"]
    assert await acknowledged(town) == before + 1
    for again in (f"{town.stack.addresses.web}/health/ready", worker):
        await answers(again, lambda status: status == 200)
    await journey.reaches("awaiting_payment")
