"""Words of certificates for citizens, by language: kinds, options, grounds of a rejection, what to correct.

Held requests (要確認) read like any other that the office works on, in every language: from a different word a citizen,
or somebody looking over their shoulder, could tell that 支援措置 is in force.
"""

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum

from domain.certificates.kinds import CertificateKind, CertificateOption, RecordScope
from domain.certificates.notices import NoticeKind
from domain.certificates.status import IN_THE_OFFICE, CorrectableField, RejectionReason, RemarkCode, Status
from domain.municipality.faults import Fault
from domain.municipality.text_faults import missing_words, placeholder_faults
from domain.municipality.texts import CaseTexts, NoticeText, Sentences, Words


class Placeholder(StrEnum):
    """What a mail may name: nothing personal."""

    RECEIPT_NUMBER = "receipt_number"
    CASE_NUMBER = "case_number"
    CODE = "code"
    STATUS = "status"  # the words of the status page
    NEXT_STEP = "next_step"  # likewise
    STATUS_URL = "status_url"
    PAYMENT_URL = "payment_url"
    AMOUNT = "amount"  # yen
    PAY_UNTIL = "pay_until"  # the last day, as the others
    CORRECT_URL = "correct_url"
    CORRECT_UNTIL = "correct_until"
    KEEP_UNTIL = "keep_until"  # how long returned mail is kept
    TRACKING_NUMBER = "tracking_number"


_ALWAYS = frozenset({Placeholder.RECEIPT_NUMBER, Placeholder.STATUS_URL})
_IN_BODIES = _ALWAYS | {Placeholder.STATUS, Placeholder.NEXT_STEP}
_ALSO = {  # said by one mail alone: the code must not stand wherever a mail is quoted
    NoticeKind.RECEIVED: frozenset({Placeholder.CASE_NUMBER, Placeholder.CODE}),
    NoticeKind.PAYMENT_OPEN: frozenset({Placeholder.PAYMENT_URL, Placeholder.AMOUNT, Placeholder.PAY_UNTIL}),
    NoticeKind.PAID: frozenset({Placeholder.AMOUNT}),
    NoticeKind.RETURNED: frozenset({Placeholder.CORRECT_URL, Placeholder.CORRECT_UNTIL}),
    NoticeKind.DISPATCHED: frozenset({Placeholder.TRACKING_NUMBER}),
    NoticeKind.MAIL_RETURNED: frozenset({Placeholder.KEEP_UNTIL}),
}


class CertificateTexts(CaseTexts):
    """All words of certificates in one language."""

    status: dict[Status, Words]
    next_step: dict[Status, Sentences]
    notice: dict[NoticeKind, NoticeText]
    certificate: dict[CertificateKind, Words]
    scope: dict[RecordScope, Words]
    option: dict[CertificateOption, Words]
    rejection_reason: dict[RejectionReason, Words]
    remark: dict[RemarkCode, Words]
    field: dict[CorrectableField, Words]


def text_faults(texts: CertificateTexts) -> tuple[Fault, ...]:
    """Return every fault of one language: words missing, unknown in a mail, or other for a hold than for any check."""
    return (*_missing(texts), *_notices(texts), *_neutral(texts))


def _missing(texts: CertificateTexts) -> Iterator[Fault]:
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
        yield from missing_words(name, members, written)


def _notices(texts: CertificateTexts) -> Iterator[Fault]:
    for kind, notice in texts.notice.items():
        allowed = _IN_BODIES | _ALSO.get(kind, frozenset())
        yield from placeholder_faults(f"notice.{kind}.subject", notice.subject, _ALWAYS)
        yield from placeholder_faults(f"notice.{kind}.body", notice.body, allowed, allowed)


def _neutral(texts: CertificateTexts) -> Iterator[Fault]:
    words: tuple[tuple[str, Mapping[Status, str]], ...] = (("status", texts.status), ("next_step", texts.next_step))
    for name, written in words:
        for status in sorted(IN_THE_OFFICE - {Status.UNDER_EXAMINATION}):
            if written.get(status) != written.get(Status.UNDER_EXAMINATION):
                yield Fault(
                    f"{name}.{status}",
                    "a held request must read like any other the office works on: other words would betray 支援措置",
                    f"write the same words as {name}.{Status.UNDER_EXAMINATION}",
                )
