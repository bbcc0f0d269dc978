"""Signing with a card of the sandbox city, as a citizen would with a phone. For training and evaluation."""

import secrets
from typing import Any

import httpx2

from adapters.settings import CitySettings, JpkiSettings
from cli.failures import WrongInputError
from domain.errors import PortUnavailable
from starter import open_caller

_WITHIN = 10.0  # seconds
_SAID_WHY = (403, 404)


async def signed_request(form: dict[str, Any], card: str, pin: str) -> dict[str, Any]:
    """Return form, signature and a fresh idempotency key. Raises SubmissionRefused, WrongInputError, PortUnavailable."""
    _refuse_in_production()
    async with open_caller() as caller:
        draft = await caller.certificates.counter.write_statement(form)
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
        raise _refused(answer, city, card)
    signature: str = answer.json()["signature"]
    return signature


def _refused(answer: httpx2.Response, city: str, card: str) -> WrongInputError:
    """Return what the card's reader said in words; another card's PIN is nobody's business."""
    detail = answer.json().get("detail") if answer.status_code in _SAID_WHY else None
    fault = detail if isinstance(detail, dict) else {}
    match fault.get("code"):
        case "wrong_pin":
            left = fault.get("remaining")
            return WrongInputError(
                "--pin",
                f"暗証番号が違います。あと {left} 回まちがえるとロックされます (wrong PIN, {left} tries left)",
                "英数字6~16文字、英字は大文字です (6 to 16 letters and digits, capitals).",
            )
        case "card_locked":
            return WrongInputError(
                "--card",
                "カードがロックされています (the card is locked after five wrong PINs)",
                f"市役所の窓口で解除できます。架空の市では `curl -X POST {city}/cards/{card}/unlock` です (in the sandbox).",
            )
        case "card_unknown":
            return WrongInputError(
                "--card",
                f"{card} というカードはありません (no such card)",
                "架空の市のカードの番号を使います: card-1001 など.",
            )
    return WrongInputError("--card", "カードが署名しませんでした (the card does not sign)", "もう一度試してください.")
