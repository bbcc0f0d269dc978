"""What the provider signs: id tokens (OpenID Connect Core 1.0 §3.1.3.7) and logout tokens (Back-Channel Logout 1.0 §2.6)."""

import hmac
from datetime import datetime, timedelta
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from adapters.sign_in.config import SignInConfig
from domain.office.sign_in import LONGEST, SignedIn, SignedOut, SignInRefused, SignInTrip

ALGORITHMS: Final = ("RS256", "PS256", "ES256")
LEEWAY: Final = timedelta(seconds=60)
"""How far the provider's clock may be from ours."""
_NOTICE_AGE: Final = timedelta(minutes=2)
_LOGOUT: Final = "http://schemas.openid.net/event/backchannel-logout"
_LONGEST_NAME: Final = 255  # characters of a subject (Core §2)
_Checks = list[tuple[str, bool]]


def claims_of(token: str, keys: KeySet) -> dict[str, Any]:
    """Return what a token says that one of these keys has signed. Raises SignInRefused("signature")."""
    try:
        return jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims
    except (JoseError, ValueError, TypeError, RecursionError):
        raise SignInRefused("signature") from None


def signed_in(claims: dict[str, Any], trip: SignInTrip, config: SignInConfig, now: datetime) -> SignedIn:
    """Return who has signed in on this trip. Raises SignInRefused with the claim at fault."""
    nonce, subject, session = claims.get("nonce"), claims.get("sub"), claims.get("sid")
    oldest = trip.begun_at if trip.fresh else now - LONGEST
    checks: _Checks = [
        *_everywhere(claims, config, now),
        ("iat", _is_between(claims.get("iat"), trip.begun_at - LEEWAY, now + LEEWAY)),
        ("nonce", isinstance(nonce, str) and hmac.compare_digest(nonce.encode(), trip.nonce.encode())),
        ("sub", _is_name(subject)),
        ("sid", session is None or _is_name(session)),
        ("auth_time", _is_between(claims.get("auth_time"), oldest - LEEWAY, now + LEEWAY)),
        ("acr", isinstance(claims.get("acr", ""), str)),
    ]
    _require(checks)
    auth_time = datetime.fromtimestamp(claims["auth_time"], now.tzinfo)
    strong = claims.get("acr") in config.strong_acr
    return SignedIn(
        issuer=config.issuer,
        subject=str(subject),
        auth_time=min(auth_time, now),
        strong=strong,
        provider_session=session,
    )


def signed_out(claims: dict[str, Any], config: SignInConfig, now: datetime) -> SignedOut:
    """Return who has signed out. Raises SignInRefused with the claim at fault."""
    subject, session, events = claims.get("sub"), claims.get("sid"), claims.get("events")
    checks: _Checks = [
        *_everywhere(claims, config, now),
        ("iat", _is_between(claims.get("iat"), now - _NOTICE_AGE, now + LEEWAY)),
        ("jti", _is_name(claims.get("jti"))),
        ("events", isinstance(events, dict) and isinstance(events.get(_LOGOUT), dict)),
        ("nonce", "nonce" not in claims),
        ("sub", _is_name(subject) or (subject is None and _is_name(session))),
        ("sid", session is None or _is_name(session)),
    ]
    _require(checks)
    return SignedOut(issuer=config.issuer, subject=subject, provider_session=session)


def _everywhere(claims: dict[str, Any], config: SignInConfig, now: datetime) -> _Checks:
    return [
        ("iss", claims.get("iss") == config.issuer),
        ("aud", claims.get("aud") in (config.client_id, [config.client_id])),
        ("azp", claims.get("azp", config.client_id) == config.client_id),
        ("exp", _is_between(claims.get("exp"), now - LEEWAY, None)),
    ]


def _require(checks: _Checks) -> None:
    fault = next((claim for claim, is_fine in checks if not is_fine), None)
    if fault is not None:
        raise SignInRefused(fault)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_NAME and value.isprintable()


def _is_between(moment: object, earliest: datetime, latest: datetime | None) -> bool:
    if not isinstance(moment, int | float) or isinstance(moment, bool):
        return False
    return earliest.timestamp() <= moment and (latest is None or moment <= latest.timestamp())
