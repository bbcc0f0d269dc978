"""The key with which a service of the city signs its tokens, and how it signs when it is told to lie."""

import base64
import json
from pathlib import Path
from typing import Any, Protocol

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, KeySetSerialization, OctKey

from hosting.private_files import private_folder, write_private


class SignatureLies(Protocol):
    """What may be wrong with a signature."""

    @property
    def foreign_signing_key(self) -> bool:
        """Somebody else's key under the name of ours."""

    @property
    def unsigned_token(self) -> bool:
        """No signature, `alg: none`."""

    @property
    def token_by_shared_secret(self) -> bool:
        """The public key as the secret of a MAC."""


class Signer:
    """One key, kept in a file (ES256)."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._key = _kept(file)

    def renew(self) -> None:
        """Sign with another key from now on; the one before is forgotten."""
        self._file.unlink()
        self._key = _kept(self._file)

    @property
    def public_keys(self) -> KeySetSerialization:
        """What anybody may check the tokens with."""
        return KeySet([self._key]).as_dict(private=False)

    def sign(self, claims: dict[str, Any], lies: SignatureLies, typ: str | None = None) -> str:
        """Return a signed token."""
        header = {"alg": "ES256", "kid": str(self._key.kid), **({} if typ is None else {"typ": typ})}
        if lies.unsigned_token:
            parts = ({"alg": "none"}, claims)
            return ".".join(_part(part) for part in parts) + "."
        if lies.token_by_shared_secret:
            secret = OctKey.import_key(json.dumps(self._key.as_dict(private=False)))
            return jwt.encode({**header, "alg": "HS256"}, claims, secret, algorithms=["HS256"])
        key = ECKey.generate_key("P-256") if lies.foreign_signing_key else self._key
        return jwt.encode(header, claims, key, algorithms=["ES256"])


def said(lie: str | None, truth: str) -> str:
    """Return what is said: the truth, unless there is a lie."""
    return truth if lie is None else lie


def _part(content: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def _kept(file: Path) -> ECKey:
    if not file.exists():
        private_folder(file.parent)
        made = ECKey.generate_key("P-256", {"alg": "ES256", "use": "sig"}, auto_kid=True)
        write_private(file, json.dumps(made.as_dict(private=True)))
    return ECKey.import_key(json.loads(file.read_text(encoding="utf-8")))
