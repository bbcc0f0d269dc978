"""Words for citizens, by language: statuses, next steps, mails, grounds. Plain text, no personal data.

Held requests (要確認) read like any other that the office works on, in every language: from a different word a citizen,
or somebody looking over their shoulder, could tell that 支援措置 is in force.
"""

from collections.abc import Mapping
from enum import StrEnum
from string import Formatter
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.certificates.kinds import CertificateKind, CertificateOption, RecordScope
from domain.certificates.notices import NoticeKind
from domain.certificates.status import CorrectableField, RejectionReason, RemarkCode, Status

_Words = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\r\n]*$")]
_Sentences = Annotated[str, Field(min_length=1, max_length=4000)]


class Language(StrEnum):
    """Languages every municipality writes."""

    JA = "ja"
    JA_EASY = "ja-easy"  # やさしい日本語
    EN = "en"


class Placeholder(StrEnum):
    """What a mail may name: nothing personal."""

    RECEIPT_NUMBER = "receipt_number"
    CASE_NUMBER = "case_number"
    CODE = "code"
    STATUS_URL = "status_url"
    PAYMENT_URL = "payment_url"
    AMOUNT = "amount"  # yen
    PAY_UNTIL = "pay_until"  # the last day
    TRACKING_NUMBER = "tracking_number"


class NoticeText(BaseModel):
    """Subject and body of one mail, with `{placeholders}`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: _Words
    body: _Sentences


class Texts(BaseModel):
    """All words of one language. `redress` is the 教示 of a rejection (行政不服審査法82条).

    `mail_unreached` tells on the status page that our mails do not get through.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    redress: _Sentences
    mail_unreached: _Sentences
    status: dict[Status, _Words]
    next_step: dict[Status, _Sentences]
    notice: dict[NoticeKind, NoticeText]
    certificate: dict[CertificateKind, _Words]
    scope: dict[RecordScope, _Words]
    option: dict[CertificateOption, _Words]
    rejection_reason: dict[RejectionReason, _Words]
    remark: dict[RemarkCode, _Words]
    field: dict[CorrectableField, _Words]


def render(template: str, values: Mapping[Placeholder, str]) -> str:
    """Fill the placeholders of a checked text; a value is never read as a template.

    Raises KeyError when the text names a placeholder that has no value.
    """
    known = {placeholder.value: value for placeholder, value in values.items()}
    return "".join(
        literal + ("" if name is None else known[name]) for literal, name, _, _ in Formatter().parse(template)
    )
