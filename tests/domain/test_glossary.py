"""The glossary and the code say the same words."""

import re
from enum import StrEnum
from pathlib import Path

import pytest

from domain.actors import Role
from domain.cases.access import AccessGround
from domain.cases.notices import Channel
from domain.certificates.disclosure import Part
from domain.certificates.kinds import CertificateKind, CertificateOption, RecordScope
from domain.certificates.notices import NoticeKind
from domain.certificates.status import (
    AssignReason,
    CorrectableField,
    HoldStage,
    LapseReason,
    RefundStatus,
    RejectionReason,
    RemandReason,
    RemarkCode,
    Status,
)
from domain.certificates.terms import DeadlineKind, FeeItem, PaymentOrder
from domain.identity.attributes import IdentityReason, Revocation
from domain.identity.residents import ResidencyStatus
from domain.identity.seals import SealStanding
from domain.postal.letters import MailClass, PostalEventKind, ReturnReason

GLOSSARY = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8")
ENUMS: list[type[StrEnum]] = [
    Status,
    Role,
    Part,
    AccessGround,
    CertificateKind,
    RecordScope,
    CertificateOption,
    RejectionReason,
    AssignReason,
    RemandReason,
    RemarkCode,
    CorrectableField,
    HoldStage,
    LapseReason,
    DeadlineKind,
    PaymentOrder,
    RefundStatus,
    FeeItem,
    MailClass,
    PostalEventKind,
    ReturnReason,
    Channel,
    NoticeKind,
    ResidencyStatus,
    SealStanding,
    IdentityReason,
    Revocation,
]
_JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")


def rows(section: str) -> dict[str, str]:
    """Return code term and Japanese term of the lines under a heading."""
    body = GLOSSARY.split(f"\n## {section}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in body.splitlines() if line.startswith("| ")][1:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: row[1] for row in cells}


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_every_member_has_its_line_and_no_line_is_stale(enum: type[StrEnum]):
    """Members and lines of a section are the same, each with a Japanese term."""
    written = rows(enum.__name__)
    assert set(written) == {member.value for member in enum}
    assert all(_JAPANESE.search(term) for term in written.values()), written


@pytest.mark.parametrize("enum", [Status, RejectionReason, MailClass, ReturnReason], ids=lambda enum: enum.__name__)
def test_no_two_members_share_a_word(enum: type[StrEnum]):
    """An officer can tell any two of them apart by the word alone."""
    terms = list(rows(enum.__name__).values())
    assert len(set(terms)) == len(terms)


def test_the_two_kinds_of_sending_back_are_told_apart():
    """差戻し to the citizen and to the examiner are two terms in code."""
    things = rows("Things and acts")
    assert things["ReturnToApplicant"] != things["RemandToExaminer"]
    assert all("差戻し" in things[term] for term in ("ReturnToApplicant", "RemandToExaminer"))
