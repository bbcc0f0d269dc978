"""Checks of the words for citizens: nothing missing, nothing unknown in a mail, a hold reads like any check."""

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from string import Formatter

from domain.certificates.kinds import CertificateKind, CertificateOption, RecordScope
from domain.certificates.notices import NoticeKind
from domain.certificates.status import IN_THE_OFFICE, CorrectableField, RejectionReason, RemarkCode, Status
from domain.municipality.faults import Fault
from domain.municipality.texts import Placeholder, Texts

_ALWAYS = frozenset({Placeholder.RECEIPT_NUMBER, Placeholder.STATUS_URL})
_ALSO = {  # said by one mail alone: the code must not stand wherever a mail is quoted
    NoticeKind.RECEIVED: frozenset({Placeholder.CASE_NUMBER, Placeholder.CODE}),
    NoticeKind.PAYMENT_OPEN: frozenset({Placeholder.PAYMENT_URL, Placeholder.AMOUNT, Placeholder.PAY_UNTIL}),
    NoticeKind.DISPATCHED: frozenset({Placeholder.TRACKING_NUMBER}),
}


def text_faults(texts: Texts) -> tuple[Fault, ...]:
    """Return every fault of one language."""
    return (*_missing(texts), *_notices(texts), *_neutral(texts))


def _missing(texts: Texts) -> Iterator[Fault]:
    tables: tuple[tuple[str, type[StrEnum], Collection[str]], ...] = (
        ("status", Status, texts.status),
        ("next_step", Status, texts.next_step),
        ("notice", NoticeKind, texts.notice),
        ("certificate", CertificateKind, texts.certificate),
        ("scope", RecordScope, texts.scope),
        ("option", CertificateOption, texts.option),
        ("rejection_reason", RejectionReason, texts.rejection_reason),
        ("remark", RemarkCode, texts.remark),
        ("field", CorrectableField, texts.field),
    )
    for name, members, written in tables:
        for member in members:
            if member not in written:
                yield Fault(f"{name}.{_key(member)}", "these words are missing", "write them under this key")


def _key(member: StrEnum) -> str:
    return f'"{member}"' if "." in member else str(member)


def _notices(texts: Texts) -> Iterator[Fault]:
    for kind, notice in texts.notice.items():
        allowed = _ALWAYS | _ALSO.get(kind, frozenset())
        yield from _placeholders(f"notice.{kind}.subject", notice.subject, _ALWAYS, frozenset())
        yield from _placeholders(f"notice.{kind}.body", notice.body, allowed, allowed)


def _placeholders(key: str, text: str, allowed: Collection[str], required: Collection[str]) -> Iterator[Fault]:
    try:
        fields = [(name, form, convert) for _, name, form, convert in Formatter().parse(text) if name is not None]
    except ValueError:
        yield Fault(key, "a brace is open or stands alone", "write {receipt_number}, or {{ for a brace itself")
        return
    names = {name for name, _, _ in fields}
    if any(form or convert for _, form, convert in fields):
        yield Fault(key, "a placeholder carries a format", "write the bare name in braces, as in {receipt_number}")
    for name in sorted(names - set(allowed)):
        choice = ", ".join(f"{{{placeholder}}}" for placeholder in sorted(allowed))
        yield Fault(key, f"the placeholder {{{name}}} may not stand here", f"use only {choice}")
    for name in sorted(set(required) - names):
        yield Fault(key, f"the placeholder {{{name}}} is missing", f"let the text name {{{name}}}")


def _neutral(texts: Texts) -> Iterator[Fault]:
    words: tuple[tuple[str, Mapping[Status, str]], ...] = (("status", texts.status), ("next_step", texts.next_step))
    for name, written in words:
        for status in sorted(IN_THE_OFFICE - {Status.UNDER_EXAMINATION}):
            if written.get(status) != written.get(Status.UNDER_EXAMINATION):
                yield Fault(
                    f"{name}.{status}",
                    "a held request must read like any other the office works on: other words would betray 支援措置",
                    f"write the same words as {name}.{Status.UNDER_EXAMINATION}",
                )
