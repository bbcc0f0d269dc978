"""What the service signs and encrypts: id tokens (ES256), results (JWE)."""

import base64
import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from joserfc import jwe
from joserfc.jwk import KeySetSerialization, RSAKey

from sandbox.card_app.books import Transaction, Trip
from sandbox.card_app.lies import Lies
from sandbox.card_app.registration import Client
from sandbox.signing import Signer, said

_TOKEN_LIFE = 300  # seconds
_ACR = "aal3"
_ENCRYPTION = {"RSA": "RSA-OAEP-256", "EC": "ECDH-ES+A256KW"}


class Issuer:
    """Signs in the service's name, and lies when told to."""

    def __init__(self, folder: Path, client: Client) -> None:
        self._signer = Signer(folder / "card_app" / "issuer.json")
        self._client = client

    def renew(self) -> None:
        """Sign with another key from now on; the one before is forgotten."""
        self._signer.renew()

    @property
    def public_keys(self) -> KeySetSerialization:
        """What anybody may check its tokens with."""
        return self._signer.public_keys

    def id_token(self, trip: Trip, card_id: str, held_at: float, now: datetime, lies: Lies) -> str:
        """Return the id token of a trip."""
        return self._signer.sign(_claims(self._client, trip, card_id, held_at, now, lies), lies)

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
        "iss": said(lies.token_issuer, client.issuer),
        "sub": said(lies.subject, hashlib.sha256(f"{client.client_id} {card_id}".encode()).hexdigest()[:32]),
        "aud": client.client_id if lies.audience is None else lies.audience,
        "azp": said(lies.authorized_party, client.client_id),
        "nonce": said(lies.nonce, trip.nonce),
        "acr": said(lies.acr, _ACR),
        "iat": issued,
        "exp": issued + _TOKEN_LIFE if lies.expired_ago is None else moment - lies.expired_ago,
        "auth_time": int(held_at) - (lies.held_ago or 0),
    }
    return {name: value for name, value in claims.items() if value != ""}
