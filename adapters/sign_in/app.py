"""The office's sign-in by the port's words: out to the provider, back with who it is."""

import hmac
import secrets
from collections.abc import Callable, Mapping
from typing import Final, TypeVar
from urllib.parse import urlencode

import httpx2
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from adapters.settings import SignInSettings
from adapters.sign_in.config import SignInConfig
from adapters.sign_in.keys import ClientKey
from adapters.sign_in.provider import Metadata, Provider
from adapters.sign_in.tokens import claims_of, signed_in, signed_out
from domain.errors import PortRejected
from domain.office.ports import WayOut
from domain.office.sign_in import LONGEST, ON_THE_WAY, SignedIn, SignedOut, SignInRefused, SignInTrip
from domain.ports import Clock

_BYTES: Final = 32  # of each secret of a trip
_LONGEST_CODE: Final = 4096  # characters
_NOT_OURS: Final = frozenset({"invalid_grant", "http_400"})
_T = TypeVar("_T")


class OpenIdSignIn:
    """Implements `domain.office.ports.SignIn`."""

    def __init__(self, config: SignInConfig, client: httpx2.AsyncClient, clock: Clock) -> None:
        self._config = config
        self._provider = Provider(config, client, clock)
        self._clock = clock

    async def begin(self, to: str, *, fresh: bool = False, strong: bool = False) -> WayOut:
        """Begin a sign-in. Raises PortUnavailable, PortRejected."""
        metadata = await self._provider.metadata()
        state, nonce, verifier = (secrets.token_urlsafe(_BYTES) for _ in range(3))
        trip = SignInTrip(
            state=state, nonce=nonce, verifier=verifier, begun_at=self._clock(), to=to, fresh=fresh, strong=strong
        )
        asked = {"max_age": str(int(LONGEST.total_seconds()))}
        if fresh:
            asked["prompt"] = "login"
        if strong and self._config.strong_acr:
            asked["acr_values"] = " ".join(self._config.strong_acr)
        url = prepare_grant_uri(
            metadata.authorization_endpoint,
            self._config.client_id,
            "code",
            self._config.return_url,
            "openid",
            state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),  # type: ignore[no-untyped-call]
            code_challenge_method="S256",
            **asked,
        )
        return WayOut(trip, url)

    async def finish(self, trip: SignInTrip, answer: Mapping[str, str]) -> SignedIn:
        """Return who has signed in. Raises SignInRefused, PortUnavailable, PortRejected (a provider that does not know us)."""
        metadata = await self._provider.metadata()
        code = self._code_in(answer, trip, metadata)
        if self._clock() - trip.begun_at > ON_THE_WAY:
            raise SignInRefused("late")
        try:
            token = await self._provider.redeem(code, trip.verifier)
        except PortRejected as refusal:
            if refusal.provider_code in _NOT_OURS:
                raise SignInRefused("code") from None
            raise
        return await self._read(token, lambda claims: signed_in(claims, trip, self._config, self._clock()))

    async def read_notice(self, token: str) -> SignedOut:
        """Return of whom the provider says that they have signed out. Raises SignInRefused, PortUnavailable."""
        return await self._read(token, lambda claims: signed_out(claims, self._config, self._clock()))

    async def way_out(self, back: str) -> str | None:
        """Return where a browser signs out at the provider too (OpenID Connect RP-Initiated Logout 1.0 §2).

        No token of the person is kept for it: providers then ask the person once more.
        """
        page = (await self._provider.metadata()).end_session_endpoint
        asked = urlencode({"client_id": self._config.client_id, "post_logout_redirect_uri": back})
        return None if page is None else f"{page}{'&' if '?' in page else '?'}{asked}"

    def _code_in(self, answer: Mapping[str, str], trip: SignInTrip, metadata: Metadata) -> str:
        """Return the code. Whose answer it is comes first, whatever it says."""
        if not hmac.compare_digest(answer.get("state", "").encode(), trip.state.encode()):
            raise SignInRefused("state")
        # RFC 9207 §2.4: another's answer; and from a provider that names itself, one without a name.
        named = answer.get("iss")
        if named != self._config.issuer and (
            named is not None or metadata.authorization_response_iss_parameter_supported
        ):
            raise SignInRefused("issuer")
        if "error" in answer:
            raise SignInRefused("error", cancelled=answer["error"] == "access_denied")
        code = answer.get("code", "")
        if not 0 < len(code) <= _LONGEST_CODE:
            raise SignInRefused("code")
        return code

    async def _read(self, token: str, read: Callable[[dict[str, object]], _T]) -> _T:
        try:
            claims = claims_of(token, await self._provider.keys())
        except SignInRefused:  # perhaps the provider has changed its keys since we fetched them
            claims = claims_of(token, await self._provider.keys(fresh=True))
        return read(claims)


def opened(settings: SignInSettings, return_url: str, client: httpx2.AsyncClient, clock: Clock) -> OpenIdSignIn | None:
    """Return the sign-in of the settings, None where there is none. Raises KeyFileError."""
    if settings.sign_in_issuer is None or settings.sign_in_client_id is None:
        return None
    secret = settings.sign_in_client_secret
    config = SignInConfig(
        issuer=settings.sign_in_issuer,
        inner_issuer=settings.sign_in_inner_issuer or "",
        client_id=settings.sign_in_client_id,
        return_url=return_url,
        strong_acr=settings.sign_in_strong_acr,
        key=ClientKey.load(settings.sign_in_key_file) if settings.sign_in_key_file else None,
        secret="" if secret is None else secret.get_secret_value(),
    )
    return OpenIdSignIn(config, client, clock)
