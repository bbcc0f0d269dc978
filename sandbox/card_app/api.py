"""What the client calls: tokens, sign transactions, keys. Refusals as OAuth has them: `{"error": …}`."""

import base64
import binascii
import hashlib
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sandbox.card_app.books import TOKEN_LIFE, CardAppBooks
from sandbox.card_app.issuer import Issuer
from sandbox.card_app.lies import Honesty
from sandbox.card_app.registration import PROTOCOL, Client
from sandbox.client_proof import is_proven

_LONGEST_GIVEN = 64  # bytes: a digest, or a DigestInfo of SHA-256


class _Order(BaseModel):
    model_config = ConfigDict(extra="ignore")

    client_id: str
    digest: Annotated[str, Field(min_length=1, max_length=128)]


class _Refused(Exception):  # noqa: N818 - reads as what happened
    def __init__(self, error: str, status: int = 400) -> None:
        super().__init__(error)
        self.answer = JSONResponse({"error": error}, status_code=status)


class Api:
    """The endpoints, each a few words with the books."""

    def __init__(self, client: Client, books: CardAppBooks, issuer: Issuer, honesty: Honesty) -> None:
        self._client = client
        self._books = books
        self._issuer = issuer
        self._honesty = honesty

    def mount(self, router: APIRouter) -> None:
        """Add the endpoints to `router`."""

        @router.post(f"{PROTOCOL}/token")
        async def token(request: Request) -> Response:
            return await self._answered(self._token(request))

        @router.get(f"{PROTOCOL}/certs")
        async def certs() -> JSONResponse:
            return JSONResponse(self._issuer.public_keys)

        @router.post("/api/sign-transactions")
        async def order(request: Request, authorization: Annotated[str, Header()] = "") -> Response:
            return await self._answered(self._order(request, authorization))

        @router.get("/api/sign-transactions/{order_id}/result")
        async def result(order_id: str, authorization: Annotated[str, Header()] = "") -> Response:
            return await self._answered(self._result(order_id, authorization))

    async def _answered(self, work: Any) -> Response:
        try:
            answer: Response = await work
        except _Refused as refusal:
            return refusal.answer
        return answer

    async def _token(self, request: Request) -> Response:
        if request.url.query:  # the service takes what is asked in the body alone
            raise _Refused("invalid_request")
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode("ascii")).items()}
        self._authenticate(form)
        grant = form.get("grant_type")
        if grant == "client_credentials":
            return _no_store({"access_token": self._books.token(), "token_type": "Bearer", "expires_in": TOKEN_LIFE})
        if grant == "authorization_code":
            return _no_store(self._redeemed(form))
        raise _Refused("unsupported_grant_type")

    def _authenticate(self, form: dict[str, str]) -> None:
        """Accept private_key_jwt (RFC 7523) alone."""
        now, client = self._books.clock().timestamp(), self._client
        if not is_proven(form, client.client_id, client.keys, client.token_endpoint, now, self._books.first_seen):
            raise _Refused("invalid_client", 401)

    def _redeemed(self, form: dict[str, str]) -> dict[str, object]:
        trip = self._books.redeem(form.get("code", ""))
        challenge = _s256(form.get("code_verifier", ""))
        if trip is None or challenge != trip.challenge or form.get("redirect_uri") != self._client.return_url:
            raise _Refused("invalid_grant")
        order = self._books.transaction(trip.transaction_id)
        if order is None or order.signed_at is None or order.card_id is None:
            raise _Refused("invalid_grant")
        token = self._books.token(trip.transaction_id, form["code"])
        now, lies = self._books.clock(), self._honesty.lies
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": TOKEN_LIFE,
            "scope": "openid sign",
            "id_token": self._issuer.id_token(trip, order.card_id, order.signed_at, now, lies),
        }

    async def _order(self, request: Request, authorization: str) -> Response:
        if self._books.good_for(_bearer(authorization)) != "":
            raise _Refused("invalid_token", 401)
        try:
            order = _Order.model_validate_json(await request.body())
            given = base64.b64decode(order.digest, validate=True)
        except (ValidationError, binascii.Error):
            raise _Refused("invalid_request") from None
        if order.client_id != self._client.client_id or not 0 < len(given) <= _LONGEST_GIVEN:
            raise _Refused("invalid_request")
        return JSONResponse({"transaction_id": self._books.order(given)}, status_code=201)

    async def _result(self, order_id: str, authorization: str) -> Response:
        if self._books.good_for(_bearer(authorization)) != order_id:
            raise _Refused("invalid_token", 401)
        order = self._books.transaction(order_id)
        if order is None:
            raise _Refused("transaction_unknown", 404)
        if order.signed_at is None:
            raise _Refused("transaction_pending", 409)
        return PlainTextResponse(self._issuer.result(order, self._honesty.lies), media_type="application/jose")


def _s256(verifier: str) -> str:
    """Return the challenge of a verifier (RFC 7636 §4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _bearer(authorization: str) -> str:
    return authorization.removeprefix("Bearer ")


def _no_store(content: dict[str, object]) -> JSONResponse:
    return JSONResponse(content, headers={"Cache-Control": "no-store"})
