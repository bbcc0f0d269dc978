"""The id token (OpenID Connect Core §3.1.3.7), and three checks more than libraries make: acr, auth_time, one audience."""

import hmac
from datetime import datetime, timedelta
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from adapters.card_app.config import ACR_NEEDED, CardAppConfig
from domain.identity.card_app import CardAppRefused, CardTrouble, Trip

ALGORITHMS: Final = ("ES256", "RS256", "PS256")
LEEWAY: Final = timedelta(seconds=60)
"""How far the service's clock may be from ours."""


def check_id_token(token: str, keys: KeySet, trip: Trip, config: CardAppConfig, now: datetime) -> None:
    """Accept the token of this trip, or raise CardAppRefused(NOT_TRUSTED) with the claim at fault."""
    try:
        claims = jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims
    except (JoseError, ValueError, TypeError, RecursionError):
        raise CardAppRefused(CardTrouble.NOT_TRUSTED, why="id_token") from None
    fault = next((claim for claim, fine in _judged(claims, trip, config, now) if not fine), None)
    if fault is not None:
        raise CardAppRefused(CardTrouble.NOT_TRUSTED, why=fault)


def _judged(claims: dict[str, Any], trip: Trip, config: CardAppConfig, now: datetime) -> list[tuple[str, bool]]:
    earliest, latest = (trip.begun_at - LEEWAY).timestamp(), (now + LEEWAY).timestamp()
    nonce, acr = claims.get("nonce"), claims.get("acr")
    return [
        ("iss", claims.get("iss") == config.issuer),
        ("aud", claims.get("aud") in (config.client_id, [config.client_id])),
        ("azp", claims.get("azp", config.client_id) == config.client_id),
        ("sub", bool(claims.get("sub"))),
        ("nonce", isinstance(nonce, str) and hmac.compare_digest(nonce.encode(), trip.nonce.encode())),
        ("exp", _within(claims.get("exp"), (now - LEEWAY).timestamp(), float("inf"))),
        ("iat", _within(claims.get("iat"), earliest, latest)),
        ("acr", isinstance(acr, str) and ACR_NEEDED in acr.split()),
        ("auth_time", _within(claims.get("auth_time"), earliest, latest)),  # held for this trip, not for one before
    ]


def _within(moment: object, earliest: float, latest: float) -> bool:
    return isinstance(moment, int | float) and not isinstance(moment, bool) and earliest <= moment <= latest
