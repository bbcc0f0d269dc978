"""The client as it registered with the service: who it is, where people go back to, its public keys."""

import json
from dataclasses import dataclass
from pathlib import Path

from joserfc.jwk import Key, KeySet

from sandbox.settings import SandboxSettings

REALM = "/api/realms/main"
PROTOCOL = f"{REALM}/protocol/openid-connect"
PREFIX = "/card_app"


@dataclass(frozen=True)
class Client:
    """Who may ask for signatures. `url` is the service's own address as browsers reach it."""

    url: str
    client_id: str
    return_url: str
    keys: KeySet
    name: str = "みなも市 オンライン窓口"

    @property
    def issuer(self) -> str:
        """The service's name."""
        return f"{self.url}{REALM}"

    @property
    def token_endpoint(self) -> str:
        """For whom assertions are made out."""
        return f"{self.url}{PROTOCOL}/token"

    @property
    def encryption_key(self) -> Key:
        """The key results are encrypted to: the newest."""
        return next(key for key in self.keys if key.get("use") == "enc")


def registered(settings: SandboxSettings) -> Client | None:
    """Return the client of the settings; None where none has registered."""
    if settings.card_app_client_keys is None:
        return None
    return Client(
        settings.card_app_url.rstrip("/"),
        settings.card_app_client_id,
        settings.card_app_returns_to,
        key_set(settings.card_app_client_keys),
    )


def key_set(file: Path) -> KeySet:
    """Return the public keys in a file. Raises OSError, ValueError."""
    return KeySet.import_key_set(json.loads(file.read_text(encoding="utf-8")))
