"""Our keys at the card app's service: one signs what shows who we are, the others decrypt results.

A JSON file, readable by the service's user alone: `{"signing": <private JWK>, "decryption": [<private JWK>, …]}`, each key
with `kid`, the signing one with `alg`. Two decryption keys stand side by side while one takes over from the other. What is
registered with the service is `public()`, without a private part.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey, import_key

from adapters.keys import KeyFileError
from hosting.private_files import write_once

_FIX: Final = "take the file from the backup, or make a new one and register its public keys with the service"
_SIGNING: Final = ("RS256", "PS256", "ES256")
_RSA_BITS: Final = 2048


@dataclass(frozen=True)
class CardAppKeys:
    """The private keys of one client."""

    signing: RSAKey | ECKey = field(repr=False)
    decryption: KeySet = field(repr=False)

    @property
    def algorithm(self) -> str:
        """With which algorithm the signing key signs."""
        return str(self.signing.get("alg"))

    @classmethod
    def load(cls, path: Path) -> "CardAppKeys":
        """Read the file. Raises KeyFileError, which never shows a value."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            return cls.of(content)
        except OSError as error:
            raise KeyFileError(path, "file", error.strerror or "cannot be read", _FIX) from None
        except (ValueError, TypeError, KeyError, JoseError):
            raise KeyFileError(path, "file", "does not hold the card app's keys as JWK", _FIX) from None

    @classmethod
    def of(cls, content: dict[str, Any]) -> "CardAppKeys":
        """Return the keys of a file's content. Raises ValueError, TypeError, KeyError, JoseError."""
        signing = import_key(dict(content["signing"]))
        decryption = KeySet.import_key_set({"keys": content["decryption"]})
        if not isinstance(signing, RSAKey | ECKey) or signing.get("alg") not in _SIGNING:
            raise ValueError("signing key")
        if not all(key.is_private and key.kid for key in (signing, *decryption)) or not decryption:
            raise ValueError("private keys with kid")
        return cls(signing, decryption)

    @classmethod
    def generate(cls) -> "CardAppKeys":
        """Make new ones: RSA-2048, as the service is known to take."""
        signing = RSAKey.generate_key(_RSA_BITS, {"alg": "RS256", "use": "sig"}, auto_kid=True)
        decryption = RSAKey.generate_key(_RSA_BITS, {"alg": "RSA-OAEP-256", "use": "enc"}, auto_kid=True)
        return cls(signing, KeySet([decryption]))

    def public(self) -> dict[str, Any]:
        """Return the JWK set that is registered with the service."""
        return {"keys": [key.as_dict(private=False) for key in (self.signing, *self.decryption)]}

    def save_new(self, path: Path) -> None:
        """Write the file for its owner alone. Raises FileExistsError: existing keys are never overwritten."""
        decryption = [key.as_dict(private=True) for key in self.decryption]
        write_once(path, json.dumps({"signing": self.signing.as_dict(private=True), "decryption": decryption}) + "\n")
