"""The card app by the port's words: out with a text to sign, back with a CMS."""

import asyncio
import base64
import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final
from weakref import WeakValueDictionary

import httpx2
import structlog
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwe
from joserfc.errors import JoseError

from adapters.card_app.callback import code_in
from adapters.card_app.config import ACR_ASKED, SCOPES, SYSTEM, TRIP_LIFE, CardAppConfig
from adapters.card_app.id_token import check_id_token
from adapters.card_app.keys import CardAppKeys
from adapters.card_app.service import Redeemed, Service
from adapters.card_app.to_sign import digest_info, signed_text
from adapters.settings import CardAppSettings
from domain.errors import PortRejected, PortUnavailable
from domain.identity.card_app import ANSWERED_WITHIN, CardAppRefused, CardTrouble, Trip
from domain.ports import Clock

_BYTES: Final = 32  # of each secret of a trip
_REMEMBERED: Final = 1000  # redeemed codes
_ENCRYPTIONS: Final = (
    "RSA-OAEP-256",
    "ECDH-ES",
    "ECDH-ES+A256KW",
    "A128GCM",
    "A256GCM",
    "A128CBC-HS256",
    "A256CBC-HS512",
)
_OVER: Final = frozenset(
    {"invalid_grant", "invalid_token", "transaction_unknown", "transaction_expired", "http_404", "http_410"}
)

_log = structlog.get_logger()


def _fresh_secret() -> str:
    return secrets.token_urlsafe(_BYTES)


class MynaApp:
    """Implements `domain.ports.CardApp`.

    A code is good once. What it was redeemed for is remembered in this process while the trip lasts, so that an answer whose
    result was lost on our side can be brought again; in another process it is TOO_LATE, and a new trip is the way on.
    """

    def __init__(
        self,
        config: CardAppConfig,
        client: httpx2.AsyncClient,
        clock: Clock,
        secret: Callable[[], str] = _fresh_secret,
        within: timedelta = ANSWERED_WITHIN,
    ) -> None:
        self._config = config
        self._service = Service(config, client, clock)
        self._clock = clock
        self._secret = secret
        self._within = within.total_seconds()
        self._redeemed = OrderedDict[str, Redeemed]()
        self._redeeming = WeakValueDictionary[str, asyncio.Lock]()

    async def begin(self, text: bytes) -> Trip:
        """Order a signature over `text`. Raises PortUnavailable; PortRejected where the service does not know us."""
        begun_at, digest = self._clock(), hashlib.sha256(text).digest()
        transaction_id = await self._service.order(base64.b64encode(digest_info(digest)).decode())
        state, nonce, verifier = self._secret(), self._secret(), self._secret()
        url = prepare_grant_uri(
            self._config.authorization_url,
            self._config.client_id,
            "code",
            self._config.redirect_url,
            " ".join(SCOPES),
            state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),  # type: ignore[no-untyped-call]
            code_challenge_method="S256",
            acr_values=ACR_ASKED,
            sign_transaction_id=transaction_id,
        )
        return Trip(
            state=state,
            nonce=nonce,
            verifier=verifier,
            transaction_id=transaction_id,
            url=url,
            text_sha256=digest.hex(),
            begun_at=begun_at,
        )

    async def finish(self, trip: Trip, answer: Mapping[str, str]) -> bytes:
        """Return the CMS. Raises CardAppRefused; PortUnavailable: the same answer may be brought once more."""
        try:
            async with asyncio.timeout(self._within):
                return await self._finish(trip, answer)
        except TimeoutError:
            raise PortUnavailable(SYSTEM) from None
        except PortRejected as rejection:
            raise _noted(_refused(rejection)) from None
        except CardAppRefused as refusal:
            raise _noted(refusal) from None

    async def _finish(self, trip: Trip, answer: Mapping[str, str]) -> bytes:
        code = code_in(answer, trip, self._config.issuer)
        if self._clock() - trip.begun_at > TRIP_LIFE:
            raise CardAppRefused(CardTrouble.TOO_LATE, why="trip")
        async with self._redeeming.setdefault(trip.state, asyncio.Lock()):  # twice at once is redeemed once
            redeemed = await self._redeem(trip, code)
        await self._check(redeemed, trip, self._clock())
        result = await self._service.result(trip.transaction_id, redeemed.access_token)
        return signed_text(bytes.fromhex(trip.text_sha256), self._decrypted(result), self._clock())

    async def _redeem(self, trip: Trip, code: str) -> Redeemed:
        """Return what the code of this answer was good for, now or before."""
        known = hashlib.sha256(f"{trip.state} {code}".encode()).hexdigest()
        if known not in self._redeemed:
            self._redeemed[known] = await self._service.redeem(code, trip.verifier)
            if len(self._redeemed) > _REMEMBERED:
                self._redeemed.popitem(last=False)
        return self._redeemed[known]

    async def _check(self, redeemed: Redeemed, trip: Trip, now: datetime) -> None:
        try:
            check_id_token(redeemed.id_token, await self._service.keys(), trip, self._config, now)
        except CardAppRefused as refusal:
            if refusal.why != "id_token":
                raise
            # Perhaps the issuer has changed its keys since we fetched them.
            check_id_token(redeemed.id_token, await self._service.keys(fresh=True), trip, self._config, now)

    def _decrypted(self, result: str) -> bytes:
        try:
            plain = jwe.decrypt_compact(result, self._config.keys.decryption, algorithms=list(_ENCRYPTIONS)).plaintext
        except (JoseError, ValueError, TypeError, RecursionError):
            raise CardAppRefused(CardTrouble.NOT_TRUSTED, why="encryption") from None
        if plain is None:
            raise CardAppRefused(CardTrouble.NOT_TRUSTED, why="encryption")
        return plain


def _refused(refusal: PortRejected) -> CardAppRefused:
    """Return what a refusal of the service means for a trip: over, or we are not who it expects."""
    if refusal.provider_code in _OVER:
        return CardAppRefused(CardTrouble.TOO_LATE, why=refusal.provider_code)
    return CardAppRefused(CardTrouble.NOT_TRUSTED, why=refusal.provider_code)


def _noted(refusal: CardAppRefused) -> CardAppRefused:
    if refusal.trouble is CardTrouble.NOT_TRUSTED:
        _log.warning("card_app_not_trusted", why=refusal.why)
    return refusal


def opened(settings: CardAppSettings, return_url: str, client: httpx2.AsyncClient, clock: Clock) -> MynaApp | None:
    """Return the app of the settings, None where there is none; browsers come back to `return_url`. Raises KeyFileError."""
    if not (settings.card_app_url and settings.card_app_client_id and settings.card_app_keys_file):
        return None
    config = CardAppConfig(
        url=settings.card_app_url,
        inner_url=settings.card_app_inner_url or "",
        client_id=settings.card_app_client_id,
        redirect_url=return_url,
        keys=CardAppKeys.load(settings.card_app_keys_file),
    )
    return MynaApp(config, client, clock)
