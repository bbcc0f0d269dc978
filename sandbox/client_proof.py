"""private_key_jwt (RFC 7523, OpenID Connect Core 1.0 §9), as a service of the city checks it."""

from collections.abc import Callable, Mapping

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_LONGEST = 300  # seconds
_ALGORITHMS = ["RS256", "PS256", "ES256"]


def is_proven(
    form: Mapping[str, str],
    client_id: str,
    keys: KeySet,
    audience: str,
    now: float,
    first_seen: Callable[[str, float], bool],
) -> bool:
    """Say whether a form is by this client; an assertion is good once. `now` in seconds since 1970."""
    try:
        claims = jwt.decode(form["client_assertion"], keys, algorithms=_ALGORITHMS).claims
        return bool(
            form["client_assertion_type"] == _TYPE
            and claims["iss"] == claims["sub"] == form.get("client_id", claims["iss"]) == client_id
            and claims["aud"] == audience
            and now < claims["exp"] <= now + _LONGEST
            and first_seen(claims["jti"], claims["exp"])
        )
    except (JoseError, ValueError, KeyError, TypeError):
        return False
