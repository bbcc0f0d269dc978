"""The calls to the card app's service: tokens, sign transactions, public keys.

No answer is PortUnavailable; a refusal is PortRejected with the service's own word (`invalid_grant`, …) or its status.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

import httpx2
from authlib.oauth2.rfc6749.parameters import prepare_token_request
from authlib.oauth2.rfc7523.assertion import private_key_jwt_sign
from authlib.oauth2.rfc7523.client import ASSERTION_TYPE
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from adapters.card_app.config import SYSTEM, CardAppConfig
from adapters.http import asking
from domain.errors import PortRejected
from domain.ports import Clock

_ASSERTION_LIFE: Final = 60  # seconds
_SPARE: Final = timedelta(seconds=30)  # a token this near its end is not used any more
_LONGEST_KEPT: Final = 3600  # seconds we use one token, whatever the service says
_TOKEN_REFUSED: Final = frozenset({"invalid_token", "http_401"})
_LARGEST: Final = 256 * 1024  # bytes of an answer; a result is about 4 KiB
_WORD: Final = re.compile(r"[a-z_]{1,64}")
_TRANSACTION: Final = r"^[0-9A-Za-z-]{1,64}$"


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, str_max_length=64 * 1024)


_Model = TypeVar("_Model", bound=_Answer)


class _ServiceToken(_Answer):
    access_token: str = Field(min_length=1, repr=False)
    expires_in: int = Field(default=60, ge=0)


class Redeemed(_Answer):
    """What a code was good for."""

    access_token: str = Field(min_length=1, repr=False)
    id_token: str = Field(min_length=1, repr=False)


class _Ordered(_Answer):
    transaction_id: str = Field(pattern=_TRANSACTION)


class Service:
    """The client stays the giver's to close."""

    def __init__(self, config: CardAppConfig, client: httpx2.AsyncClient, clock: Clock) -> None:
        self._config = config
        self._client = client
        self._clock = clock
        self._token: tuple[str, datetime] | None = None
        self._keys: KeySet | None = None

    async def order(self, digest: str) -> str:
        """Order a signature over these bytes (base64) and return the transaction's id."""
        kept = self._token is not None
        try:
            return await self._order(digest)
        except PortRejected as refusal:
            if not kept or refusal.provider_code not in _TOKEN_REFUSED:
                raise
        self._token = None  # the service has forgotten a token that should have been good still
        return await self._order(digest)

    async def _order(self, digest: str) -> str:
        token = await self._service_token()
        url, body = self._config.transactions_url, {"client_id": self._config.client_id, "digest": digest}
        answer = await self._ask("POST", url, json=body, headers={"Authorization": f"Bearer {token}"})
        return _read(_Ordered, answer).transaction_id

    async def redeem(self, code: str, verifier: str) -> Redeemed:
        """Redeem a code, once."""
        fields = {"code": code, "code_verifier": verifier, "redirect_uri": self._config.redirect_url}
        return _read(Redeemed, await self._token_answer("authorization_code", fields))

    async def result(self, transaction_id: str, access_token: str) -> str:
        """Return the result of a transaction, a JWE."""
        url = f"{self._config.transactions_url}/{transaction_id}/result"
        answer = await self._ask("GET", url, headers={"Authorization": f"Bearer {access_token}"})
        try:
            return answer.decode("ascii").strip()
        except UnicodeDecodeError:
            raise PortRejected(SYSTEM, "malformed_response") from None

    async def keys(self, *, fresh: bool = False) -> KeySet:
        """Return the issuer's public keys, as fetched before unless `fresh`."""
        if self._keys is None or fresh:
            try:
                content = _Keys.model_validate_json(await self._ask("GET", self._config.certs_url))
                self._keys = KeySet.import_key_set({"keys": content.keys})
            except (ValidationError, JoseError, ValueError, TypeError):
                raise PortRejected(SYSTEM, "malformed_response") from None
        return self._keys

    async def _service_token(self) -> str:
        now = self._clock()
        if self._token is None or now + _SPARE >= self._token[1]:
            answer = _read(_ServiceToken, await self._token_answer("client_credentials", {"scope": "sign"}))
            good_for = timedelta(seconds=min(answer.expires_in, _LONGEST_KEPT))
            self._token = (answer.access_token, now + good_for)
        return self._token[0]

    async def _token_answer(self, grant: str, fields: Mapping[str, str]) -> bytes:
        keys = self._config.keys
        assertion = private_key_jwt_sign(
            keys.signing,
            self._config.client_id,
            self._config.token_audience,
            alg=keys.algorithm,
            header={"kid": keys.signing.kid},
            expires_in=_ASSERTION_LIFE,
        )
        body = prepare_token_request(
            grant,
            **fields,
            client_id=self._config.client_id,
            client_assertion_type=ASSERTION_TYPE,
            client_assertion=assertion,
        )
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return await self._ask("POST", self._config.token_url, content=body.encode(), headers=headers)

    async def _ask(self, method: str, url: str, **parts: Any) -> bytes:
        async with asking(self._client, SYSTEM, self._config.timeout, method, url, **parts) as response:
            content = b""
            async for piece in response.aiter_bytes():
                content += piece
                if len(content) > _LARGEST:
                    raise PortRejected(SYSTEM, "malformed_response")
        if not response.is_success:
            raise PortRejected(SYSTEM, _refusal(response.status_code, content))
        return content


class _Keys(_Answer):
    keys: list[dict[str, Any]]


class _Refusal(_Answer):
    error: str


def _read(model: type[_Model], content: bytes) -> _Model:
    try:
        return model.model_validate_json(content)
    except ValidationError:
        raise PortRejected(SYSTEM, "malformed_response") from None


def _refusal(status: int, content: bytes) -> str:
    try:
        word = _Refusal.model_validate_json(content).error
    except ValidationError:
        word = ""
    return word if _WORD.fullmatch(word) else f"http_{status}"
