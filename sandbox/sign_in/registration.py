"""The client as it registered with the provider, and the officers that the provider knows."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, ValidationError

from sandbox.card_app.registration import key_set
from sandbox.settings import SandboxSettings

PREFIX = "/sign_in"
STRONG, WEAK = "phr", "pwd"
"""`acr` of both kinds of sign-in: with a key that cannot be phished (OpenID EAP ACR Values 1.0), with a password."""


@dataclass(frozen=True)
class Client:
    """Who may have officers sign in.

    `issuer` is the provider as browsers reach it; `office_url` the office's web process, `notice_url` where it takes notices
    of sign-outs, as the provider reaches it.
    """

    issuer: str
    client_id: str
    office_url: str
    notice_url: str
    keys: KeySet
    officers_file: Path | None = None

    @property
    def return_url(self) -> str:
        """Where browsers go back to."""
        return f"{self.office_url}/office/return"

    @property
    def signed_out_url(self) -> str:
        """Where they go after a sign-out."""
        return f"{self.office_url}/office/signed-out"

    @property
    def token_endpoint(self) -> str:
        """For whom assertions are made out."""
        return f"{self.issuer}/token"

    def officers(self) -> "tuple[SampleOfficer, ...]":
        """Return the sample officers; none when their file is not there."""
        try:
            content = tomllib.loads(self.officers_file.read_text(encoding="utf-8")) if self.officers_file else {}
            return tuple(SampleOfficer.model_validate(each) for each in content.get("officer", ()))
        except (OSError, ValueError, ValidationError):
            return ()


class SampleOfficer(BaseModel):
    """An officer as the municipality's file has them."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    name: str
    section: str
    roles: tuple[str, ...] = ()
    subject: str | None = None

    @property
    def sub(self) -> str:
        """What the provider calls them."""
        return self.subject or self.id


def registered(settings: SandboxSettings) -> Client | None:
    """Return the client of the settings; None where none has registered."""
    if settings.sign_in_client_keys is None or not settings.office_url:
        return None
    office = settings.office_url.rstrip("/")
    inner = (settings.office_inner_url or office).rstrip("/")
    return Client(
        issuer=settings.sign_in_issuer.rstrip("/"),
        client_id=settings.sign_in_client_id,
        office_url=office,
        notice_url=f"{inner}/office/logout-notice",
        keys=key_set(settings.sign_in_client_keys),
        officers_file=settings.officers_file,
    )
