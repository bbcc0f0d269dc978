"""The mail that brings a code of six digits: what its words may name, and how they are filled in."""

from collections.abc import Iterator
from enum import StrEnum

from domain.cases.drafting import CodeMail
from domain.mail import Mail
from domain.municipality.days_in_words import minute_in_words
from domain.municipality.faults import Fault
from domain.municipality.text_faults import placeholder_faults
from domain.municipality.texts import Language, Texts, render


class CodePlaceholder(StrEnum):
    """What the mail names, each once at least. The subject names nothing: a locked phone shows it."""

    CODE = "code"
    VALID_UNTIL = "valid_until"
    CONTINUE_URL = "continue_url"


def code_mail_faults(texts: Texts) -> tuple[Fault, ...]:
    """Return what is wrong with the words of the mail in one language."""
    return tuple(_faults(texts))


def _faults(texts: Texts) -> Iterator[Fault]:
    yield from placeholder_faults("code_mail.subject", texts.code_mail.subject, ())
    yield from placeholder_faults(
        "code_mail.body", texts.code_mail.body, tuple(CodePlaceholder), tuple(CodePlaceholder)
    )


def written(mail: CodeMail, texts: Texts, language: Language, base_url: str) -> Mail:
    """Return the mail in a municipality's words. `base_url` is what people type, without a slash at its end."""
    values: dict[str, str] = {
        CodePlaceholder.CODE: mail.code,
        CodePlaceholder.VALID_UNTIL: minute_in_words(mail.valid_until, language),
        CodePlaceholder.CONTINUE_URL: f"{base_url}/{language.value}/continue/{mail.link}",
    }
    words = texts.code_mail
    return Mail(key=mail.key, to=mail.mail, subject=render(words.subject, values), body=render(words.body, values))
