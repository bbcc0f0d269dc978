"""The story of issue 12: a protected person's certificate, asked for by whoever holds the card, is not issued blind."""

import pytest
from fakes.access import FakeAccess
from fixtures.procedure import APPROVER, CLOSED_DESK, EXAMINER, Procedure

from counter.certificates.case_files import CaseFiles
from domain.actors import Actor, Role
from domain.cases.access import AccessGround
from domain.cases.event import DecisionRefused
from domain.certificates import commands as c
from domain.certificates.disclosure import Part
from domain.certificates.identity_events import Held
from domain.certificates.money_events import PaymentCaptured
from domain.certificates.sheet import Finding
from domain.certificates.status import HoldStage, RejectionReason, Status
from domain.certificates.vault import RequestItem
from domain.errors import DomainError, ErrorCode, PortUnavailable
from domain.identity.residents import ResidencyStatus

pytestmark = pytest.mark.engine
HOLD = AccessGround.HOLD
COUNTER_ONLY = (RejectionReason.COUNTER_ONLY,)
BOTH = Actor(id="officer-tanaka", roles=(Role.EXAMINER, Role.APPROVER))


@pytest.fixture
def access() -> FakeAccess:
    return FakeAccess()


@pytest.fixture
def files(procedure: Procedure, access: FakeAccess) -> CaseFiles:
    """The officers' way to personal data, over the procedure's own city."""
    numbers = iter(range(1000))
    return CaseFiles(
        procedure.city.vault, access, procedure.requests, procedure.city.clock, lambda _n: f"opening-{next(numbers):04}"
    )


async def refused(procedure: Procedure, command: c.HumanCommand, actor: Actor) -> ErrorCode:
    with pytest.raises(DomainError) as refusal:
        await procedure.decide(command, actor)
    return refusal.value.code


async def look(procedure: Procedure, files: CaseFiles, actor: Actor) -> None:
    assert (await opened(procedure, files, actor)).protected


async def opened(procedure: Procedure, files: CaseFiles, actor: Actor) -> Finding:
    procedure.signs_in(actor)
    return await files.finding(procedure.case_id, await procedure.state(), actor, HOLD)


async def test_one_examiner_and_an_approver_who_knows_nothing_issue_nothing(
    procedure: Procedure, files: CaseFiles, access: FakeAccess
) -> None:
    """Released by one: no. By two who looked: paid, approved, and held again, where one of the two alone is not enough."""
    procedure.city.registry.suppressed = True
    await procedure.submit()
    await procedure.seen(Held)
    assert await refused(procedure, c.ReleaseHold(), EXAMINER) is ErrorCode.FINDING_NOT_OPENED
    await look(procedure, files, EXAMINER)
    await procedure.decide(c.ReleaseHold(), EXAMINER)
    assert await refused(procedure, c.ReleaseHold(), EXAMINER) is ErrorCode.FOUR_EYES
    assert await refused(procedure, c.ReleaseHold(), CLOSED_DESK) is ErrorCode.FINDING_NOT_OPENED
    await look(procedure, files, CLOSED_DESK)
    await procedure.decide(c.ReleaseHold(), CLOSED_DESK)
    await procedure.pay()
    await procedure.seen(PaymentCaptured)
    await procedure.approve()

    held = await procedure.seen(Held, times=2)
    assert held.stage is HoldStage.BEFORE_ISSUE
    assert await refused(procedure, c.ReleaseHold(), EXAMINER) is ErrorCode.FINDING_NOT_OPENED
    await look(procedure, files, EXAMINER)
    await procedure.decide(c.ReleaseHold(), EXAMINER)
    assert await refused(procedure, c.ReleaseHold(), EXAMINER) is ErrorCode.FOUR_EYES
    assert await refused(procedure, c.OpenFinding(), BOTH.model_copy(update={"id": APPROVER.id})) is ErrorCode.FOUR_EYES
    assert (await procedure.state()).status is Status.HELD
    assert not [item for _, item in procedure.city.vault.items if item.kind is RequestItem.CERTIFICATE]
    assert "certificate_issued" not in procedure.story
    assert [(each.officer, each.part) for each in access.kept] == [
        (EXAMINER.id, Part.FINDING),
        (CLOSED_DESK.id, Part.FINDING),
        (EXAMINER.id, Part.FINDING),
    ]


async def test_the_way_online_is_a_rejection_that_says_nothing(procedure: Procedure, files: CaseFiles) -> None:
    """Neither a correction, which would say what differs, nor another ground; and nobody who looked decides it."""
    procedure.city.registry.suppressed = True
    await procedure.submit()
    await procedure.seen(Held)
    await look(procedure, files, EXAMINER)
    other = c.ProposeRejection(reasons=(RejectionReason.REGISTRY_DIFFERS,))
    assert await refused(procedure, other, EXAMINER) is ErrorCode.HOLD_WAY_CLOSED
    await procedure.decide(c.ProposeRejection(reasons=COUNTER_ONLY), EXAMINER)
    await procedure.decide(c.Reject(), APPROVER)
    assert (await procedure.ended()).status is Status.REJECTED


@pytest.mark.parametrize("status", [ResidencyStatus.DECEASED, ResidencyStatus.MOVED_OUT])
async def test_the_dead_and_the_moved_have_no_release(
    procedure: Procedure, files: CaseFiles, status: ResidencyStatus
) -> None:
    """Two who looked cannot let it go on; what the ledger keeps of a refusal sent as a signal tells nothing."""
    procedure.city.registry.status = status
    await procedure.submit()
    await procedure.seen(Held)
    for officer in (EXAMINER, CLOSED_DESK):
        await opened(procedure, files, officer)
        assert await refused(procedure, c.ReleaseHold(), officer) is ErrorCode.HOLD_WAY_CLOSED
    await procedure.requests.decide_later(procedure.case_id, procedure.decision(c.ReleaseHold(), EXAMINER))
    noted = await procedure.seen(DecisionRefused)
    assert noted.code == ErrorCode.NOT_ALLOWED_NOW
    await procedure.decide(c.ProposeRejection(reasons=(RejectionReason.NOT_RESIDENT,)), EXAMINER)
    await procedure.decide(c.Reject(), APPROVER)
    assert (await procedure.ended()).status is Status.REJECTED


async def test_an_opening_that_the_ledger_does_not_take_shows_nothing(
    procedure: Procedure, files: CaseFiles, access: FakeAccess
) -> None:
    """The case may know of it already; what was not recorded is not seen."""
    procedure.city.registry.suppressed = True
    await procedure.submit()
    await procedure.seen(Held)
    access.broken = True
    with pytest.raises(PortUnavailable):
        await look(procedure, files, CLOSED_DESK)
