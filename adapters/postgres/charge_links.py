"""Where to pay, for the status page and for `madoguchi request show`."""

from adapters.postgres.effects import PostgresEffects
from domain import ids
from domain.payments.charge import Charge


class ChargeLinks:
    """Where to pay, from the journal of effects: the address of a code stands nowhere else."""

    def __init__(self, effects: PostgresEffects) -> None:
        self._effects = effects

    async def payment_link(self, case_id: str) -> Charge | None:
        """Return the latest code of a case's payment."""
        outcome = await self._effects.latest("charge", ids.payment_id(case_id))
        return None if outcome is None else Charge.model_validate(outcome)
