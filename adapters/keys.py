"""The key file: every secret key of an installation, read once by the composition roots and handed on.

JSON, readable by the service's user alone. `payload` encrypts workflow histories, `vault` wraps the requests' data
keys: each a ring whose retired keys still decrypt what they encrypted. `hash` keys commitments and pseudonyms,
`statement` authenticates statements to be signed, `checkpoint` is the Ed25519 seed (RFC 8032) of the ledger's
checkpoints. All are 32 bytes in base64.
"""

import base64
import binascii
import json
import secrets
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from domain.errors import DomainError, ErrorCode
from hosting.private_files import write_once

_BYTES = 32
_FIX = "take the file from the backup, or make a new one with keys of 32 bytes in base64"


class KeyFileError(Exception):
    """The key file cannot be used: which file, which field, why, and what to do. Never shows a value."""

    def __init__(self, file: Path, field: str, reason: str, fix: str = _FIX) -> None:
        super().__init__(f"{file}: {field}: {reason}. To fix: {fix}.")
        self.file = file
        self.field = field
        self.reason = reason
        self.fix = fix


def _decode(value: object) -> bytes:
    if isinstance(value, bytes):
        decoded = value
    elif isinstance(value, str):
        try:
            decoded = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            raise ValueError("is not base64") from None
    else:
        raise ValueError("is not a text in base64")  # noqa: TRY004 - pydantic reports ValueErrors
    if len(decoded) != _BYTES:
        raise ValueError(f"has {len(decoded)} bytes instead of {_BYTES}")
    return decoded


SecretKey = Annotated[bytes, BeforeValidator(_decode)]
KeyId = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
_CONFIG = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class KeyRing(BaseModel):
    """Keys of one purpose by id: `primary` encrypts, all decrypt."""

    model_config = _CONFIG

    primary: KeyId
    keys: dict[KeyId, SecretKey] = Field(repr=False)

    @model_validator(mode="after")
    def _primary_is_there(self) -> "KeyRing":
        if self.primary not in self.keys:
            raise ValueError("names a primary key that is not among its keys")
        return self

    def key(self, key_id: str) -> bytes:
        """Return a key. Raises DomainError(KEY_UNKNOWN) naming the id."""
        found = self.keys.get(key_id)
        if found is None:
            raise DomainError(ErrorCode.KEY_UNKNOWN, key_id=key_id)
        return found


class Keys(BaseModel):
    """All keys of an installation. Neither `repr` nor errors show one."""

    model_config = _CONFIG

    payload: KeyRing
    vault: KeyRing
    hash: SecretKey = Field(repr=False)
    statement: SecretKey = Field(repr=False)
    checkpoint: SecretKey = Field(repr=False)

    @classmethod
    def load(cls, path: Path) -> "Keys":
        """Read the file. Raises KeyFileError."""
        try:
            content = path.read_text(encoding="utf-8")
        except OSError as error:
            fix = "mend its path or permissions; a new installation makes it at its first start"
            raise KeyFileError(path, "file", error.strerror or "cannot be read", fix) from None
        except UnicodeDecodeError:
            raise KeyFileError(path, "file", "is not UTF-8") from None
        try:
            return cls.model_validate(json.loads(content))
        except json.JSONDecodeError as error:
            raise KeyFileError(path, f"line {error.lineno}", "is not JSON") from None
        except ValidationError as error:
            first = error.errors(include_input=False, include_context=False)[0]
            field = ".".join(str(part) for part in first["loc"]) or "file"
            raise KeyFileError(path, field, first["msg"].removeprefix("Value error, ")) from None

    @classmethod
    def generate(cls) -> "Keys":
        """Make new keys from the operating system's randomness."""
        ring = {"primary": "k1", "keys": {"k1": secrets.token_bytes(_BYTES)}}
        other = {"primary": "k1", "keys": {"k1": secrets.token_bytes(_BYTES)}}
        hash_key, statement, checkpoint = (secrets.token_bytes(_BYTES) for _ in range(3))
        return cls.model_validate(
            {"payload": ring, "vault": other, "hash": hash_key, "statement": statement, "checkpoint": checkpoint}
        )

    def save_new(self, path: Path) -> None:
        """Write the file for its owner alone. Raises FileExistsError: existing keys are never overwritten."""
        write_once(path, json.dumps(_encoded(self.model_dump()), indent=2) + "\n")


def _encoded(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return {name: _encoded(part) for name, part in value.items()} if isinstance(value, dict) else value
