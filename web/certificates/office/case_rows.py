"""Cases as rows of a supervisor's lists, in words. No personal data."""

from collections.abc import Sequence
from typing import NamedTuple

from domain.cases.row import CaseRow
from domain.certificates.listed import ListedRequest, listing
from domain.certificates.rules import texts_of
from domain.municipality.days_in_words import day_in_words
from domain.municipality.officers import Officers
from web.certificates.desk import CertificateDesk
from web.office.page import StaffPage


class Row(NamedTuple):
    """One case. `late`: whoever's turn it is should have acted."""

    case_id: str
    number: str
    what: str
    status: str
    received: str
    due: str
    late: bool
    assignee: str


def rows_of(page: StaffPage, desk: CertificateDesk, officers: Officers, rows: Sequence[CaseRow]) -> list[Row]:
    """Return cases in words, in their order."""
    return [_row(page, desk, officers, each) for each in listing(rows).requests]


def _row(page: StaffPage, desk: CertificateDesk, officers: Officers, case: ListedRequest) -> Row:
    return Row(
        case.case_id,
        case.case_number,
        texts_of(page.policy, page.language).certificate[case.kind],
        desk.words.code(case.status),
        day_in_words(case.received_at, page.language),
        day_in_words(case.act_by, page.language) if case.act_by else "",
        case.act_by is not None and case.act_by <= page.now,
        officers.name(case.examiner, page.today) if case.examiner else "",
    )
