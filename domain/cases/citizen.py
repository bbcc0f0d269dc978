"""What lets a citizen in, whatever the procedure: the receipt number shows a case, with the code it is acted upon."""

from datetime import timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.personal import PERSONAL

TRIES = 5
"""Wrong codes for one number within PAUSE; 2^40 codes there are: a year of guessing finds one key of 25 million."""
PAUSE = timedelta(hours=1)
"""Since the first wrong code, however many follow."""


class CitizenKey(BaseModel):
    """The two numbers of a case. Kept in the vault, for the mails; elsewhere there are keyed hashes of both.

    The code goes out by mail alone.
    """

    model_config = PERSONAL

    receipt_number: str
    code: str


class Proof(StrEnum):
    """How it is known that the applicant came.

    By the code we mailed, by the browser in which the request was signed and sent, or by a new signature of the card that
    signed before.
    """

    CODE = "code"
    BROWSER = "browser"
    SIGNATURE = "signature"


class Proven(BaseModel):
    """A case whose citizen has come, and how that is known. Only who checked the proof makes one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    proof: Proof
