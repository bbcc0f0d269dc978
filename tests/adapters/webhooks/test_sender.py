"""Webhooks are posted as they are signed, nowhere else than where they are meant for, and nobody is followed."""

import httpx2
import pytest
from contracts.loopback import loopback
from fastapi import FastAPI, Request, Response

from adapters.webhooks.sender import WebhookSender


@pytest.fixture
async def portal():
    """A portal on this machine, its address, and what it was sent."""
    application, taken = FastAPI(), []

    async def take(request: Request) -> Response:
        taken.append((await request.body(), request.headers["webhook-id"]))
        return Response(status_code=204)

    async def lead_away() -> Response:
        return Response(status_code=307, headers={"Location": "/in"})

    application.add_api_route("/in", take, methods=["POST"])
    application.add_api_route("/away", lead_away, methods=["POST"])
    async with loopback(application) as address:
        yield address, taken


@pytest.fixture
async def client():
    """The worker's client."""
    async with httpx2.AsyncClient() as opened:
        yield opened


async def test_a_message_arrives_byte_for_byte(client, portal):
    address, taken = portal

    answer = await WebhookSender(client, inside=True).send(f"{address}/in", '{"あ":1}', {"webhook-id": "msg-1"})

    assert (answer, taken) == (204, [('{"あ":1}'.encode(), "msg-1")])


async def test_who_leads_elsewhere_is_not_followed(client, portal):
    address, taken = portal

    assert await WebhookSender(client, inside=True).send(f"{address}/away", "{}", {}) == 307
    assert taken == []


@pytest.mark.parametrize("url", ["https://localhost/in", "https://127.0.0.1/in", "https://no-such-name.invalid/"])
async def test_outside_a_sandbox_no_machine_of_ours_is_reached(client, url):
    assert await WebhookSender(client, inside=False).send(url, "{}", {}) == 0


async def test_nobody_listening_is_no_answer(client):
    assert await WebhookSender(client, inside=True).send("http://127.0.0.1:1/in", "{}", {}) == 0
