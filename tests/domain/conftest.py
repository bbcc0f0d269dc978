"""A small policy made in memory: the domain's rules are tested without any file."""

from datetime import date, time

import pytest

from domain.actors import Role
from domain.certificates.fee_table import FeePeriod, FeeTable
from domain.certificates.kinds import CertificateKind, CertificateOption, RecordScope
from domain.certificates.offers import CertificateOffer, CertificateOffers
from domain.certificates.refunds import RefundPeriod, RefundTable
from domain.certificates.rules import CertificateRules
from domain.certificates.submission import NAME
from domain.certificates.terms import DeadlineKind, PaymentOrder
from domain.certificates.texts import CertificateTexts
from domain.municipality.calendar import ClosedDays, closed_days
from domain.municipality.municipality import Closing, Municipality, Office, Weekday, YearlySpan
from domain.municipality.officers import Officer, Officers
from domain.municipality.payment import PaymentSettings
from domain.municipality.policy import MunicipalityPolicy
from domain.municipality.postage import Envelope, Postage, PostageTable, Rate
from domain.municipality.spans import PROCESSING, Span, Spans
from domain.municipality.texts import Language
from domain.postal.letters import MailClass

KIND = CertificateKind.RESIDENT_RECORD_COPY


def _municipality() -> Municipality:
    return Municipality(
        code="999009",
        prefecture="架空県",
        name="ためし市",
        name_kana="タメシシ",
        name_en="Tameshi City",
        population=100,
        mayor="ためし市長",
        online_from=date(2026, 4, 1),
        office=Office(
            name="窓口係",
            postcode="0990009",
            address="架空県ためし市1番地",
            telephone="0999-99-0009",
            opens=time(8, 30),
            closes=time(17, 15),
        ),
        closing=Closing(
            weekdays=(Weekday.SATURDAY, Weekday.SUNDAY),
            national_holidays=True,
            yearly=(YearlySpan(first_day="12-29", last_day="01-03"),),
        ),
    )


def _postage() -> Postage:
    return Postage(
        sheet_grams=4,
        envelope_grams={Envelope.STANDARD: 6, Envelope.LARGE: 18},
        table=(
            PostageTable(
                effective_from=date(2023, 10, 1),
                effective_until=date(2024, 9, 30),
                rate=(
                    Rate(envelope=Envelope.STANDARD, up_to_grams=25, yen=84),
                    Rate(envelope=Envelope.STANDARD, up_to_grams=50, yen=94),
                    Rate(envelope=Envelope.LARGE, up_to_grams=250, yen=250),
                ),
                surcharge={MailClass.SPECIFIED_RECORD: 210, MailClass.SIMPLE_REGISTERED: 350},
            ),
            PostageTable(
                effective_from=date(2024, 10, 1),
                rate=(
                    Rate(envelope=Envelope.STANDARD, up_to_grams=50, yen=110),
                    Rate(envelope=Envelope.LARGE, up_to_grams=100, yen=180),
                    Rate(envelope=Envelope.LARGE, up_to_grams=250, yen=320),
                ),
                surcharge={MailClass.SPECIFIED_RECORD: 210, MailClass.SIMPLE_REGISTERED: 350},
            ),
        ),
    )


def _rules() -> CertificateRules:
    return CertificateRules(
        offers=CertificateOffers(
            certificate=(
                CertificateOffer(
                    kind=KIND,
                    legal_basis="住民基本台帳法第12条",
                    scopes=(RecordScope.APPLICANT, RecordScope.HOUSEHOLD),
                    options=tuple(CertificateOption),
                    mail_class=MailClass.SPECIFIED_RECORD,
                    sheets_per_copy={RecordScope.APPLICANT: 1, RecordScope.HOUSEHOLD: 2},
                ),
            )
        ),
        fees=FeeTable(
            payment_order=PaymentOrder.FIRST,
            fee=(
                FeePeriod(
                    kind=KIND,
                    effective_from=date(2019, 10, 1),
                    effective_until=date(2026, 6, 30),
                    unit_price=250,
                    ordinance="1条",
                ),
                FeePeriod(kind=KIND, effective_from=date(2026, 7, 1), unit_price=300, ordinance="1条"),
            ),
        ),
        refunds=RefundTable(
            rule=(
                RefundPeriod(
                    effective_from=date(2019, 10, 1),
                    on_withdrawal=True,
                    on_rejection=True,
                    on_lapse=False,
                    ordinance="5条",
                    text="第5条",
                ),
            )
        ),
        deadlines=Spans(
            {
                DeadlineKind.PAYMENT: Span(business_days=7),
                DeadlineKind.CORRECTION: Span(business_days=14),
                DeadlineKind.DELIVERY: Span(calendar_days=14),
                DeadlineKind.RETURNED_MAIL: Span(calendar_days=90),
                DeadlineKind.LATE_RETURN: Span(calendar_days=60),
                PROCESSING: Span(business_days=5),
            }
        ),
        texts={Language.JA: CertificateTexts.model_construct(certificate={KIND: "住民票の写し"})},
    )


@pytest.fixture
def policy() -> MunicipalityPolicy:
    """One complete policy; its texts are tested with the municipalities' files."""
    return MunicipalityPolicy(
        version="0123456789abcdef",
        municipality=_municipality(),
        postage=_postage(),
        payment=PaymentSettings(provider="paypay", accounting_officer="officer-a"),
        officers=Officers(
            officer=(
                Officer(id="officer-a", name="甲", section="課", roles=(Role.EXAMINER, Role.DISPATCHER)),
                Officer(id="officer-b", name="乙", section="課", roles=(Role.APPROVER,)),
                Officer(id="officer-c", name="丙", section="課", roles=(Role.CLOSED_DESK,)),
            )
        ),
        texts={},
        procedures={NAME: _rules()},
    )


@pytest.fixture
def closed(policy: MunicipalityPolicy) -> ClosedDays:
    """The closing days of 2026 and 2027, with two holidays given by hand."""
    holidays = {2026: frozenset({date(2026, 11, 23)}), 2027: frozenset({date(2027, 1, 11)})}
    return closed_days(policy.municipality.closing, 2026, 2027, holidays.__getitem__)
