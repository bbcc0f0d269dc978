"""Where the card app's service is and who we are there.

Paths as documented by the Digital Agency (developers.digital.go.jp, authserver-gov): the issuer is one realm below `/api`,
sign transactions stand beside it.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from adapters.card_app.keys import CardAppKeys

SYSTEM: Final = "card_app"  # its name in errors and logs
SCOPES: Final = ("openid", "sign")
ACR_ASKED: Final = "aal3 crl"
"""A card held by its owner, its certificate asked for revocation."""
ACR_NEEDED: Final = "aal3"
TRIP_LIFE: Final = timedelta(minutes=30)
"""How long after `begin` an answer is read at all; the service's own bounds are shorter."""
_REALM: Final = "/api/realms/main"
_PROTOCOL: Final = f"{_REALM}/protocol/openid-connect"


@dataclass(frozen=True)
class CardAppConfig:
    """`url` is the service as browsers reach it, `inner_url` as we do (the same, save between containers).

    `timeout` bounds one call, in seconds.
    """

    url: str
    client_id: str
    redirect_url: str
    keys: CardAppKeys = field(repr=False)
    inner_url: str = ""
    timeout: float = 10.0

    @property
    def issuer(self) -> str:
        """The issuer's name, compared byte by byte."""
        return f"{self.url.rstrip('/')}{_REALM}"

    @property
    def authorization_url(self) -> str:
        """Where browsers go."""
        return f"{self.url.rstrip('/')}{_PROTOCOL}/auth"

    @property
    def token_audience(self) -> str:
        """The token endpoint by its public name, for which assertions are made out."""
        return f"{self.url.rstrip('/')}{_PROTOCOL}/token"

    @property
    def token_url(self) -> str:
        """Where codes are redeemed."""
        return f"{self._inner}{_PROTOCOL}/token"

    @property
    def certs_url(self) -> str:
        """Where the issuer's public keys are."""
        return f"{self._inner}{_PROTOCOL}/certs"

    @property
    def transactions_url(self) -> str:
        """Where signatures are ordered and fetched."""
        return f"{self._inner}/api/sign-transactions"

    @property
    def _inner(self) -> str:
        return (self.inner_url or self.url).rstrip("/")
