"""A trip to the card app: out of the page with a text to sign, back with a signature, or without one."""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel

from domain.personal import PERSONAL

ANSWERED_WITHIN = timedelta(seconds=14)
"""How long an answer is looked into, at most: who brings it again after that asks nobody twice at once."""


class Trip(BaseModel):
    """One trip, as the draft keeps it until its browser comes back. `url` is where the browser is sent.

    `state` names it in the callback and is used once; `nonce` binds the id token, `verifier` is the secret of PKCE
    (RFC 7636), `transaction_id` the sign transaction, whose text has this SHA-256 (hex).
    """

    model_config = PERSONAL

    state: str
    nonce: str
    verifier: str
    transaction_id: str
    url: str
    text_sha256: str
    begun_at: datetime


class CardTrouble(StrEnum):
    """Why a trip brought no signature, as the person is told."""

    CANCELLED = "cancelled"  # pressed 中止, or closed the app
    WRONG_PIN = "wrong_pin"
    LOCKED = "locked"  # five wrong signing passwords
    REVOKED = "revoked"
    EXPIRED = "expired"
    TOO_LATE = "too_late"  # the transaction or the code is over
    NOT_TRUSTED = "not_trusted"  # wrong issuer, nonce, signature, audience: an attack or a wrong setting, never the person's fault
    OTHER = "other"

    @property
    def is_lasting(self) -> bool:
        """Whether the same card fails again until somebody has mended it at the counter."""
        return self in {CardTrouble.LOCKED, CardTrouble.REVOKED, CardTrouble.EXPIRED}


class CardAppRefused(Exception):  # noqa: N818 - reads as what happened
    """A trip brought no signature. `tries_left` where the app says so; `why` is a constant word for logs and operators."""

    def __init__(self, trouble: CardTrouble, tries_left: int | None = None, why: str = "") -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.tries_left = tries_left
        self.why = why
