"""Words for citizens, by language: the municipality's own, and those of one procedure. Plain text, no personal data."""

from collections.abc import Mapping
from enum import StrEnum
from string import Formatter
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Words = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\r\n]*$")]
Sentences = Annotated[str, Field(min_length=1, max_length=4000)]


class Language(StrEnum):
    """Languages every municipality writes."""

    JA = "ja"
    JA_SIMPLE = "ja-simple"  # やさしい日本語
    EN = "en"


class NoticeText(BaseModel):
    """Subject and body of one mail, with `{placeholders}`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: Words
    body: Sentences


class Texts(BaseModel):
    """Words of every procedure. `redress` is the 教示 of a refusal (行政不服審査法82条, 行政事件訴訟法46条).

    `mail_unreached` tells on the status page that our mails do not get through. `code_mail` brings the six digits that
    show that a mail address is theirs who is filling in a form. `office` and `office_hours` stand at the foot of every page,
    beside the office's telephone number.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    redress: Sentences
    mail_unreached: Sentences
    office: Words
    office_hours: Words
    code_mail: NoticeText


class CaseTexts(BaseModel):
    """Words of one procedure: what every procedure says. Its own texts add what else it has to say.

    `status`, `next_step` and `notice` are by the procedure's own statuses and kinds of notice.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: Mapping[Any, Words]
    next_step: Mapping[Any, Sentences]
    notice: Mapping[Any, NoticeText]


def render(template: str, values: Mapping[str, str]) -> str:
    """Fill the placeholders of a checked text; a value is never read as a template.

    Raises KeyError when the text names a placeholder that has no value.
    """
    return "".join(
        literal + ("" if name is None else values[name]) for literal, name, _, _ in Formatter().parse(template)
    )
