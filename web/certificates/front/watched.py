"""Whether a page of a request is still as its script knows it: "paid" and "your turn" appear by themselves."""

import hashlib

from domain.certificates.state import RequestState
from domain.certificates.status import Status, neutral
from web.certificates.front.cases import Case
from web.certificates.payments import present_code


async def tag_of(case: Case, state: RequestState | None) -> str:
    """Return what changes when the page does: the neutral status and the code to pay, nothing that a hold would change."""
    parts = [neutral(state.status) if state else "", str(case.proof is not None)]
    if case.proof and state is not None and state.status is Status.AWAITING_PAYMENT:
        parts += map(str, await present_code(case.desk, case.about.order.case_id, state))
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]
