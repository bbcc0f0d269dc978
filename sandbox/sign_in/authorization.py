"""The authorization request (OpenID Connect Core 1.0 §3.1.2.1, RFC 7636), strictly."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from sandbox.sign_in.books import Session
from sandbox.sign_in.lies import Lies
from sandbox.sign_in.registration import Client

_OPAQUE = re.compile(r"[\x20-\x7e]{1,255}")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
ASKED = (
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "prompt",
    "max_age",
    "acr_values",
)
"""What a request consists of; a page hands it on as it came."""


class StrangerError(Exception):
    """Nobody we may lead a browser back to: the page says so itself."""


def refusal_of(asked: Mapping[str, str], client: Client) -> str | None:
    """Return what is wrong with a request, None for a good one. Raises StrangerError."""
    if asked.get("client_id") != client.client_id or asked.get("redirect_uri") != client.return_url:
        raise StrangerError
    if asked.get("response_type") != "code":
        return "unsupported_response_type"
    if "openid" not in asked.get("scope", "").split():
        return "invalid_scope"
    is_fine = (
        _OPAQUE.fullmatch(asked.get("state", ""))
        and _OPAQUE.fullmatch(asked.get("nonce", ""))
        and asked.get("code_challenge_method") == "S256"
        and _CHALLENGE.fullmatch(asked.get("code_challenge", ""))
        and asked.get("prompt", "") in ("", "login", "none")
        and asked.get("max_age", "0").isdecimal()
    )
    return None if is_fine else "invalid_request"


def is_enough(session: Session, asked: Mapping[str, str], now: float) -> bool:
    """Say whether whoever has signed in need not do so again. `now` in seconds since 1970."""
    old = "max_age" in asked and now - session.auth_time > int(asked["max_age"])
    wanted = asked.get("acr_values", "").split()
    return asked.get("prompt") != "login" and not old and (not wanted or session.acr in wanted)


def way_back(client: Client, state: str, lies: Lies, **told: str) -> str:
    """Return the address that leads a browser back, with the issuer's name in it (RFC 9207)."""
    issuer = client.issuer if lies.answer_issuer is None else lies.answer_issuer
    named = {"state": state if lies.answer_state is None else lies.answer_state, "iss": issuer}
    return f"{client.return_url}?{urlencode(told | {name: value for name, value in named.items() if value})}"
