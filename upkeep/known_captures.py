"""Whether the ledger knows what a charge captured: asked of notices that come in, and of whoever compares the books."""

from typing import Protocol

from domain import ids
from domain.cases.state import CaseState
from domain.procedures import Procedures


class Reading(Protocol):
    """What is recorded."""

    async def state(self, case_id: str, /) -> CaseState | None:
        """Return a case's state as last recorded."""


async def is_capture_known(charge_id: str, reading: Reading, procedures: Procedures) -> bool:
    """Say whether a charge's case knows its capture, as its fee or as money that went back.

    Raises DomainError(EVENT_UNKNOWN) for a case that another release folded, PortUnavailable.
    """
    case_id = ids.case_of_charge(charge_id) or ""
    procedure = procedures.find(case_id)
    state = None if procedure is None else await reading.state(case_id)
    return procedure is not None and state is not None and procedure.has_capture(state, charge_id)
