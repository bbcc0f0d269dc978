"""The files a municipality writes its rules of certificates in, checked together."""

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import JsonValue

from domain.certificates.fee_table import FeeTable, fee_faults
from domain.certificates.fees import COVER_LETTER, estimated_parcel
from domain.certificates.kinds import MOST_COPIES, CertificateOptions
from domain.certificates.offers import CertificateOffer, CertificateOffers, offer_faults
from domain.certificates.refunds import RefundTable, refund_faults
from domain.certificates.rules import CertificateRules
from domain.certificates.staffing import staffing_faults
from domain.certificates.submission import NAME
from domain.certificates.terms import DeadlineKind
from domain.certificates.texts import CertificateTexts, text_faults
from domain.errors import DomainError
from domain.municipality.cross_faults import not_in_force
from domain.municipality.faults import Fault
from domain.municipality.periods import in_force
from domain.municipality.policy import MunicipalityPolicy
from domain.municipality.postage import parcel
from domain.municipality.rule_files import RuleFile, RuleFiles
from domain.municipality.spans import Spans, span_faults


def misfits(policy: MunicipalityPolicy, rules: CertificateRules) -> Iterator[tuple[str, Fault]]:
    """Yield what does not fit: what is offered has a fee, a refund rule and a tariff from the first day online, and people."""
    opening = policy.municipality.online_from
    for offer in rules.offers.certificate:
        yield from not_in_force(opening, f"{NAME}/fees", f"fee ({offer.kind})", rules.fees.of(offer.kind))
    yield from not_in_force(opening, f"{NAME}/refunds", "rule", rules.refunds.rule)
    yield from _unpostable(policy, rules)
    for fault in staffing_faults(policy.officers):
        yield "officers", fault


def _unpostable(policy: MunicipalityPolicy, rules: CertificateRules) -> Iterator[tuple[str, Fault]]:
    heaviest = max(sheets for offer in rules.offers.certificate for sheets in offer.sheets_per_copy.values())
    sheets = heaviest * MOST_COPIES + COVER_LETTER
    for place, table in enumerate(policy.postage.table):
        if table.effective_until is not None and table.effective_until < policy.municipality.online_from:
            continue
        for offer in rules.offers.certificate:
            try:
                parcel(policy.postage, sheets, offer.mail_class, table.effective_from)
            except DomainError:
                reason = f"no rate takes {sheets} sheets, the most a citizen can ask for"
                yield "postage", Fault(f"table[{place}].rate", reason, "add a rate with a higher up_to_grams")
                break


def first_day(rules: CertificateRules) -> date:
    """Return the first day on which every table has a row in force."""
    tables = (rules.refunds.rule, *(rules.fees.of(offer.kind) for offer in rules.offers.certificate))
    return max(min(row.effective_from for row in rows) for rows in tables)


def sheet(policy: MunicipalityPolicy, rules: CertificateRules, on: date) -> Mapping[str, JsonValue]:
    """Return what is offered for which fee, the refund rule and the spans in force on a day.

    Raises DomainError(POLICY_INVALID) when the day lies before the first period of a table.
    """
    return {
        "offers": [_offer(policy, rules, offer, on) for offer in rules.offers.certificate],
        "payment_order": rules.fees.payment_order.value,
        "refund": in_force(rules.refunds.rule, on).model_dump(mode="json"),
        "deadlines": rules.deadlines.model_dump(mode="json", exclude_none=True),
    }


def _offer(policy: MunicipalityPolicy, rules: CertificateRules, offer: CertificateOffer, on: date) -> JsonValue:
    fee = in_force(rules.fees.of(offer.kind), on)
    return {
        **offer.model_dump(mode="json"),
        "fee_per_copy": fee.unit_price,
        "ordinance": fee.ordinance,
        "postage_for_one_copy": {
            scope.value: estimated_parcel(policy, offer.kind, CertificateOptions(scope=scope), 1, on).postage
            for scope in offer.scopes
        },
    }


def _deadline_faults(spans: Spans) -> tuple[Fault, ...]:
    return span_faults(spans, DeadlineKind)


RULE_FILES: RuleFiles[CertificateRules] = RuleFiles(
    form=CertificateRules,
    files={
        "offers": RuleFile(CertificateOffers, offer_faults),
        "fees": RuleFile(FeeTable, fee_faults),
        "refunds": RuleFile(RefundTable, refund_faults),
        "deadlines": RuleFile(Spans, _deadline_faults),
    },
    texts=RuleFile(CertificateTexts, text_faults),
    misfits=misfits,
    first_day=first_day,
    sheet=sheet,
)
