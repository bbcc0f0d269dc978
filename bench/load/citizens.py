"""Citizens with a signed form in hand: everything that happens on the phone is done before any clock runs."""

import asyncio
import json
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx2

from bench.load.cards import Cards
from bench.load.forms import Signer, signers
from bench.load.installation import Installation

_AT_ONCE = 8


@dataclass(frozen=True)
class SignedBody:
    """A submission ready to be sent."""

    body: bytes
    key: str


@dataclass(frozen=True)
class Sent:
    """How a submission went. `took` is in seconds from the instant it was due; no `case_id`: it was not taken."""

    took: float
    case_id: str | None


async def prepare(here: Installation, count: int) -> list[SignedBody]:
    """Have the texts made at the counter and signed by the cards of the sandbox city."""
    cards = Cards(Path(here.environment["MADOGUCHI_SANDBOX_DIR"]))
    gate = asyncio.Semaphore(_AT_ONCE)
    people: Iterable[Signer] = signers()

    async def one(signer: Signer) -> SignedBody:
        async with gate:
            return await _signed(here, cards, signer)

    return await asyncio.gather(*(one(signer) for signer, _ in zip(people, range(count), strict=False)))


async def _signed(here: Installation, cards: Cards, signer: Signer) -> SignedBody:
    answer = await here.client.post(f"{here.web}/api/v1/statements", json={"form": signer.form})
    draft = answer.raise_for_status().json()
    signature = await asyncio.to_thread(cards.sign, signer, draft["text"])
    form = {**signer.form, "nonce": draft["nonce"]}
    return SignedBody(json.dumps({"form": form, "signature": signature}).encode(), secrets.token_hex(16))


async def submit(here: Installation, signed: SignedBody, due: float) -> Sent:
    """Send a submission; `due` is the instant (time.monotonic) from which its citizen waits."""
    headers = {"Idempotency-Key": signed.key, "Content-Type": "application/json"}
    try:
        answer = await here.client.post(f"{here.web}/api/v1/requests", content=signed.body, headers=headers)
    except httpx2.HTTPError:
        return Sent(time.monotonic() - due, None)
    taken = answer.status_code == httpx2.codes.ACCEPTED
    return Sent(time.monotonic() - due, answer.json()["case_id"] if taken else None)


async def pay(here: Installation, url: str) -> None:
    """Press the button of the payment page, wherever the sandbox answers now."""
    (await here.client.post(f"{here.sandbox}{urlsplit(url).path}")).raise_for_status()
