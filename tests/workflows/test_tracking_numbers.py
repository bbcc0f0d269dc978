"""A tracking number on two cases: refused while the dispatcher still holds the envelope."""

import asyncio

import pytest
from fixtures.procedure import DISPATCHER, EXAMINER, TRACKING, Procedure

from domain.certificates import commands as c
from domain.certificates.identity_events import EligibilityConfirmed
from domain.certificates.money_events import PaymentRequested
from domain.certificates.paper_events import CertificateIssued, HandedOver, HandOverRefused
from domain.errors import DomainError, ErrorCode, PortRejected, PortUnavailable

pytestmark = pytest.mark.engine
ANOTHER = "01a0c450-6c00-7426-82d1-9424780cd580"
CONFIRM = c.ConfirmDispatch(tracking_number=TRACKING[0])


@pytest.fixture
async def printed(procedure: Procedure) -> Procedure:
    """Give a case that waits for the dispatcher."""
    procedure.city.book.exempt("999001")
    await procedure.submit()
    await procedure.seen(EligibilityConfirmed)
    await procedure.approve()
    await procedure.seen(CertificateIssued)
    return procedure


async def test_a_number_on_another_case_is_refused_at_typing(printed: Procedure) -> None:
    """The refusal names that case; this one has not moved and takes another number."""
    await printed.city.numbers.claim(TRACKING[0], ANOTHER)
    for written in (TRACKING[0], "123-4567-8903", "１２３ ４５６７ ８９０３"):
        with pytest.raises(DomainError) as refused:
            await printed.decide(c.ConfirmDispatch(tracking_number=written), DISPATCHER)
        assert refused.value.code is ErrorCode.TRACKING_NUMBER_IN_USE
        assert refused.value.facts == {"case_id": ANOTHER}
    with pytest.raises(DomainError):
        await printed.requests.decide_later(printed.case_id, printed.decision(CONFIRM, DISPATCHER))
    assert "dispatch_confirmed" not in printed.story
    await printed.send(TRACKING[1])
    await printed.seen(HandedOver)


@pytest.mark.parametrize("actor", [EXAMINER, DISPATCHER])
async def test_a_refused_decision_takes_no_number(procedure: Procedure, actor) -> None:
    """Neither the one of somebody without the role nor one that comes too early."""
    await procedure.submit()
    await procedure.seen(PaymentRequested)
    with pytest.raises(DomainError):
        await procedure.decide(CONFIRM, actor)
    assert procedure.city.numbers.borne == {}
    await procedure.withdraw()
    await procedure.ended()


async def test_a_refused_repetition_leaves_the_number_where_it_is(printed: Procedure) -> None:
    """Two dispatchers type the same number on the same case: one is too late, the letter keeps its number."""
    answers = await asyncio.gather(*(printed.decide(CONFIRM, DISPATCHER) for _ in range(3)), return_exceptions=True)
    assert sum(isinstance(each, DomainError) for each in answers) == 2
    await printed.seen(HandedOver)
    assert printed.city.numbers.borne[TRACKING[0]][0] == printed.case_id
    assert len(printed.city.carrier.letters) == 1


async def test_a_number_the_post_refused_is_anybodys(printed: Procedure) -> None:
    """The case forgets it, and the case whose letter bears it may claim it."""
    printed.city.carrier.faults.refuse("hand_over", PortRejected("post", "tracking_number_in_use"))
    await printed.decide(CONFIRM, DISPATCHER)
    await printed.seen(HandOverRefused)
    state = await printed.state()
    assert (state.post.tracking_number, state.post.refusal) == (None, "tracking_number_in_use")
    assert await printed.city.numbers.claim(TRACKING[0], ANOTHER)


async def test_without_books_of_numbers_nothing_is_decided(printed: Procedure) -> None:
    """A database that is down is told; the same decision goes through afterwards."""
    printed.city.numbers.faults.refuse("claim", PortUnavailable("postgres"))
    with pytest.raises(PortUnavailable):
        await printed.decide(CONFIRM, DISPATCHER, "decision-99")
    assert "dispatch_confirmed" not in printed.story
    await printed.decide(CONFIRM, DISPATCHER, "decision-99")
    await printed.seen(HandedOver)
