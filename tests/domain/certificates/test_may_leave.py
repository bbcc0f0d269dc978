"""Whether paper may leave the house: three conditions, all of them, in every combination."""

from itertools import product

import pytest
from fixtures.desk import desk_at, terms_of

from domain.certificates.state import RequestState
from domain.certificates.status import Status
from domain.certificates.transitions import may_leave

OWED, PAID, EXEMPT = "owed", "paid", "exempt"
NOBODY, SECOND, EXAMINER, PROPOSER, HANDLER = "nobody", "second person", "examiner", "proposer", "handler"
ROWS = list(product((True, False), (OWED, PAID, EXEMPT), (NOBODY, SECOND, EXAMINER, PROPOSER, HANDLER)))


@pytest.mark.parametrize(("verified", "money", "approver"), ROWS)
def test_paper_leaves_when_all_three_hold_and_only_then(verified: bool, money: str, approver: str):
    """The signature is the applicant's, nothing is owed, and somebody who had no hand in the case approved it."""
    assert may_leave(case(verified=verified, money=money, approver=approver)) is (
        verified and money != OWED and approver == SECOND
    )


def case(*, verified: bool, money: str, approver: str) -> RequestState:
    """Return a printed case with these facts put in its place, one by one."""
    state = desk_at(Status.READY_TO_DISPATCH, terms_of(fee=0 if money == EXEMPT else 300)).state
    if money == OWED:
        state = state.model_copy(update={"money": type(state.money)()})
    approvers = {NOBODY: None, SECOND: "o-5", EXAMINER: "o-1", PROPOSER: "o-2", HANDLER: "o-3"}
    examination = state.examination.model_copy(
        update={
            "examiner": "o-1",
            "proposer": "o-2",
            "also_handled_by": ("o-3", "o-4"),
            "approver": approvers[approver],
        }
    )
    identity = state.identity.model_copy(update={"verified": verified})
    return state.model_copy(update={"examination": examination, "identity": identity})


@pytest.mark.parametrize(("fee", "leaves"), [(0, True), (1, False), (300, False)])
def test_one_yen_is_owed_as_three_hundred_are(fee: int, leaves: bool):
    """Nothing leaves while anything is owed."""
    state = desk_at(Status.READY_TO_DISPATCH, terms_of(fee=fee)).state
    unpaid = state.model_copy(update={"money": type(state.money)()})

    assert may_leave(unpaid) is leaves
