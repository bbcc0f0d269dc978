"""The amount to pay."""

from datetime import date

import pytest
from fakes.book import with_offer

from domain import money
from domain.certificates.fees import estimated_parcel, fee_lines
from domain.certificates.kinds import CertificateKind, CertificateOptions, RecordScope
from domain.errors import DomainError
from domain.municipality.policy import MunicipalityPolicy
from domain.municipality.postage import parcel
from domain.postal.letters import MailClass

KIND = CertificateKind.RESIDENT_RECORD_COPY
ONE = CertificateOptions()
ALL = CertificateOptions(scope=RecordScope.HOUSEHOLD)


@pytest.mark.parametrize(
    ("options", "copies", "day", "expected"),
    [
        (ONE, 1, date(2026, 6, 30), [("certificate", 1, 250), ("postage", 1, 320)]),
        (ONE, 1, date(2026, 7, 1), [("certificate", 1, 300), ("postage", 1, 320)]),
        (ONE, 10, date(2026, 7, 1), [("certificate", 10, 300), ("postage", 1, 320)]),
        (ALL, 5, date(2026, 7, 1), [("certificate", 5, 300), ("postage", 1, 320)]),
        (ALL, 6, date(2026, 7, 1), [("certificate", 6, 300), ("postage", 1, 390)]),
        (ALL, 10, date(2026, 7, 1), [("certificate", 10, 300), ("postage", 1, 530)]),
    ],
)
def test_fee_and_postage_stand_on_separate_lines(
    policy: MunicipalityPolicy,
    options: CertificateOptions,
    copies: int,
    day: date,
    expected: list[tuple[str, int, int]],
):
    """Fee per copy on that day, plus the postage of the letter that all copies and the cover letter make."""
    lines = fee_lines(policy, KIND, options, copies, day)
    assert [(line.item, line.quantity, line.unit_price) for line in lines] == expected
    assert money.total(lines) == sum(quantity * price for _, quantity, price in expected)


@pytest.mark.parametrize(
    ("sheets", "day", "yen"),
    [
        (4, date(2024, 9, 30), 84),  # 4 x 4 g + 6 g = 22 g
        (5, date(2024, 9, 30), 94),  # 26 g
        (11, date(2024, 10, 1), 110),  # exactly 50 g
        (12, date(2024, 10, 1), 180),  # 54 g: the large envelope, 66 g
        (58, date(2024, 10, 1), 320),  # exactly 250 g in the large envelope
    ],
)
def test_postage_follows_weight_and_day(policy: MunicipalityPolicy, sheets: int, day: date, yen: int):
    """The tariff of the day and the cheapest envelope that takes the weight decide."""
    assert parcel(policy.postage, sheets, MailClass.ORDINARY, day).postage == yen


@pytest.mark.parametrize(("mail_class", "yen"), [(MailClass.SPECIFIED_RECORD, 320), (MailClass.SIMPLE_REGISTERED, 460)])
def test_traceable_classes_cost_their_surcharge(policy: MunicipalityPolicy, mail_class: MailClass, yen: int):
    """特定記録 adds 210 yen and 簡易書留 350 yen to the basic 110 yen."""
    assert parcel(policy.postage, 2, mail_class, date(2026, 7, 1)).postage == yen


def test_a_letter_beyond_the_tariff_is_refused(policy: MunicipalityPolicy):
    """A weight that no rate takes is an error, not the highest rate."""
    with pytest.raises(DomainError) as refusal:
        parcel(policy.postage, 59, MailClass.ORDINARY, date(2026, 7, 1))
    assert refusal.value.facts["why"] == "letter_too_heavy"


def test_the_estimate_counts_the_cover_letter(policy: MunicipalityPolicy):
    """One copy of one sheet is a letter of two sheets and an envelope."""
    assert estimated_parcel(policy, KIND, ONE, 1, date(2026, 7, 1)).weight_grams == 2 * 4 + 6


def test_a_scope_that_is_not_offered_has_no_price(policy: MunicipalityPolicy):
    """Without an estimate of sheets there is no postage, so the request is refused."""
    changed = with_offer(policy, sheets_per_copy={RecordScope.APPLICANT: 1})
    with pytest.raises(DomainError) as refusal:
        fee_lines(changed, KIND, ALL, 1, date(2026, 7, 1))
    assert refusal.value.facts["why"] == "scope_not_offered"
