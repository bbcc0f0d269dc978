"""What a municipality offers and what it does not."""

from datetime import date

import pytest
from fakes.book import with_offer, with_rules

from domain.certificates.application import Applicant, Application, Delivery
from domain.certificates.kinds import CertificateKind, CertificateOption, CertificateOptions, RecordScope
from domain.certificates.offered import offer_problems
from domain.certificates.rules import rules_of
from domain.errors import DomainError, ErrorCode
from domain.municipality.calendar import ClosedDays
from domain.municipality.policy import MunicipalityPolicy
from domain.problems import Problem


def application(options: CertificateOptions) -> Application:
    return Application(
        municipality="999009",
        kind=CertificateKind.RESIDENT_RECORD_COPY,
        options=options,
        applicant=Applicant(name="水面 花子", birth_date=date(1990, 1, 31), mail="hanako@example.jp"),
        delivery=Delivery(postcode="0990001", address="架空県みなも市中央1"),
        nonce="0123456789ABCDEFGHJKMNPQRS",
    )


class OneMunicipality:
    """A book of one policy."""

    def __init__(self, policy: MunicipalityPolicy) -> None:
        self._policy = policy

    def policy(self, code: str) -> MunicipalityPolicy:
        """Return the one policy."""
        if code != self._policy.municipality.code:
            raise DomainError(ErrorCode.POLICY_INVALID)
        return self._policy

    def closed_days(self, code: str, first_year: int, last_year: int) -> ClosedDays:
        """Know no calendar: nothing here asks for one."""
        raise NotImplementedError


def told_of(policy: MunicipalityPolicy, form: Application, today: date = date(2026, 11, 24)) -> list[Problem]:
    return list(offer_problems(form, OneMunicipality(policy), today))


def test_what_is_offered_is_taken(policy: MunicipalityPolicy):
    """Every scope and option on offer passes together."""
    options = CertificateOptions(scope=RecordScope.HOUSEHOLD, relationship=True, domicile=True, former_address=True)
    assert told_of(policy, application(options)) == []


def test_scope_and_options_that_are_not_offered_are_each_named(policy: MunicipalityPolicy):
    """One problem per field."""
    small = with_offer(policy, scopes=(RecordScope.APPLICANT,), options=(CertificateOption.RELATIONSHIP,))
    options = CertificateOptions(scope=RecordScope.HOUSEHOLD, relationship=True, domicile=True)
    found = told_of(small, application(options))
    assert [(told.field, told.code) for told in found] == [
        ("options.scope", "option_not_offered"),
        ("options.domicile", "option_not_offered"),
    ]


def test_a_kind_that_is_not_offered_is_named_alone(policy: MunicipalityPolicy):
    """Options of a kind that is not offered are not worth telling."""
    none = with_rules(policy, offers=rules_of(policy).offers.model_copy(update={"certificate": ()}))
    found = told_of(none, application(CertificateOptions(domicile=True)))
    assert [(told.field, told.code) for told in found] == [("kind", "kind_not_offered")]


def test_a_municipality_that_offers_no_certificates_offers_no_kind(policy: MunicipalityPolicy):
    """Without the procedure's files the kind is what is not offered: nothing else is known of it."""
    found = told_of(policy.model_copy(update={"procedures": {}}), application(CertificateOptions()))
    assert [(told.field, told.code) for told in found] == [("kind", "kind_not_offered")]


def test_a_municipality_that_is_not_served_is_named(policy: MunicipalityPolicy):
    """An unknown code is a mistake of that field."""
    form = application(CertificateOptions()).model_copy(update={"municipality": "123456"})
    assert [(told.field, told.code) for told in told_of(policy, form)] == [("municipality", "municipality_unknown")]


@pytest.mark.parametrize(
    ("born", "today", "told"),
    [
        (date(2011, 11, 25), date(2026, 11, 23), ["applicant.birth_date"]),
        (date(2011, 11, 25), date(2026, 11, 24), []),  # 15 is reached when the day before the birthday ends
        (date(2012, 2, 29), date(2027, 2, 27), ["applicant.birth_date"]),
        (date(2012, 2, 29), date(2027, 2, 28), []),
    ],
)
def test_a_kind_with_an_age_is_not_for_the_younger(
    policy: MunicipalityPolicy, born: date, today: date, told: list[str]
):
    """Nobody under 15 has a seal to be certified, and the form alone says so; the day is told by the law of ages."""
    kind = CertificateKind.SEAL_REGISTRATION_CERTIFICATE
    form = application(CertificateOptions())
    form = form.model_copy(update={"kind": kind, "applicant": form.applicant.model_copy(update={"birth_date": born})})
    found = told_of(with_offer(policy, kind=kind, scopes=kind.entry.scopes, options=()), form, today)
    assert [each.field for each in found] == told


def test_a_kind_without_an_age_is_for_children_too(policy: MunicipalityPolicy):
    """A copy of the resident record is anybody's."""
    form = application(CertificateOptions())
    child = form.model_copy(update={"applicant": form.applicant.model_copy(update={"birth_date": date(2026, 11, 1)})})
    assert told_of(policy, child) == []
