"""Which provider officers sign in with, and who we are there."""

from dataclasses import dataclass, field
from typing import Final

from adapters.sign_in.keys import ClientKey

SYSTEM: Final = "sign_in"  # its name in errors and logs


@dataclass(frozen=True)
class SignInConfig:
    """`issuer` is the provider's name, compared byte by byte; `inner_issuer` the same place as we reach it, if elsewhere.

    `return_url` is where browsers come back to; `strong_acr` are the values of `acr` that count as strong. We show who we are
    by `secret` where there is one, else by `key` (private_key_jwt). `timeout` bounds one call, in seconds.
    """

    issuer: str
    client_id: str
    return_url: str
    strong_acr: tuple[str, ...]
    key: ClientKey | None = field(default=None, repr=False)
    secret: str = field(default="", repr=False)
    inner_issuer: str = ""
    timeout: float = 10.0

    def inner(self, url: str) -> str:
        """Return an address of the provider's as we reach it."""
        outer, inner = self.issuer.rstrip("/"), self.inner_issuer.rstrip("/")
        return f"{inner}{url.removeprefix(outer)}" if inner and url.startswith(f"{outer}/") else url
