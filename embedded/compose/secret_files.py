"""The secrets of a compose installation: one file each, as `docker-compose.yml` names them.

Made at random where they are missing, for a trial with the sandbox city. A city replaces those its outside systems gave
it. The folder is its owner's alone; the files in it are readable to the containers' users, whom compose gives them as
they are.
"""

import json
import secrets
from pathlib import Path

from adapters.card_app.keys import CardAppKeys
from adapters.keys import KeyFileError, Keys, VoucherKey
from adapters.sign_in.keys import ClientKey
from embedded.compose.engine_certificates import CERTIFICATES, complete, engine_certificates
from embedded.development_secrets import OFFICERS
from embedded.errors import StackError
from hosting.private_files import private_folder, write_private

_TOKENS = (
    "postgres_password",
    "temporal_database_password",
    "madoguchi_registry_token",
    "madoguchi_post_token",
    "madoguchi_post_webhook_secret",
    "madoguchi_paypay_key",
    "madoguchi_paypay_secret",
    "madoguchi_smtp_password",
)
DATABASE = "madoguchi_database_url"
KEYS = "madoguchi_keys"
VOUCHER_KEY = "madoguchi_voucher_key"
STAFF_TOKENS = "madoguchi_staff_tokens"
API_KEY = "madoguchi_temporal_api_key"
CARD_APP_KEYS = "madoguchi_card_app_keys"
CARD_APP_PUBLIC = "madoguchi_card_app_public_keys"
SIGN_IN_KEY = "madoguchi_sign_in_key"
SIGN_IN_PUBLIC = "madoguchi_sign_in_public_key"
SIGN_IN_SECRET = "madoguchi_sign_in_client_secret"  # noqa: S105 - the name of its file
_PUBLIC = {CARD_APP_KEYS: CARD_APP_PUBLIC, SIGN_IN_KEY: SIGN_IN_PUBLIC}
_NOT_ASKED_FOR = (API_KEY, SIGN_IN_SECRET)
"""By the engine of docker-compose.yml, by the sandbox city's provider."""
NAMES = (
    *_TOKENS,
    DATABASE,
    VOUCHER_KEY,
    KEYS,
    STAFF_TOKENS,
    API_KEY,
    CARD_APP_KEYS,
    CARD_APP_PUBLIC,
    SIGN_IN_KEY,
    SIGN_IN_PUBLIC,
    SIGN_IN_SECRET,
    *CERTIFICATES,
)
"""Every file `docker-compose.yml` mounts."""


def make_missing(folder: Path) -> list[str]:
    """Make what is missing and return its names; what is there is never touched. Raises StackError."""
    try:
        private_folder(folder).chmod(0o700)
        made = engine_certificates() if not complete(folder) else {}
        for name, content in made.items():
            _put(folder / name, content)
        return [*made, *(name for name in NAMES if _made(folder / name))]
    except OSError as error:
        raise StackError(f"{folder} cannot be written ({error.strerror}): the secrets belong there") from None


def _made(path: Path) -> bool:
    if path.exists():
        return False
    if path.name in _PUBLIC:
        path.with_name(_PUBLIC[path.name]).unlink(missing_ok=True)  # of other keys
        (CardAppKeys if path.name == CARD_APP_KEYS else ClientKey).generate().save_new(path)
        path.chmod(0o444)
    elif path.name == CARD_APP_PUBLIC:
        _put(path, json.dumps(CardAppKeys.load(path.with_name(CARD_APP_KEYS)).public(), indent=2).encode())
    elif path.name == SIGN_IN_PUBLIC:
        _put(path, json.dumps(ClientKey.load(path.with_name(SIGN_IN_KEY)).public(), indent=2).encode())
    elif path.name in (VOUCHER_KEY, KEYS):
        aside = path.with_name(path.name + ".new")
        aside.unlink(missing_ok=True)
        new = VoucherKey.generate() if path.name == VOUCHER_KEY else _keys(path.with_name(VOUCHER_KEY))
        new.save_new(aside)
        aside.chmod(0o444)
        aside.rename(path)
    else:
        _put(path, f"{_content(path.name)}\n".encode())
    return True


def _put(path: Path, content: bytes) -> None:
    aside = path.with_name(path.name + ".new")
    write_private(aside, content)
    aside.chmod(0o444)
    aside.rename(path)


def _keys(office: Path) -> Keys:
    """Return new keys; the public half of the office's stands in the file of everybody."""
    try:
        return Keys.generate(VoucherKey.load(office))
    except KeyFileError as error:
        raise StackError(str(error)) from None


def _content(name: str) -> str:
    if name in _NOT_ASKED_FOR:
        return ""
    token = secrets.token_urlsafe(24)
    if name == DATABASE:
        return f"postgresql://madoguchi:{token}@postgres:5432/madoguchi"
    if name == STAFF_TOKENS:
        return json.dumps({officer: secrets.token_urlsafe(24) for officer in OFFICERS}, indent=2)
    return token
