"""Checks that need more than one file: what is offered has a fee, a tariff and a rule; officers named exist."""

from collections.abc import Iterator

from domain.errors import DomainError
from domain.municipality.faults import Fault
from domain.municipality.periods import Period, in_force
from domain.municipality.policy import MunicipalityPolicy
from domain.municipality.postage import parcel


def cross_faults(policy: MunicipalityPolicy) -> tuple[tuple[str, Fault], ...]:
    """Return every fault between parts, each with the name of the part to change."""
    return (*_coverage(policy), *_postable(policy), *_people(policy))


def _coverage(policy: MunicipalityPolicy) -> Iterator[tuple[str, Fault]]:
    tables: list[tuple[str, str, tuple[Period, ...]]] = [
        ("fees", f"fee ({offer.kind})", policy.fees.of(offer.kind)) for offer in policy.certificates.certificate
    ]
    tables += [("postage", "table", policy.postage.table), ("refunds", "rule", policy.refunds.rule)]
    opening = policy.municipality.online_from
    for part, key, rows in tables:
        try:
            in_force(rows, opening)
        except DomainError:
            reason = f"nothing is in force on {opening}, the first day online"
            yield part, Fault(key, reason, "add a period that includes this day")


def _postable(policy: MunicipalityPolicy) -> Iterator[tuple[str, Fault]]:
    heaviest = max(sheets for offer in policy.certificates.certificate for sheets in offer.sheets_per_copy.values())
    sheets = heaviest * 10 + 1
    for place, table in enumerate(policy.postage.table):
        if table.effective_until is not None and table.effective_until < policy.municipality.online_from:
            continue
        for offer in policy.certificates.certificate:
            try:
                parcel(policy.postage, sheets, offer.mail_class, table.effective_from)
            except DomainError:
                reason = f"no rate takes {sheets} sheets, the most a citizen can ask for"
                yield "postage", Fault(f"table[{place}].rate", reason, "add a rate with a higher up_to_grams")
                break


def _people(policy: MunicipalityPolicy) -> Iterator[tuple[str, Fault]]:
    named = policy.payment.accounting_officer
    if not policy.officers.knows(named):
        fault = Fault("accounting_officer", f"no officer has the id {named}", "write an id that officers.toml has")
        yield "payment", fault
