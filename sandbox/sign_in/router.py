"""Composition of the provider: pages, token endpoint, keys, controls. Mounted under `/sign_in`."""

import base64
import hashlib
from pathlib import Path
from urllib.parse import parse_qs

import httpx2
import structlog
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from sandbox.client_proof import is_proven
from sandbox.sign_in.books import Session, SignInBooks
from sandbox.sign_in.lies import Honesty, Lies
from sandbox.sign_in.pages import Pages
from sandbox.sign_in.registration import PREFIX, STRONG, WEAK, Client
from sandbox.sign_in.tokens import LOGOUT_TYPE, id_claims, logout_claims
from sandbox.signing import Signer

_log = structlog.get_logger()
_TELL_WITHIN = 3.0  # seconds


def router(client: Client, books: SignInBooks, folder: Path) -> APIRouter:
    """Return the provider's routes.

    Paths: `/sign_in/.well-known/openid-configuration`, `/sign_in/{auth,token,keys,leave}`, `/sign_in/sandbox/…` (controls).
    """
    honesty, signer = Honesty(), Signer(folder / "sign_in" / "issuer.json")
    routes = APIRouter(prefix=PREFIX, include_in_schema=False)
    _endpoints(routes, client, books, signer, honesty)
    Pages(client, books, honesty, lambda session: _tell(client, books, signer, session)).mount(routes)
    _controls(routes, signer, honesty)
    return routes


def _endpoints(routes: APIRouter, client: Client, books: SignInBooks, signer: Signer, honesty: Honesty) -> None:
    @routes.get("/.well-known/openid-configuration")
    async def metadata() -> dict[str, object]:
        return {
            "issuer": client.issuer,
            "authorization_endpoint": f"{client.issuer}/auth",
            "token_endpoint": client.token_endpoint,
            "jwks_uri": f"{client.issuer}/keys",
            "end_session_endpoint": f"{client.issuer}/leave",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "code_challenge_methods_supported": ["S256"],
            "acr_values_supported": [WEAK, STRONG],
            "authorization_response_iss_parameter_supported": True,
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": True,
        }

    @routes.get("/keys")
    async def keys() -> JSONResponse:
        return JSONResponse(signer.public_keys)

    @routes.post("/token")
    async def token(request: Request) -> JSONResponse:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode("ascii", "replace")).items()}
        return _redeemed(form, client, books, signer, honesty.lies)


def _redeemed(form: dict[str, str], client: Client, books: SignInBooks, signer: Signer, lies: Lies) -> JSONResponse:
    now = books.clock()
    if not is_proven(form, client.client_id, client.keys, client.token_endpoint, now.timestamp(), books.first_seen):
        return JSONResponse({"error": "invalid_client"}, status_code=401)
    if form.get("grant_type") != "authorization_code":
        return JSONResponse({"error": "unsupported_grant_type"}, status_code=400)
    grant = books.redeem(form.get("code", ""))
    fits = grant is not None and _s256(form.get("code_verifier", "")) == grant.challenge
    if grant is None or not fits or form.get("redirect_uri") != client.return_url:
        return JSONResponse({"error": "invalid_grant"}, status_code=400)
    answer = {
        "access_token": "nothing-is-open-by-it",
        "token_type": "Bearer",
        "expires_in": 60,
        "scope": "openid",
        "id_token": signer.sign(id_claims(client, grant, now, lies), lies),
    }
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


async def _tell(client: Client, books: SignInBooks, signer: Signer, session: Session) -> None:
    """Tell the client who has signed out; a client that does not answer is told no second time."""
    token = signer.sign(logout_claims(client, session, books.clock()), Lies(), typ=LOGOUT_TYPE)
    try:
        async with httpx2.AsyncClient(timeout=_TELL_WITHIN) as caller:
            await caller.post(client.notice_url, data={"logout_token": token})
    except httpx2.HTTPError:
        _log.warning("sign_out_not_told", url=client.notice_url)


def _controls(routes: APIRouter, signer: Signer, honesty: Honesty) -> None:
    @routes.get("/sandbox/lies")
    async def read_lies() -> Lies:
        return honesty.lies

    @routes.put("/sandbox/lies")
    async def lie(lies: Lies) -> Lies:
        honesty.lies = lies
        return lies

    @routes.post("/sandbox/keys", status_code=204)
    async def renew_key() -> None:
        signer.renew()


def _s256(verifier: str) -> str:
    """Return the challenge of a verifier (RFC 7636 §4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
