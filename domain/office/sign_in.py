"""Who has signed in at the office, and for how long that is believed."""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from domain.actors import Role

IDLE = timedelta(minutes=30)
"""A session that nobody uses is over after this."""
LONGEST = timedelta(hours=12)
"""A session is over after this, however busy."""
ON_THE_WAY = timedelta(minutes=15)
"""So long a person may take at the provider."""
FRESH = timedelta(minutes=15)
"""So young a sign-in must be where personal data is opened by an auditor; and so long is shown what was opened."""
STRONG_ROLES = frozenset({Role.APPROVER, Role.CLOSED_DESK, Role.ADMIN})
"""Roles in which only somebody acts whose sign-in was strong (`acr`, OpenID Connect Core 1.0 §2)."""


class SignedIn(BaseModel):
    """What the provider of the sign-in says of a person. `strong`: its `acr` is one of those that this office asks for.

    `provider_session` is its `sid` (OpenID Connect Back-Channel Logout 1.0), None when it gives none.
    """

    model_config = ConfigDict(frozen=True)

    issuer: str
    subject: str
    auth_time: datetime
    strong: bool
    provider_session: str | None = None


class StaffSession(BaseModel):
    """One officer at one browser. `idle_until` moves with every call, `ends_at` does not."""

    model_config = ConfigDict(frozen=True)

    officer: str
    signed_in: SignedIn
    idle_until: datetime
    ends_at: datetime

    def is_fresh(self, now: datetime) -> bool:
        """Say whether the officer has shown who they are a short while ago."""
        return now - self.signed_in.auth_time <= FRESH

    def roles_of(self, roles: tuple[Role, ...]) -> tuple[Role, ...]:
        """Return the roles in which the officer acts in this session: after a weak sign-in not those that need a strong one."""
        return roles if self.signed_in.strong else tuple(role for role in roles if role not in STRONG_ROLES)


class SignInTrip(BaseModel):
    """Somebody on their way to the provider and back; kept on the server, and good for one answer.

    `to` is where they wanted to go, behind the office's prefix. `fresh`: they are to show who they are anew; `strong`: as
    strongly as STRONG_ROLES need it.
    """

    model_config = ConfigDict(frozen=True)

    state: str
    nonce: str
    verifier: str
    begun_at: datetime
    to: str = ""
    fresh: bool = False
    strong: bool = False


class SignedOut(BaseModel):
    """Who has signed out at the provider: a person, or one session of theirs."""

    model_config = ConfigDict(frozen=True)

    issuer: str
    subject: str | None
    provider_session: str | None


class SignInRefused(Exception):  # noqa: N818 - reads as what happened
    """What came from the provider, or in its name, is not believed. `why` is the check at fault, for the log."""

    def __init__(self, why: str, *, cancelled: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.cancelled = cancelled
