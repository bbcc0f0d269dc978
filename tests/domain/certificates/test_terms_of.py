"""The terms a request is handled under."""

from datetime import UTC, datetime

from domain.certificates.kinds import CertificateKind, CertificateOptions
from domain.certificates.rules import texts_of
from domain.certificates.terms import PaymentOrder, RefundRule
from domain.certificates.terms_of import terms
from domain.municipality.calendar import ClosedDays
from domain.municipality.policy import MunicipalityPolicy
from domain.municipality.texts import Language
from domain.postal.letters import MailClass

KIND = CertificateKind.RESIDENT_RECORD_COPY


def test_terms_pin_the_policy_and_the_day_of_the_city(policy: MunicipalityPolicy, closed: ClosedDays):
    """A request of 30 June 23:59 city time pays the old fee, one minute later the new one."""
    before = terms(policy, KIND, CertificateOptions(), 2, datetime(2026, 6, 30, 14, 59, tzinfo=UTC), closed)
    after = terms(policy, KIND, CertificateOptions(), 2, datetime(2026, 6, 30, 15, 0, tzinfo=UTC), closed)
    assert (before.amount, after.amount) == (2 * 250 + 320, 2 * 300 + 320)
    assert before.policy_version == policy.version
    assert before.payment_order is PaymentOrder.FIRST
    assert before.mail_class is MailClass.SPECIFIED_RECORD
    assert before.refund == RefundRule(on_withdrawal=True, on_rejection=True, on_lapse=False)
    assert before.processing_due_at == datetime(2026, 7, 7, 14, 59, 59, tzinfo=UTC)


def test_the_payer_reads_whose_charge_it_is_and_for_what(policy: MunicipalityPolicy, closed: ClosedDays):
    """In the city's own words: no code of ours stands on a payment page."""
    found = terms(policy, KIND, CertificateOptions(), 1, datetime(2026, 6, 30, 3, tzinfo=UTC), closed).payment_for
    assert policy.municipality.name in found
    assert texts_of(policy, Language.JA).certificate[KIND] in found
    assert KIND.value not in found
