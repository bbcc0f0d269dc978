"""The service's own key and what it signs and encrypts: id tokens (ES256), results (JWE)."""

import base64
import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from joserfc import jwe, jwt
from joserfc.jwk import ECKey, KeySet, KeySetSerialization, OctKey, RSAKey

from hosting.private_files import private_folder, write_private
from sandbox.card_app.books import Transaction, Trip
from sandbox.card_app.lies import Lies
from sandbox.card_app.registration import Client

_TOKEN_LIFE = 300  # seconds
_ACR = "aal3"
_ENCRYPTION = {"RSA": "RSA-OAEP-256", "EC": "ECDH-ES+A256KW"}


class Issuer:
    """Signs in the service's name, and lies when told to."""

    def __init__(self, folder: Path, client: Client) -> None:
        self._file = folder / "card_app" / "issuer.json"
        self._key = _kept(self._file)
        self._client = client

    def renew(self) -> None:
        """Sign with another key from now on; the one before is forgotten."""
        self._file.unlink()
        self._key = _kept(self._file)

    @property
    def public_keys(self) -> KeySetSerialization:
        """What anybody may check its tokens with."""
        return KeySet([self._key]).as_dict(private=False)

    def id_token(self, trip: Trip, card_id: str, held_at: float, now: datetime, lies: Lies) -> str:
        """Return the id token of a trip."""
        claims = _claims(self._client, trip, card_id, held_at, now, lies)
        header = {"alg": "ES256", "kid": str(self._key.kid)}
        if lies.unsigned_token:
            parts = ({"alg": "none"}, claims)
            return (
                ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
                + "."
            )
        if lies.token_by_shared_secret:
            secret = OctKey.import_key(json.dumps(self._key.as_dict(private=False)))
            return jwt.encode({**header, "alg": "HS256"}, claims, secret, algorithms=["HS256"])
        key = ECKey.generate_key("P-256") if lies.foreign_signing_key else self._key
        return jwt.encode(header, claims, key, algorithms=["ES256"])

    def result(self, signed: Transaction, lies: Lies) -> str:
        """Return signature and certificate, encrypted to the client."""
        parts = {"signature": signed.signature or b"", "certificate": signed.certificate or b""}
        content = json.dumps({name: base64.b64encode(part).decode() for name, part in parts.items()})
        if lies.clear_result:
            return content
        key = RSAKey.generate_key(2048) if lies.foreign_encryption_key else self._client.encryption_key
        algorithm = _ENCRYPTION[str(key.key_type)]
        header = {"alg": algorithm, "enc": "A256GCM", "kid": str(self._client.encryption_key.kid)}
        return jwe.encrypt_compact(header, content, key, algorithms=[algorithm, "A256GCM"])


def _claims(client: Client, trip: Trip, card_id: str, held_at: float, now: datetime, lies: Lies) -> dict[str, Any]:
    moment = int(now.timestamp())
    issued = moment - (lies.issued_ago or 0)
    claims = {
        "iss": _said(lies.token_issuer, client.issuer),
        "sub": _said(lies.subject, hashlib.sha256(f"{client.client_id} {card_id}".encode()).hexdigest()[:32]),
        "aud": client.client_id if lies.audience is None else lies.audience,
        "azp": _said(lies.authorized_party, client.client_id),
        "nonce": _said(lies.nonce, trip.nonce),
        "acr": _said(lies.acr, _ACR),
        "iat": issued,
        "exp": issued + _TOKEN_LIFE if lies.expired_ago is None else moment - lies.expired_ago,
        "auth_time": int(held_at) - (lies.held_ago or 0),
    }
    return {name: value for name, value in claims.items() if value != ""}


def _said(lie: str | None, truth: str) -> str:
    return truth if lie is None else lie


def _kept(file: Path) -> ECKey:
    if not file.exists():
        private_folder(file.parent)
        made = ECKey.generate_key("P-256", {"alg": "ES256", "use": "sig"}, auto_kid=True)
        write_private(file, json.dumps(made.as_dict(private=True)))
    return ECKey.import_key(json.loads(file.read_text(encoding="utf-8")))
