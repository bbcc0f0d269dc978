"""The authorization request (OpenID Connect Core §3.1.2.1, RFC 7636), as strictly as the service documents it."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from sandbox.card_app.books import CardAppBooks
from sandbox.card_app.lies import Lies
from sandbox.card_app.registration import Client

_OPAQUE = re.compile(r"[\x20-\x7e]{1,255}")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


class StrangerError(Exception):
    """Nobody we may lead a browser back to: the page says so itself."""


def refusal_of(asked: Mapping[str, str], client: Client, books: CardAppBooks) -> dict[str, str] | None:
    """Return what is wrong with a request, None for a good one. Raises StrangerError."""
    if asked.get("client_id") != client.client_id or asked.get("redirect_uri") != client.return_url:
        raise StrangerError
    if asked.get("response_type") != "code":
        return {"error": "unsupported_response_type"}
    if not {"openid", "sign"} <= set(asked.get("scope", "").split()):
        return {"error": "invalid_scope"}
    fine = (
        _OPAQUE.fullmatch(asked.get("state", ""))
        and _OPAQUE.fullmatch(asked.get("nonce", ""))
        and asked.get("code_challenge_method") == "S256"
        and _CHALLENGE.fullmatch(asked.get("code_challenge", ""))
        and set(asked.get("acr_values", "").split()) <= {"aal3", "crl"}
    )
    if not fine:
        return {"error": "invalid_request"}
    known = books.transaction(asked.get("sign_transaction_id", ""))
    return None if known else {"error": "access_denied", "error_description": "transaction_expired"}


def way_back(client: Client, state: str, lies: Lies, **said: str) -> str:
    """Return the address that leads a browser back, with the issuer's name in it (RFC 9207)."""
    issuer = client.issuer if lies.answer_issuer is None else lies.answer_issuer
    named = {"state": state if lies.answer_state is None else lies.answer_state, "iss": issuer}
    return f"{client.return_url}?{urlencode(said | {name: value for name, value in named.items() if value})}"
