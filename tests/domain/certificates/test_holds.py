"""要確認: two people, one of the closed desk, each after opening the finding; and a way out of every hold (ADR 5)."""

from itertools import product

import pytest
from fixtures.desk import (
    APPROVER,
    CLOSED_DESK,
    EVERYTHING,
    EXAMINER,
    OTHER_EXAMINER,
    REMARK,
    RESIDENT,
    Desk,
)

from domain.actors import APPLICANT, Actor, Role
from domain.certificates import commands as c
from domain.certificates.holds import WaysOut, ways_out
from domain.certificates.identity_events import Held, HoldReleased, ReleaseProposed
from domain.certificates.status import HoldStage, RejectionReason, Status
from domain.errors import DomainError, ErrorCode
from domain.identity.residents import RegistryFinding, ResidencyStatus
from domain.identity.seals import SealStanding

COUNTER_ONLY = (RejectionReason.COUNTER_ONLY,)
DIFFERS = (RejectionReason.REGISTRY_DIFFERS,)
OTHER_CLOSED_DESK = Actor(id="closed-2", roles=(Role.CLOSED_DESK,))
BOTH_ROLES = Actor(id="officer-8", roles=(Role.EXAMINER, Role.CLOSED_DESK))


def held(stage: HoldStage, ways: WaysOut | None) -> Desk:
    """Return a request held at the register's first or second answer; None: it gave none."""
    if stage is HoldStage.BEFORE_ISSUE:
        return Desk().approve().hold_before_issue(ways)
    return Desk().clear(clear=False, ways=ways, applicant=RESIDENT if ways else None)


def refusal(desk: Desk, command: c.Command, actor: Actor) -> ErrorCode:
    before = list(desk.events)
    with pytest.raises(DomainError) as refused:
        desk.decide(command, actor)
    assert desk.events == before
    return refused.value.code


STAGES = [HoldStage.ELIGIBILITY, HoldStage.BEFORE_ISSUE]
AFTER = {HoldStage.ELIGIBILITY: Status.AWAITING_PAYMENT, HoldStage.BEFORE_ISSUE: Status.ISSUING}


@pytest.mark.parametrize("stage", STAGES)
def test_one_alone_releases_nothing(stage: HoldStage) -> None:
    """Not the examiner, not the closed desk, not somebody who holds both roles, not twice."""
    for alone in (EXAMINER, CLOSED_DESK, BOTH_ROLES):
        desk = held(stage, WaysOut.ANY).open_finding(alone)
        desk.decide(c.ReleaseHold(), alone)
        assert desk.status is Status.HELD
        assert refusal(desk, c.ReleaseHold(), alone) is ErrorCode.FOUR_EYES


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(
    "pair",
    [
        (EXAMINER, CLOSED_DESK),
        (CLOSED_DESK, EXAMINER),
        (CLOSED_DESK, OTHER_CLOSED_DESK),
        (BOTH_ROLES, EXAMINER),
        (EXAMINER, BOTH_ROLES),
    ],
)
def test_two_release_when_one_is_of_the_closed_desk(stage: HoldStage, pair: tuple[Actor, Actor]) -> None:
    """In either order, and what they did stands in the ledger by name and role."""
    desk = held(stage, WaysOut.CLOSED_DESK)
    proposed, released = desk.release(*pair)
    assert (desk.status, desk.state.identity.hold) == (AFTER[stage], None)
    assert isinstance(proposed, ReleaseProposed)
    assert isinstance(released, HoldReleased)
    assert (proposed.by, released.by) == (pair[0].id, pair[1].id)
    assert Role.CLOSED_DESK in {proposed.role, released.role}


def test_two_examiners_do_not_release() -> None:
    """The second must be of the closed desk when the first was not."""
    desk = held(HoldStage.ELIGIBILITY, WaysOut.ANY).open_finding(EXAMINER, OTHER_EXAMINER, CLOSED_DESK)
    desk.decide(c.ReleaseHold(), EXAMINER)
    assert refusal(desk, c.ReleaseHold(), OTHER_EXAMINER) is ErrorCode.ROLE_MISSING
    assert desk.decide(c.ReleaseHold(), CLOSED_DESK)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(
    "command",
    [c.ReleaseHold(), c.ProposeRejection(reasons=COUNTER_ONLY), c.ReturnToApplicant(remarks=(REMARK,))],
    ids=lambda each: each.action,
)
def test_nobody_decides_on_a_finding_they_have_not_opened(stage: HoldStage, command: c.Command) -> None:
    """Also not when a colleague has: and so no refusal tells them what the finding says."""
    refusals = set()
    for ways in WaysOut:
        desk = held(stage, ways).open_finding(CLOSED_DESK, OTHER_EXAMINER)
        refusals.add(refusal(desk, command, EXAMINER))
    assert refusals == {ErrorCode.FINDING_NOT_OPENED}


def test_openings_and_a_release_of_the_first_hold_do_not_count_for_the_second() -> None:
    """Held before issue, the finding is another: opened again, released again by two."""
    desk = held(HoldStage.ELIGIBILITY, WaysOut.CLOSED_DESK)
    desk.release(EXAMINER, CLOSED_DESK)
    desk.pay().decide(c.ProposeApproval(), EXAMINER)
    desk.decide(c.Approve(), APPROVER)
    desk.hold_before_issue(WaysOut.CLOSED_DESK)
    for each in (EXAMINER, CLOSED_DESK):
        assert refusal(desk, c.ReleaseHold(), each) is ErrorCode.FINDING_NOT_OPENED
    desk.release(EXAMINER, CLOSED_DESK)
    assert desk.status is Status.ISSUING


def test_a_half_release_falls_with_its_hold() -> None:
    """The first of two, then a correction: the next hold begins with nobody."""
    desk = held(HoldStage.ELIGIBILITY, WaysOut.ANY).open_finding(EXAMINER, CLOSED_DESK)
    desk.decide(c.ReleaseHold(), EXAMINER)
    desk.decide(c.ReturnToApplicant(remarks=(REMARK,)), EXAMINER)
    desk.decide(c.Correct(revision=2, resigned=True), APPLICANT)
    desk.clear(clear=False)
    assert refusal(desk, c.ReleaseHold(), CLOSED_DESK) is ErrorCode.FINDING_NOT_OPENED


def test_who_opened_the_finding_does_not_approve() -> None:
    """The approver sees that a hold was released, not why; opening alone is enough to know."""
    desk = held(HoldStage.ELIGIBILITY, WaysOut.ANY).open_finding(EVERYTHING)
    desk.release(EXAMINER, CLOSED_DESK)
    desk.pay().decide(c.ProposeApproval(), EXAMINER)
    assert refusal(desk, c.Approve(), EVERYTHING) is ErrorCode.FOUR_EYES
    assert desk.decide(c.Approve(), APPROVER)


@pytest.mark.parametrize("actor", [EXAMINER, CLOSED_DESK])
def test_nobody_opens_or_releases_their_own(actor: Actor) -> None:
    """The applicant among the officers, known by the keyed hash of the resident."""
    desk = held(HoldStage.ELIGIBILITY, WaysOut.ANY)
    myself = actor.model_copy(update={"person": RESIDENT})
    for command in (c.OpenFinding(), c.ReleaseHold()):
        assert refusal(desk, command, myself) is ErrorCode.OWN_REQUEST


def test_opening_twice_is_one_fact_of_the_case() -> None:
    """A case does not grow by looking; the access ledger has every opening."""
    desk = held(HoldStage.ELIGIBILITY, WaysOut.ANY).open_finding(EXAMINER)
    assert desk.decide(c.OpenFinding(), EXAMINER) == ()


def test_the_ledger_tells_the_same_of_every_finding() -> None:
    """支援措置, a difference, a death: the same event, and the same after a refused decision."""
    told = set()
    for ways in WaysOut:
        desk = held(HoldStage.ELIGIBILITY, ways).open_finding(EXAMINER, CLOSED_DESK)
        told.add(tuple(event.model_dump_json() for event in desk.events))
    assert len(told) == 1


R = ResidencyStatus


@pytest.mark.parametrize(
    ("status", "named", "suppressed", "ways"),
    [
        (R.RESIDENT, True, True, WaysOut.CLOSED_DESK),
        (R.DIFFERS, True, True, WaysOut.CLOSED_DESK),
        (R.DIFFERS, True, False, WaysOut.ANY),
        (R.DIFFERS, False, False, WaysOut.NO_RELEASE),
        (R.DIFFERS, False, True, WaysOut.COUNTER_ONLY),
        (R.MOVED_OUT, True, False, WaysOut.NO_RELEASE),
        (R.MOVED_OUT, True, True, WaysOut.COUNTER_ONLY),
        (R.DECEASED, True, False, WaysOut.NO_RELEASE),
        (R.DECEASED, True, True, WaysOut.COUNTER_ONLY),
        (R.DECEASED, False, True, WaysOut.COUNTER_ONLY),
        (R.NOT_FOUND, False, False, WaysOut.NO_RELEASE),
        (R.NOT_FOUND, False, True, WaysOut.COUNTER_ONLY),
    ],
)
def test_which_ways_a_finding_leaves(status: R, named: bool, suppressed: bool, ways: WaysOut) -> None:
    """Deceased and moved have no release; 支援措置 of anybody who may be meant leaves the closed desk or the counter."""
    finding = RegistryFinding(status=status, resident_id="r-1" if named else None, suppressed=suppressed)
    assert ways_out(finding) is ways


@pytest.mark.parametrize(
    ("seal", "free", "protected"),
    [
        (SealStanding.NOT_REGISTERED, WaysOut.NO_RELEASE, WaysOut.COUNTER_ONLY),
        (SealStanding.SUSPENDED, WaysOut.NO_RELEASE, WaysOut.COUNTER_ONLY),
        (SealStanding.NAME_DIFFERS, WaysOut.ANY, WaysOut.CLOSED_DESK),
        (SealStanding.UNCLEAR, WaysOut.ANY, WaysOut.CLOSED_DESK),
    ],
)
def test_nobody_releases_a_seal_that_is_not_in_force(seal: SealStanding, free: WaysOut, protected: WaysOut) -> None:
    """Not registered or stopped: nothing to certify, whoever agrees; a question two people may answer."""
    finding = RegistryFinding(status=R.RESIDENT, resident_id="r-1", seal=seal)
    assert ways_out(finding) is free
    assert ways_out(finding.model_copy(update={"suppressed": True})) is protected


OPEN: dict[WaysOut, set[str]] = {
    WaysOut.ANY: {"release_hold", "differs", "counter_only", "return_to_applicant"},
    WaysOut.NO_RELEASE: {"differs", "counter_only", "return_to_applicant"},
    WaysOut.CLOSED_DESK: {"release_hold", "counter_only"},
    WaysOut.COUNTER_ONLY: {"counter_only"},
}
INFORMED: dict[str, c.HumanCommand] = {
    "release_hold": c.ReleaseHold(),
    "differs": c.ProposeRejection(reasons=DIFFERS),
    "both grounds": c.ProposeRejection(reasons=(*COUNTER_ONLY, *DIFFERS)),
    "counter_only": c.ProposeRejection(reasons=COUNTER_ONLY),
    "return_to_applicant": c.ReturnToApplicant(remarks=(REMARK,)),
}
OPEN[WaysOut.ANY].add("both grounds")
OPEN[WaysOut.NO_RELEASE].add("both grounds")


@pytest.mark.parametrize(("stage", "ways", "action"), list(product(STAGES, WaysOut, INFORMED)))
def test_each_way_that_is_open_leads_on_and_no_other_is_taken(stage: HoldStage, ways: WaysOut, action: str) -> None:
    """From every hold: what the finding leaves open ends the hold, whatever else is refused without a trace."""
    desk = held(stage, ways).open_finding(EXAMINER, CLOSED_DESK)
    if action not in OPEN[ways]:
        assert refusal(desk, INFORMED[action], EXAMINER) is ErrorCode.HOLD_WAY_CLOSED
        return
    desk.decide(INFORMED[action], EXAMINER)
    if action == "release_hold":
        desk.decide(c.ReleaseHold(), CLOSED_DESK)
    elif action != "return_to_applicant":
        desk.decide(c.Reject(), APPROVER if stage is HoldStage.ELIGIBILITY else EVERYTHING)
    assert desk.status in {AFTER[stage], Status.RETURNED, Status.REJECTED}


@pytest.mark.parametrize(("stage", "ways"), list(product(STAGES, [*WaysOut, None])))
def test_no_hold_is_without_a_way_out(stage: HoldStage, ways: WaysOut | None) -> None:
    """Whatever the finding, and with none: somebody of the office can end it, and the citizen can always withdraw."""
    desk = held(stage, ways)
    if ways:
        desk.open_finding(EXAMINER)
    desk.decide(c.ProposeRejection(reasons=COUNTER_ONLY), EXAMINER)
    desk.decide(c.Reject(), APPROVER)
    assert desk.status is Status.REJECTED
    withdrawn = held(stage, ways)
    withdrawn.decide(c.Withdraw(), APPLICANT)
    assert withdrawn.status is Status.WITHDRAWN


@pytest.mark.parametrize("officer", [OTHER_EXAMINER, CLOSED_DESK])
@pytest.mark.parametrize("stage", [*STAGES, HoldStage.IDENTITY])
def test_a_check_without_an_answer_is_made_again_and_cannot_be_released(stage: HoldStage, officer: Actor) -> None:
    """Register or revocation list silent, press broken: nothing to open, nothing to release; a machine checks again."""
    if stage is HoldStage.IDENTITY:
        desk = Desk()
        desk.record(Held, stage=HoldStage.IDENTITY)
    else:
        desk = held(stage, None)
    for command in (c.OpenFinding(), c.ReleaseHold()):
        assert refusal(desk, command, officer) is ErrorCode.NOT_ALLOWED_NOW
    desk.decide(c.CheckAgain(), officer)
    assert desk.status is (Status.ISSUING if stage is HoldStage.BEFORE_ISSUE else Status.VERIFYING)
    assert not desk.state.identity.cleared_for_issue
    assert desk.state.identity.hold is None


def test_a_hold_with_a_finding_is_not_checked_away() -> None:
    """What was found stands: asking again is no release by one."""
    for stage in STAGES:
        assert refusal(held(stage, WaysOut.ANY), c.CheckAgain(), CLOSED_DESK) is ErrorCode.NOT_ALLOWED_NOW


def test_a_press_that_failed_after_a_release_is_checked_again_from_the_beginning() -> None:
    """A measure may have begun since: what was released does not stay released, and the register is looked at anew."""
    desk = held(HoldStage.BEFORE_ISSUE, WaysOut.ANY)
    desk.release(EXAMINER, CLOSED_DESK)
    assert (desk.state.identity.cleared_for_issue, desk.state.identity.looks) == (True, 1)
    desk.hold_before_issue(None)
    desk.decide(c.CheckAgain(), EXAMINER)
    assert not desk.state.identity.cleared_for_issue
    desk.hold_before_issue(WaysOut.CLOSED_DESK)
    assert (desk.status, desk.state.identity.looks) == (Status.HELD, 2)


def test_the_case_s_approver_has_no_part_in_its_hold() -> None:
    """Nor opens, releases, checks again, or proposes what only an opener may propose."""
    approver = Actor(id=APPROVER.id, roles=(Role.EXAMINER, Role.CLOSED_DESK, Role.APPROVER))
    desk = held(HoldStage.BEFORE_ISSUE, WaysOut.ANY)
    for command in (c.OpenFinding(), c.ReleaseHold()):
        assert refusal(desk, command, approver) is ErrorCode.FOUR_EYES
    assert refusal(desk, c.ProposeRejection(reasons=DIFFERS), approver) is ErrorCode.FINDING_NOT_OPENED
    assert refusal(held(HoldStage.BEFORE_ISSUE, None), c.CheckAgain(), approver) is ErrorCode.FOUR_EYES


def test_the_approver_of_a_held_rejection_adds_no_ground_of_their_own() -> None:
    """Who has not seen the finding does not choose what the citizen is told: approve the ground, or remand."""
    desk = held(HoldStage.ELIGIBILITY, WaysOut.CLOSED_DESK).open_finding(EXAMINER)
    desk.decide(c.ProposeRejection(reasons=COUNTER_ONLY), EXAMINER)
    assert refusal(desk, c.Reject(reasons=DIFFERS), APPROVER) is ErrorCode.HOLD_WAY_CLOSED
    desk.decide(c.Remand(), APPROVER)
    assert desk.status is Status.HELD
    desk.decide(c.ProposeRejection(reasons=COUNTER_ONLY), EXAMINER)
    desk.decide(c.Reject(reasons=COUNTER_ONLY), APPROVER)
    assert desk.status is Status.REJECTED


def test_unknown_ways_are_closed_ways() -> None:
    """Rules that were told nothing of a finding let nothing out of it."""
    desk = held(HoldStage.ELIGIBILITY, WaysOut.ANY).open_finding(EXAMINER)
    desk.ways = None
    assert refusal(desk, c.ReleaseHold(), EXAMINER) is ErrorCode.HOLD_WAY_CLOSED
