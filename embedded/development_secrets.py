"""The secrets of an embedded stack: random, made once, in files only their owner may read (`var/secrets/`).

They are development secrets by their place alone: nothing here is ever a default, and the fictional city's systems share
them with us by these files. Formats are those of `adapters/keys.py` and `adapters/settings.py`.
"""

import base64
import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import JsonValue

from adapters.keys import KeyFileError, VoucherKey
from embedded.errors import StackError
from hosting.private_files import write_private

OFFICERS = ("officer-sato", "officer-suzuki", "officer-takahashi", "officer-tanaka", "auditor-ito")
"""審査担当, 決裁者, 発送担当, 審査担当 and 決裁者, 監査人 of the fictional city; their roles are the municipality's data."""

_KEY_BYTES = 32
_TOKENS = (
    "postgres_password",
    "registry_token",
    "post_token",
    "post_webhook_secret",
    "paypay_key",
    "paypay_secret",
    "paypay_merchant",
)


@dataclass(frozen=True)
class DevelopmentSecrets:
    """The files, and the tokens shared with the sandbox city. `tokens` has the names of `_TOKENS`.

    `card_app_public_file` is what the city's card app is given of `card_app_keys_file`; so with the officers' sign-in.
    """

    keys_file: Path
    voucher_key_file: Path
    staff_tokens_file: Path
    card_app_keys_file: Path
    card_app_public_file: Path
    sign_in_key_file: Path
    sign_in_public_file: Path
    tokens: dict[str, str] = field(repr=False)


def development_secrets(folder: Path) -> DevelopmentSecrets:
    """Read the secrets from `folder` (mode 0700), making those that are missing.

    Raises StackError when a file is there and is not what it should be: made anew it would lock us out of our own data.
    """
    keys_file, staff_file = folder / "keys.json", folder / "staff_tokens.json"
    voucher_file, voucher = folder / "voucher.json", VoucherKey.generate()
    made = _read_or_make(voucher_file, {"id": voucher.id, "key": base64.b64encode(voucher.key).decode()})
    _read_or_make(keys_file, _keys(VoucherKey.model_validate(made)))
    _read_or_make(staff_file, {officer: secrets.token_urlsafe(24) for officer in OFFICERS})
    tokens = _read_or_make(folder / "tokens.json", {name: secrets.token_urlsafe(24) for name in _TOKENS})
    card_app = card_app_keys(folder / "card_app.json", folder / "card_app_public.json")
    sign_in = sign_in_key(folder / "sign_in.json", folder / "sign_in_public.json")
    return DevelopmentSecrets(
        keys_file, voucher_file, staff_file, *card_app, *sign_in, {name: str(tokens[name]) for name in _TOKENS}
    )


def card_app_keys(private: Path, public: Path) -> tuple[Path, Path]:
    """Make our keys at the card app's service where there are none, and the public half it is given. Raises StackError."""
    if not (private.exists() and public.exists()):
        from adapters.card_app.keys import CardAppKeys  # a third of a second, at the first start alone

        if not private.exists():
            CardAppKeys.generate().save_new(private)
        try:
            write_private(public, as_json(CardAppKeys.load(private).public()))
        except KeyFileError as error:
            raise StackError(str(error)) from None
    return private, public


def sign_in_key(private: Path, public: Path) -> tuple[Path, Path]:
    """Make our key at the officers' provider where there is none, and the public half it is given. Raises StackError."""
    if not (private.exists() and public.exists()):
        from adapters.sign_in.keys import ClientKey  # as above

        if not private.exists():
            ClientKey.generate().save_new(private)
        try:
            write_private(public, as_json(ClientKey.load(private).public()))
        except KeyFileError as error:
            raise StackError(str(error)) from None
    return private, public


def as_json(content: JsonValue) -> str:
    """Return the text of a file of settings or secrets."""
    return json.dumps(content, indent=2) + "\n"


def _keys(office: VoucherKey) -> dict[str, JsonValue]:
    return {
        "payload": {"primary": "p1", "keys": {"p1": _key()}},
        "vault": {"primary": "v1", "keys": {"v1": _key()}},
        "hash": _key(),
        "statement": _key(),
        "checkpoint": _key(),
        "vouchers": {office.id: {"key": base64.b64encode(office.check.key).decode()}},
    }


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


def _read_or_make(path: Path, content: dict[str, JsonValue] | dict[str, str]) -> dict[str, JsonValue]:
    if not path.exists():
        write_private(path, as_json(dict(content)))
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict) or not content.keys() <= found.keys():
        raise StackError(
            f"{path} is damaged: bring it back, or remove the data folder above it to begin anew without its data",
        )
    return found
