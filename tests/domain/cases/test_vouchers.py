"""How old a vouched decision may be: ten minutes, and not a moment more."""

from datetime import timedelta

import pytest
from fixtures.desk import EXAMINER, REQUEST, desk_at

from domain.cases.vouchers import VALID_FOR, Voucher
from domain.certificates import commands as c
from domain.certificates.decide import decide
from domain.certificates.status import Status
from domain.errors import DomainError, ErrorCode

MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("age", "taken"), [(timedelta(0), True), (VALID_FOR, True), (VALID_FOR + MOMENT, False), (VALID_FOR * 100, False)]
)
def test_a_voucher_is_good_for_ten_minutes(age: timedelta, taken: bool) -> None:
    """A decision that somebody kept and sends later is refused; one that was on its way for long is not."""
    desk = desk_at(Status.UNDER_EXAMINATION)
    now = desk.now + timedelta(days=1)
    voucher = Voucher(key_id="office-1", at=now - age, signature="")
    decision = c.Decision(decision_id="decision-9", actor=EXAMINER, command=c.Take(), voucher=voucher)

    if taken:
        assert decide(REQUEST, desk.state, decision, now)
        return
    with pytest.raises(DomainError) as refused:
        decide(REQUEST, desk.state, decision, now)
    assert refused.value.code is ErrorCode.NOT_ALLOWED_NOW
