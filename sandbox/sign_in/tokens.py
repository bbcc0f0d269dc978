"""What the provider says in its tokens: who has signed in, and who has signed out."""

import secrets
from datetime import datetime
from typing import Any

from sandbox.sign_in.books import Grant, Session
from sandbox.sign_in.lies import Lies
from sandbox.sign_in.registration import Client
from sandbox.signing import said

_TOKEN_LIFE = 300  # seconds
LOGOUT_TYPE = "logout+jwt"


def id_claims(client: Client, grant: Grant, now: datetime, lies: Lies) -> dict[str, Any]:
    """Return the claims of an id token."""
    if lies.logout_token_for_id_token:
        return logout_claims(client, grant.session, now)
    moment, session = int(now.timestamp()), grant.session
    issued = moment - (lies.issued_ago or 0)
    claims: dict[str, Any] = {
        "iss": said(lies.token_issuer, client.issuer),
        "sub": said(lies.subject, session.sub),
        "aud": client.client_id if lies.audience is None else lies.audience,
        "azp": said(lies.authorized_party, client.client_id),
        "nonce": said(lies.nonce, grant.nonce),
        "acr": said(lies.acr, session.acr),
        "sid": session.sid,
        "iat": issued,
        "exp": issued + _TOKEN_LIFE if lies.expired_ago is None else moment - lies.expired_ago,
        "auth_time": int(session.auth_time) - (lies.signed_in_ago or 0) if lies.auth_time is None else lies.auth_time,
    }
    return {name: value for name, value in claims.items() if value != ""}


def logout_claims(client: Client, session: Session, now: datetime) -> dict[str, Any]:
    """Return the claims of a logout token (OpenID Connect Back-Channel Logout 1.0 §2.4)."""
    moment = int(now.timestamp())
    return {
        "iss": client.issuer,
        "aud": client.client_id,
        "iat": moment,
        "exp": moment + 120,
        "jti": secrets.token_urlsafe(16),
        "sub": session.sub,
        "sid": session.sid,
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
    }
