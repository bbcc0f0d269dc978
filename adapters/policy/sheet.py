"""What a municipality's policy says on one day, as one JSON document: for `policy show` and for a public page."""

from datetime import date

from pydantic import JsonValue

from domain.municipality.calendar import ClosedDays
from domain.municipality.periods import in_force
from domain.municipality.policy import MunicipalityPolicy
from domain.procedures import PROCEDURES, Procedures


def first_day(policy: MunicipalityPolicy, procedures: Procedures = PROCEDURES) -> date:
    """Return the first day on which every table of the policy has a row in force."""
    tariff = min(row.effective_from for row in policy.postage.table)
    own = (procedures.by_name(name).rules.first_day(rules) for name, rules in policy.procedures.items())
    return max((tariff, *own))


def show(
    policy: MunicipalityPolicy, on: date, closed: ClosedDays, procedures: Procedures = PROCEDURES
) -> dict[str, JsonValue]:
    """Return postage, officers and, under each procedure's name, what its rules say on a day.

    Raises DomainError(POLICY_INVALID) when the day lies before the first period of a table.
    """
    document: dict[str, JsonValue] = {
        "municipality": policy.municipality.code,
        "name": policy.municipality.full_name,
        "policy_version": policy.version,
        "on": on.isoformat(),
        "office_open": not closed.is_closed(on),
        "office_hours": f"{policy.municipality.office.opens:%H:%M}-{policy.municipality.office.closes:%H:%M}",
        "postage": in_force(policy.postage.table, on).model_dump(mode="json"),
        "payment": policy.payment.model_dump(mode="json"),
        "officers": [{"id": row.id, "roles": [*row.roles]} for row in policy.officers.officer if row.serves(on)],
        "procedures": {
            name: dict(procedures.by_name(name).rules.sheet(policy, rules, on))
            for name, rules in policy.procedures.items()
        },
    }
    return document
