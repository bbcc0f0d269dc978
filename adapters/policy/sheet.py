"""What a municipality's policy says on one day, as one JSON document: for `policy show` and for a public page."""

from datetime import date

from pydantic import JsonValue

from domain.certificates.fees import estimated_parcel
from domain.certificates.kinds import CertificateOptions
from domain.certificates.offers import CertificateOffer
from domain.municipality.calendar import ClosedDays
from domain.municipality.periods import in_force
from domain.municipality.policy import MunicipalityPolicy


def first_day(policy: MunicipalityPolicy) -> date:
    """Return the first day on which every table of the policy has a row in force."""
    tables = (
        policy.refunds.rule,
        policy.postage.table,
        *(policy.fees.of(offer.kind) for offer in policy.certificates.certificate),
    )
    return max(min(row.effective_from for row in rows) for rows in tables)


def show(policy: MunicipalityPolicy, on: date, closed: ClosedDays) -> dict[str, JsonValue]:
    """Return fees, postage, rules and spans in force on a day.

    Raises DomainError(POLICY_INVALID) when the day lies before the first period of a table.
    """
    refund = in_force(policy.refunds.rule, on)
    document: dict[str, JsonValue] = {
        "municipality": policy.municipality.code,
        "name": policy.municipality.full_name,
        "policy_version": policy.version,
        "on": on.isoformat(),
        "office_open": not closed.is_closed(on),
        "office_hours": f"{policy.municipality.office.opens:%H:%M}-{policy.municipality.office.closes:%H:%M}",
        "certificates": [_offer(policy, offer, on) for offer in policy.certificates.certificate],
        "postage": in_force(policy.postage.table, on).model_dump(mode="json"),
        "refund": refund.model_dump(mode="json"),
        "deadlines": policy.deadlines.model_dump(mode="json", exclude_none=True),
        "payment": policy.payment.model_dump(mode="json"),
        "officers": [{"id": row.id, "roles": [*row.roles]} for row in policy.officers.officer if row.serves(on)],
    }
    return document


def _offer(policy: MunicipalityPolicy, offer: CertificateOffer, on: date) -> JsonValue:
    fee = in_force(policy.fees.of(offer.kind), on)
    return {
        **offer.model_dump(mode="json"),
        "fee_per_copy": fee.unit_price,
        "ordinance": fee.ordinance,
        "postage_for_one_copy": {
            scope.value: estimated_parcel(policy, offer.kind, CertificateOptions(scope=scope), 1, on).postage
            for scope in offer.scopes
        },
    }
