"""Our key at the provider of the office's sign-in: it signs what shows who we are (private_key_jwt, RFC 7523).

A JSON file, readable by the service's user alone: one private JWK with `kid` and `alg`. What is registered with the provider
is `public()`, without the private part.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey, import_key

from adapters.keys import KeyFileError
from hosting.private_files import write_once

_FIX: Final = "take the file from the backup, or make a new one and register its public key with the provider"
_SIGNING: Final = ("RS256", "PS256", "ES256")


@dataclass(frozen=True)
class ClientKey:
    """The private key of one client."""

    signing: RSAKey | ECKey = field(repr=False)

    @property
    def algorithm(self) -> str:
        """With which algorithm it signs."""
        return str(self.signing.get("alg"))

    @classmethod
    def load(cls, path: Path) -> "ClientKey":
        """Read the file. Raises KeyFileError, which never shows a value."""
        try:
            return cls.of(json.loads(path.read_text(encoding="utf-8")))
        except OSError as error:
            raise KeyFileError(path, "file", error.strerror or "cannot be read", _FIX) from None
        except (ValueError, TypeError, KeyError, JoseError):
            raise KeyFileError(path, "file", "does not hold the client's key as a private JWK", _FIX) from None

    @classmethod
    def of(cls, content: dict[str, Any]) -> "ClientKey":
        """Return the key of a file's content. Raises ValueError, TypeError, KeyError, JoseError."""
        signing = import_key(dict(content))
        if not isinstance(signing, RSAKey | ECKey) or signing.get("alg") not in _SIGNING:
            raise ValueError("signing key")
        if not (signing.is_private and signing.kid):
            raise ValueError("private key with kid")
        return cls(signing)

    @classmethod
    def generate(cls) -> "ClientKey":
        """Make a new one: ES256, which every provider of private_key_jwt is bound to know by FAPI 2.0."""
        return cls(ECKey.generate_key("P-256", {"alg": "ES256", "use": "sig"}, auto_kid=True))

    def public(self) -> dict[str, Any]:
        """Return the JWK set that is registered with the provider."""
        return dict(KeySet([self.signing]).as_dict(private=False))

    def save_new(self, path: Path) -> None:
        """Write the file for its owner alone. Raises FileExistsError: an existing key is never overwritten."""
        write_once(path, json.dumps(self.signing.as_dict(private=True)) + "\n")
