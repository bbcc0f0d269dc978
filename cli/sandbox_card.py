"""Signing with a card of the sandbox city, as a citizen would with a phone. For training and evaluation."""

import secrets
from typing import Any

import httpx2

from adapters.settings import CitySettings, JpkiSettings
from cli.failures import WrongInputError
from domain.errors import PortUnavailable
from starter import open_caller

_WITHIN = 10.0  # seconds


async def signed_request(form: dict[str, Any], card: str, pin: str) -> dict[str, Any]:
    """Return form, signature and a fresh idempotency key. Raises SubmissionRefused, WrongInputError, PortUnavailable."""
    _refuse_in_production()
    async with open_caller() as caller:
        draft = await caller.counter.draft(form)
    return {
        "form": {**form, "nonce": draft.nonce},
        "signature": await _signature(draft.text, card, pin),
        "idempotency_key": secrets.token_hex(16),
    }


def _refuse_in_production() -> None:
    """Send no PIN and no form to whoever serves the revocation list of a real installation."""
    if CitySettings.from_environment().env != "dev":
        raise WrongInputError("MADOGUCHI_ENV", "is not dev", "Cards of the sandbox city sign on a developer's machine.")


async def _signature(text: str, card: str, pin: str) -> str:
    city = JpkiSettings.from_environment().jpki_crl_url.removesuffix("/crl")
    try:
        async with httpx2.AsyncClient(timeout=_WITHIN) as client:
            answer = await client.post(f"{city}/cards/{card}/sign", json={"pin": pin, "text": text})
    except httpx2.HTTPError:
        raise PortUnavailable("sandbox") from None
    if answer.status_code != httpx2.codes.OK:
        raise WrongInputError("card or pin", "the card does not sign", "Try card-1001 with PIN ABC123.")
    signature: str = answer.json()["signature"]
    return signature
