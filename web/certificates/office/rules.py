"""The rules of certificates in officers' words: fees, refunds, what is offered, how long each step may take."""

from collections.abc import Sequence

from domain.certificates.fee_table import FeePeriod
from domain.certificates.refunds import RefundPeriod
from domain.certificates.rules import CertificateRules, rules_of, texts_of
from domain.errors import DomainError
from domain.municipality.calendar import local_date
from domain.municipality.spans import PROCESSING, Span
from domain.municipality.texts import Language
from web.office.page import StaffPage
from web.office.rules_in_words import RuleLine, RuleSection, dated

_REFUNDED = ("on_withdrawal", "on_rejection", "on_lapse")


def rules_in_words(page: StaffPage) -> Sequence[RuleSection]:
    """Return the municipality's rules of certificates; nothing where it offers none."""
    try:
        rules = rules_of(page.policy)
    except DomainError:
        return ()
    return (
        RuleSection(page.plain("certificate_rules.fees"), [*_fees(page, rules), _order(page, rules)]),
        RuleSection(page.plain("certificate_rules.refunds"), [_refunds(page, rules)]),
        RuleSection(page.plain("certificate_rules.offers"), _offers(page, rules)),
        RuleSection(page.plain("certificate_rules.deadlines"), _deadlines(page, rules)),
    )


def _fees(page: StaffPage, rules: CertificateRules) -> Sequence[RuleLine]:
    names, today = texts_of(page.policy, Language.JA).certificate, local_date(page.now)

    def said(row: FeePeriod) -> str:
        return page.plain("certificate_rules.per_copy", yen=row.unit_price)

    kinds = [offer.kind for offer in rules.offers.certificate]
    return [dated(names[kind], rules.fees.of(kind), today, said, lambda row: row.ordinance) for kind in kinds]


def _order(page: StaffPage, rules: CertificateRules) -> RuleLine:
    order = page.plain(f"certificate_rules.payment_order.{rules.fees.payment_order.value}")
    return RuleLine(page.plain("certificate_rules.when_paid"), order)


def _refunds(page: StaffPage, rules: CertificateRules) -> RuleLine:
    def said(row: RefundPeriod) -> str:
        refunded = [page.plain(f"certificate_rules.{name}") for name in _REFUNDED if getattr(row, name)]
        return "、".join(refunded) or page.plain("certificate_rules.never")

    topic, today = page.plain("certificate_rules.refunded"), local_date(page.now)
    return dated(topic, rules.refunds.rule, today, said, lambda row: row.ordinance, lambda row: row.text)


def _offers(page: StaffPage, rules: CertificateRules) -> Sequence[RuleLine]:
    words = texts_of(page.policy, Language.JA)
    return [
        RuleLine(
            words.certificate[offer.kind],
            "、".join([*(words.scope[each] for each in offer.scopes), *(words.option[each] for each in offer.options)]),
            offer.legal_basis,
        )
        for offer in rules.offers.certificate
    ]


def _deadlines(page: StaffPage, rules: CertificateRules) -> Sequence[RuleLine]:
    act = page.plain("certificate_rules.processing_act")
    return [
        RuleLine(page.plain(f"certificate_rules.deadline.{kind}"), _span(page, span), act if kind == PROCESSING else "")
        for kind, span in rules.deadlines.root.items()
    ]


def _span(page: StaffPage, span: Span) -> str:
    unit = "calendar_days" if span.business_days is None else "business_days"
    return page.plain(f"certificate_rules.{unit}", days=span.business_days or span.calendar_days)
