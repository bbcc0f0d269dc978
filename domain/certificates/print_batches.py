"""束: letters printed together, so that each is printed once and every further time has a reason and a name (ADR 38)."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from domain.certificates.kinds import Copies
from domain.documents import Document
from domain.personal import PERSONAL
from domain.postal.letters import MailClass, Recipient

MOST_LETTERS = 50
"""Of one batch: what somebody carries to the envelopes, and what is set while they wait."""
OPEN_FOR = timedelta(minutes=15)


class ReprintReason(StrEnum):
    """Why a letter is printed once more."""

    PRINTER = "printer"  # 印刷の失敗
    DAMAGED = "damaged"  # 汚れ・破れ
    LOST = "lost"  # 見当たらない
    RETURNED = "returned"  # 返戻のため送り直す


class PrintBatch(BaseModel):
    """One printing: whose act, when (UTC), which cases in which order. `reason` None: none of them was printed before.

    `batch_id` is the act's own id, `number` counts an installation's batches.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    batch_id: str
    number: int
    officer: str
    printed_at: datetime
    reason: ReprintReason | None
    case_ids: tuple[str, ...]

    def is_open_to(self, officer: str, now: datetime) -> bool:
        """Say whether its file may be opened: by who made it, for as long as a printer takes; then it is a reprint."""
        return officer == self.officer and now < self.printed_at + OPEN_FOR


class LetterToPrint(BaseModel):
    """One letter of a batch: what goes into the envelope, in words and as it is, and where it goes. Vault only."""

    model_config = PERSONAL

    case_number: str
    contents: str
    copies: Copies
    mail_class: MailClass
    weight_grams: int
    recipient: Recipient
    cover_letter: Document
    certificate: Document


class PrintOrder(BaseModel):
    """A batch for the press; `left_out` are numbers of cases whose letter cannot be printed any more. Vault only."""

    model_config = PERSONAL

    batch: PrintBatch
    letters: tuple[LetterToPrint, ...]
    left_out: tuple[str, ...]
    office: str


class PostedLetter(NamedTuple):
    """A letter whose number is confirmed, as a manifest lists it: nothing of whose it is."""

    case_number: str
    tracking_number: str
    mail_class: MailClass
    weight_grams: int
    confirmed_at: datetime


class ManifestOrder(NamedTuple):
    """差出票: the letters of a day of Japan for the post. `office` sends them, `printed_at` is an instant."""

    day: date
    letters: tuple[PostedLetter, ...]
    office: str
    printed_at: datetime
