"""The calls to the provider: what it says of itself, its keys, a code redeemed.

No answer is PortUnavailable; a refusal is PortRejected with the provider's own word (`invalid_grant`, …) or its status.
"""

import base64
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar
from urllib.parse import quote_plus, urlencode

import httpx2
from authlib.oauth2.rfc7523.assertion import private_key_jwt_sign
from authlib.oauth2.rfc7523.client import ASSERTION_TYPE
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from adapters.http import asking
from adapters.sign_in.config import SYSTEM, SignInConfig
from domain.errors import PortRejected
from domain.ports import Clock

_ASSERTION_LIFE: Final = 60  # seconds
_KNOWN_FOR: Final = timedelta(hours=1)
_ASKED_AGAIN_AFTER: Final = timedelta(seconds=10)
"""Whoever sends tokens of unknown keys makes us ask the provider no oftener."""
_LARGEST: Final = 256 * 1024  # bytes of an answer
_WORD: Final = re.compile(r"[a-z_]{1,64}")


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


_Model = TypeVar("_Model", bound=_Answer)


class Metadata(_Answer):
    """What the provider says of itself (OpenID Connect Discovery 1.0 §3, RFC 9207 §3)."""

    issuer: str
    authorization_endpoint: str = Field(pattern=r"^https?://")
    token_endpoint: str = Field(pattern=r"^https?://")
    jwks_uri: str = Field(pattern=r"^https?://")
    end_session_endpoint: str | None = Field(default=None, pattern=r"^https?://")
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


class _Keys(_Answer):
    keys: list[dict[str, Any]]


class _Redeemed(_Answer):
    id_token: str = Field(min_length=1, max_length=64 * 1024, repr=False)


class _Refusal(_Answer):
    error: str


class Provider:
    """The client stays the giver's to close."""

    def __init__(self, config: SignInConfig, client: httpx2.AsyncClient, clock: Clock) -> None:
        self._config = config
        self._client = client
        self._clock = clock
        self._metadata: tuple[Metadata, datetime] | None = None
        self._keys: tuple[KeySet, datetime] | None = None

    async def metadata(self) -> Metadata:
        """Return what the provider says of itself. One that calls itself otherwise is PortRejected `other_issuer`."""
        now = self._clock()
        if self._metadata is None or now - self._metadata[1] > _KNOWN_FOR:
            url = f"{self._config.issuer.rstrip('/')}/.well-known/openid-configuration"
            found = _read(Metadata, await self._ask("GET", url))
            if found.issuer != self._config.issuer:
                raise PortRejected(SYSTEM, "other_issuer")
            self._metadata = (found, now)
        return self._metadata[0]

    async def keys(self, *, fresh: bool = False) -> KeySet:
        """Return the provider's public keys, as fetched within the hour; `fresh`: within ten seconds."""
        now, kept_for = self._clock(), _ASKED_AGAIN_AFTER if fresh else _KNOWN_FOR
        if self._keys is None or now - self._keys[1] > kept_for:
            content = await self._ask("GET", (await self.metadata()).jwks_uri)
            try:
                found = KeySet.import_key_set({"keys": _Keys.model_validate_json(content).keys})
            except (ValidationError, JoseError, ValueError, TypeError):
                raise PortRejected(SYSTEM, "malformed_response") from None
            self._keys = (found, now)
        return self._keys[0]

    async def redeem(self, code: str, verifier: str) -> str:
        """Redeem a code, once, and return the id token."""
        metadata = await self.metadata()
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": verifier,
            "redirect_uri": self._config.return_url,
        }
        shown, headers = self._identified(metadata)
        body = urlencode({**fields, **shown}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json", **headers}
        return _read(
            _Redeemed, await self._ask("POST", metadata.token_endpoint, content=body, headers=headers)
        ).id_token

    def _identified(self, metadata: Metadata) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Return the fields and headers that show who we are (OpenID Connect Core 1.0 §9)."""
        config = self._config
        if config.key is not None and not config.secret:
            assertion = private_key_jwt_sign(
                config.key.signing,
                config.client_id,
                metadata.token_endpoint,
                alg=config.key.algorithm,
                header={"kid": config.key.signing.kid},
                expires_in=_ASSERTION_LIFE,
            )
            fields = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}
            return {"client_id": config.client_id, **fields}, {}
        methods = metadata.token_endpoint_auth_methods_supported
        if "client_secret_post" in methods and "client_secret_basic" not in methods:
            return {"client_id": config.client_id, "client_secret": config.secret}, {}
        pair = f"{quote_plus(config.client_id)}:{quote_plus(config.secret)}"  # RFC 6749 §2.3.1
        return {}, {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}

    async def _ask(self, method: str, url: str, **parts: Any) -> bytes:
        config = self._config
        async with asking(self._client, SYSTEM, config.timeout, method, config.inner(url), **parts) as response:
            content = b""
            async for piece in response.aiter_bytes():
                content += piece
                if len(content) > _LARGEST:
                    raise PortRejected(SYSTEM, "malformed_response")
        if not response.is_success:
            raise PortRejected(SYSTEM, _refusal(response.status_code, content))
        return content


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
