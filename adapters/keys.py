"""The key file: every secret key of an installation, read once by the composition roots and handed on.

JSON, readable by the service's user alone. `payload` encrypts workflow histories, `vault` wraps the requests' data
keys: each a ring whose retired keys still decrypt what they encrypted. `hash` keys commitments and pseudonyms,
`statement` authenticates statements to be signed, `checkpoint` is the Ed25519 seed (RFC 8032) of the ledger's
checkpoints. All are 32 bytes in base64. `vouchers` are public: the Ed25519 keys by which workers know that an office
process signed an officer in (ADR 13).
"""

import base64
import binascii
import hmac
import json
import secrets
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

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


class VoucherCheck(BaseModel):
    """A public key that officers' vouchers are checked with. Nothing signed with it counts after `until`."""

    model_config = _CONFIG

    key: SecretKey
    until: AwareDatetime | None = None


class EngineKeys(KeyRing):
    """What a process needs to read and write the engine's payloads, and to know officers' decisions.

    `label` marks what a process of this installation wrote, whichever key it used: one of ours that is lost is so told
    from a stranger's.
    """

    label: SecretKey = Field(repr=False)
    vouchers: dict[KeyId, VoucherCheck]


class VoucherKey(BaseModel):
    """The office's own secret: the Ed25519 seed (RFC 8032) that signs vouchers, and the id its public half has."""

    model_config = _CONFIG

    id: KeyId
    key: SecretKey = Field(repr=False)

    @classmethod
    def load(cls, path: Path) -> "VoucherKey":
        """Read the file of an office process. Raises KeyFileError."""
        return _read(cls, path)

    @classmethod
    def generate(cls) -> "VoucherKey":
        """Make a new one from the operating system's randomness."""
        return cls(id="o1", key=secrets.token_bytes(_BYTES))

    @property
    def check(self) -> VoucherCheck:
        """The public half, for the key file of everybody."""
        return VoucherCheck(key=Ed25519PrivateKey.from_private_bytes(self.key).public_key().public_bytes_raw())

    def save_new(self, path: Path) -> None:
        """Write the file for its owner alone. Raises FileExistsError."""
        _write(self, path)


class Keys(BaseModel):
    """All keys of an installation. Neither `repr` nor errors show one."""

    model_config = _CONFIG

    payload: KeyRing
    vault: KeyRing
    hash: SecretKey = Field(repr=False)
    statement: SecretKey = Field(repr=False)
    checkpoint: SecretKey = Field(repr=False)

    vouchers: dict[KeyId, VoucherCheck] = Field(min_length=1)

    @property
    def engine(self) -> EngineKeys:
        """What is needed to speak with the engine."""
        label = hmac.digest(self.hash, b"madoguchi label of payloads", "sha256")
        return EngineKeys(primary=self.payload.primary, keys=self.payload.keys, label=label, vouchers=self.vouchers)

    @classmethod
    def load(cls, path: Path) -> "Keys":
        """Read the file. Raises KeyFileError."""
        return _read(cls, path)

    @classmethod
    def generate(cls, voucher: VoucherKey | None = None) -> "Keys":
        """Make new keys from the operating system's randomness; `voucher` is the office's, made before."""
        ring = {"primary": "k1", "keys": {"k1": secrets.token_bytes(_BYTES)}}
        other = {"primary": "k1", "keys": {"k1": secrets.token_bytes(_BYTES)}}
        hash_key, statement, checkpoint = (secrets.token_bytes(_BYTES) for _ in range(3))
        office = voucher or VoucherKey.generate()
        single = {"hash": hash_key, "statement": statement, "checkpoint": checkpoint}
        return cls.model_validate({"payload": ring, "vault": other, "vouchers": {office.id: office.check}, **single})

    def save_new(self, path: Path) -> None:
        """Write the file for its owner alone. Raises FileExistsError: existing keys are never overwritten."""
        _write(self, path)


Model = TypeVar("Model", bound=BaseModel)


def _read(model: type[Model], path: Path) -> Model:
    try:
        content = path.read_text(encoding="utf-8")
    except OSError as error:
        fix = "mend its path or permissions; a new installation makes it at its first start"
        raise KeyFileError(path, "file", error.strerror or "cannot be read", fix) from None
    except UnicodeDecodeError:
        raise KeyFileError(path, "file", "is not UTF-8") from None
    try:
        return model.model_validate(json.loads(content))
    except json.JSONDecodeError as error:
        raise KeyFileError(path, f"line {error.lineno}", "is not JSON") from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "file"
        raise KeyFileError(path, field, first["msg"].removeprefix("Value error, ")) from None


def _write(model: BaseModel, path: Path) -> None:
    write_once(path, json.dumps(_encoded(model.model_dump(exclude_none=True)), indent=2) + "\n")


def _encoded(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime):
        return value.isoformat()
    return {name: _encoded(part) for name, part in value.items()} if isinstance(value, dict) else value
