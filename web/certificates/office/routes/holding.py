"""要確認: the finding is opened, and then the hold is released by two, one of them of the closed desk, or leads elsewhere."""

from fastapi import APIRouter, Response

from domain.cases.access import AccessGround
from domain.certificates.commands import OpenFinding, ProposeRejection, ReleaseHold, ReturnToApplicant
from domain.certificates.sheet import Finding
from web.certificates.case_view import actions_of
from web.certificates.office.cases import TheCase, require_role
from web.certificates.office.steps import STEPS
from web.office.acts import new_decision_id, read_act
from web.office.page import PREFIX

router = APIRouter(prefix=f"{PREFIX}/cases/{{case_id}}/hold", include_in_schema=False)
_ELSEWHERE = (ReturnToApplicant, ProposeRejection)


@router.get("")
async def show(case: TheCase) -> Response:
    """Show the finding to who has opened it, and that is recorded; ask anybody else whether they want to."""
    require_role(case, OpenFinding)
    shut = case.unless_shut(OpenFinding)
    if shut is not None:
        return shut
    identity, actor = case.state.identity, case.page.actor
    finding: Finding | None = None
    if actor.id in identity.opened_by:
        finding = await case.desk.files.finding(case.case_id, case.state, actor, AccessGround.HOLD)
    may = actions_of(case.state, actor, case.ways)
    return case.page.show(
        "certificates_office/hold.html",
        case=case,
        state=case.state,
        decision_id=new_decision_id(),
        finding=finding,
        code=case.desk.words.code,
        release=ReleaseHold.verb() in may,
        is_second=identity.release_proposed_by is not None,
        is_first=identity.release_proposed_by == actor.id,
        proposed_by=identity.release_proposed_by
        and case.page.policy.officers.name(identity.release_proposed_by, case.page.today),
        others=[step for step in STEPS if step.command in _ELSEWHERE and step.verb in may],
    )


@router.post("/open")
async def open_finding(case: TheCase) -> Response:
    """Open the finding: whoever does does not approve the case any more."""
    act = await read_act(case.page)
    require_role(case, OpenFinding)
    return await case.decide(act, OpenFinding(ground=AccessGround.HOLD), "banner.finding_opened", leads_to="/hold")


@router.post("")
async def release(case: TheCase) -> Response:
    """Release, as the first of two or as the second."""
    act = await read_act(case.page)
    require_role(case, ReleaseHold)
    second = case.state.identity.release_proposed_by is not None
    return await case.decide(act, ReleaseHold(), "banner.hold_released" if second else "banner.release_proposed")
