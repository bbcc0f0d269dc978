"""下書き: what somebody is filling in, kept at the office for 72 hours, without an account and before there is a case.

It belongs to browsers (`Visit`, a hash of their cookie): the one it was begun in, and those in which the link we mailed was
opened. Its content is its procedure's, personal data, encrypted; when it is sent the content goes and the number of the
case stays, so that going back finds the receipt and never sends twice.
"""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, Field

from domain.personal import PERSONAL

KEPT = timedelta(hours=72)
"""Since the last time it was touched or extended."""
CODE_VALID = timedelta(minutes=10)
CODE_DIGITS = 6
CODE_TRIES = 5
"""Wrong codes for one code that was sent; then another is sent."""
COUNTED = timedelta(hours=1)
"""How long something counts that an address or a network has a limit of."""
MOST_BY_ADDRESS = 5
"""Codes to one address while they count."""
MOST_BY_NETWORK = 60
"""Codes from one network while they count: a carrier's customers may share one, a guesser has few."""
MOST_DRAFTS_BY_NETWORK = 120
"""Drafts begun from one network while they count: twice its codes, for who only looks."""
STAYS_OPENED = timedelta(hours=1)
"""How long a browser may act on a case since it last did."""

VisitKey = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""A browser: SHA-256 of the token in its cookie, in hex."""


class Draft(BaseModel):
    """One draft. `about` is what it is for, in its procedure's terms (one open draft for each in a browser).

    `version` counts its changes: who keeps one that somebody else has changed meanwhile is refused. `idempotency_key` is
    that of its submission. `case_id` and `receipt_number` stand when it was sent; `content` is empty from then on.
    """

    model_config = PERSONAL

    draft_id: str
    procedure: str
    about: str
    version: int
    expires_at: datetime
    idempotency_key: str
    content: bytes = b""
    case_id: str | None = None
    receipt_number: str | None = None

    @property
    def sent(self) -> bool:
        """Whether it has become a case."""
        return self.case_id is not None


class CodeMail(BaseModel):
    """A mail with a code, to be handed over. `occasion` counts the codes of a draft, `attempt` from 1.

    `link` is the secret of the link by which the draft is continued elsewhere, once the code has been typed.
    """

    model_config = PERSONAL

    draft_id: str
    occasion: int
    language: str
    mail: str
    code: str
    link: str
    valid_until: datetime
    attempt: int = 1

    @property
    def key(self) -> str:
        """The mail's key: the same for every attempt."""
        return f"{self.draft_id}.code.{self.occasion}"
