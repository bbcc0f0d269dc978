"""The sample municipalities' policies, changed where a test wants it."""

from functools import cache
from pathlib import Path
from typing import Any

from fakes.faults import Faults

from adapters.policy.files import PolicyFiles
from domain.certificates.rules import rules_of
from domain.certificates.submission import NAME
from domain.municipality.calendar import ClosedDays
from domain.municipality.policy import MunicipalityPolicy

_SAMPLES = Path(__file__).parents[2] / "municipalities"
PAY_FIRST = "999001"
PAY_AFTER_APPROVAL = "999002"


@cache
def _samples() -> PolicyFiles:
    return PolicyFiles(_SAMPLES)


def with_rules(policy: MunicipalityPolicy, **parts: Any) -> MunicipalityPolicy:
    """Return a policy with other rules of certificates."""
    changed = rules_of(policy).model_copy(update=parts)
    return policy.model_copy(update={"procedures": {**policy.procedures, NAME: changed}})


def with_offer(policy: MunicipalityPolicy, **changes: Any) -> MunicipalityPolicy:
    """Return a policy whose first certificate is offered otherwise, and which offers no other."""
    offers = rules_of(policy).offers
    offer = offers.certificate[0].model_copy(update=changes)
    return with_rules(policy, offers=offers.model_copy(update={"certificate": (offer,)}))


class SampleBook:
    """`PolicyBook` over the sample municipalities."""

    def __init__(self) -> None:
        self._files = _samples()
        self._changed: dict[str, MunicipalityPolicy] = {}
        self.faults = Faults("policy")

    def policy(self, code: str) -> MunicipalityPolicy:
        """Return the policy as it is in the files, or as changed."""
        return self._changed.get(code) or self._files.policy(code)

    def closed_days(self, code: str, first_year: int, last_year: int) -> ClosedDays:
        """Return the closing days."""
        with self.faults.around("closed_days"):
            return self._files.closed_days(code, first_year, last_year)

    def exempt(self, code: str) -> None:
        """Ask no fee: nothing is to be paid."""
        policy, rules = self.policy(code), rules_of(self.policy(code))
        free = tuple(row.model_copy(update={"unit_price": 0}) for row in rules.fees.fee)
        tables = tuple(self._free(table) for table in policy.postage.table)
        free_rules = with_rules(policy, fees=rules.fees.model_copy(update={"fee": free}))
        postage = policy.postage.model_copy(update={"table": tables})
        self._changed[code] = free_rules.model_copy(update={"postage": postage})

    @staticmethod
    def _free(table: Any) -> Any:
        rates = tuple(rate.model_copy(update={"yen": 0}) for rate in table.rate)
        return table.model_copy(update={"rate": rates, "surcharge": dict.fromkeys(table.surcharge, 0)})

    def refunds(self, code: str, **rule: bool) -> None:
        """Change the refund rule, e.g. `on_lapse=True`."""
        policy, rules = self.policy(code), rules_of(self.policy(code))
        rows = tuple(row.model_copy(update=rule) for row in rules.refunds.rule)
        refunds = rules.refunds.model_copy(update={"rule": rows})
        self._changed[code] = with_rules(policy, refunds=refunds)
