"""Checks that need more than one file: the tariff is in force when the counter opens; officers named exist."""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.errors import DomainError
from domain.municipality.faults import Fault
from domain.municipality.periods import Period, in_force
from domain.municipality.policy import MunicipalityPolicy


def cross_faults(policy: MunicipalityPolicy) -> tuple[tuple[str, Fault], ...]:
    """Return every fault between general parts, each with the name of the part to change."""
    return (*not_in_force(policy.municipality.online_from, "postage", "table", policy.postage.table), *_people(policy))


def not_in_force(opening: date, part: str, key: str, rows: Sequence[Period]) -> Iterator[tuple[str, Fault]]:
    """Yield a fault when a table has no row for the first day online."""
    try:
        in_force(rows, opening)
    except DomainError:
        reason = f"nothing is in force on {opening}, the first day online"
        yield part, Fault(key, reason, "add a period that includes this day")


def _people(policy: MunicipalityPolicy) -> Iterator[tuple[str, Fault]]:
    named = policy.payment.accounting_officer
    if not policy.officers.knows(named):
        fault = Fault("accounting_officer", f"no officer has the id {named}", "write an id that officers.toml has")
        yield "payment", fault
