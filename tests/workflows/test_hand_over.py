"""割り振り in the engine: a hand-over is recorded like any decision, and the procedure waits on as it did."""

import pytest
from fixtures.procedure import APPROVER, EXAMINER, Procedure

from domain.actors import Actor, Role
from domain.certificates import commands as c
from domain.certificates.identity_events import EligibilityConfirmed
from domain.certificates.paper_events import CertificateIssued
from domain.certificates.status import AssignReason
from domain.errors import DomainError, ErrorCode

pytestmark = pytest.mark.engine
SUPERVISOR = Actor(id="officer-yamada", roles=(Role.SUPERVISOR,))
OTHER = Actor(id="officer-tanaka", roles=(Role.EXAMINER,))


async def test_a_case_goes_to_another_examiner_and_on_to_its_certificate(procedure: Procedure) -> None:
    """Under examination and once more before the approver; the one of before cannot go on with it."""
    procedure.city.book.exempt("999001")
    await procedure.submit()
    await procedure.seen(EligibilityConfirmed)
    await procedure.decide(c.Take(), EXAMINER)
    procedure.signs_in(OTHER)
    await procedure.decide(c.Assign(officer=OTHER.id, reason=AssignReason.ABSENCE), SUPERVISOR)

    with pytest.raises(DomainError) as refused:
        await procedure.decide(c.ProposeApproval(), EXAMINER)
    assert refused.value.code is ErrorCode.TAKEN_BY_ANOTHER

    await procedure.decide(c.ProposeApproval(), OTHER)
    await procedure.decide(c.Assign(officer=None, reason=AssignReason.WORKLOAD), SUPERVISOR)
    await procedure.decide(c.Approve(), APPROVER)
    await procedure.seen(CertificateIssued)
    assert procedure.story.count("case_assigned") == 2


async def test_nobody_is_given_a_case_whom_the_office_does_not_vouch_for_as_an_examiner(procedure: Procedure) -> None:
    """The worker judges by the vouched roles, not by what the caller says."""
    procedure.city.book.exempt("999001")
    await procedure.submit()
    await procedure.seen(EligibilityConfirmed)
    procedure.signs_in(APPROVER)

    with pytest.raises(DomainError) as refused:
        await procedure.decide(c.Assign(officer=APPROVER.id, reason=AssignReason.WORKLOAD), SUPERVISOR)

    assert refused.value.code is ErrorCode.ASSIGNEE_UNFIT
