"""The terms of one request: what the policy says on the day of receipt, fixed for good."""

from datetime import datetime

from domain.certificates.fees import fee_lines, offer_of
from domain.certificates.kinds import CertificateKind, CertificateOptions
from domain.certificates.rules import rules_of
from domain.certificates.terms import Terms
from domain.municipality.calendar import ClosedDays, local_date
from domain.municipality.deadlines import deadline
from domain.municipality.periods import in_force
from domain.municipality.policy import MunicipalityPolicy
from domain.municipality.spans import PROCESSING
from domain.municipality.texts import Language


def terms(
    policy: MunicipalityPolicy,
    kind: CertificateKind,
    options: CertificateOptions,
    copies: int,
    received_at: datetime,
    closed: ClosedDays,
) -> Terms:
    """Return the terms of a request received at an instant.

    Raises DomainError(POLICY_INVALID) when the kind is not offered or nothing is in force on that day.
    """
    on, rules = local_date(received_at), rules_of(policy)
    return Terms(
        policy_version=policy.version,
        payment_order=rules.fees.payment_order,
        fee=fee_lines(policy, kind, options, copies, on),
        refund=in_force(rules.refunds.rule, on).rule,
        mail_class=offer_of(policy, kind).mail_class,
        processing_due_at=deadline(rules.deadlines.of(PROCESSING), received_at, closed),
        accounting_officer=policy.payment.accounting_officer,
        payment_for=f"{policy.municipality.name} {rules.texts[Language.JA].certificate[kind]}",
    )
