"""割り振り of one case, from its page: by a supervisor."""

from fastapi import APIRouter, Response

from domain.certificates.commands import Assign
from web.certificates.office.cases import OfficeCase, TheCase, require_role
from web.certificates.office.sharing import ANYBODY, REASON, TO, choices, colleagues, read_wanted
from web.front.mistakes import Mistakes
from web.office.acts import new_decision_id, read_act
from web.office.desk import Office, TheOffice
from web.office.page import PREFIX

router = APIRouter(prefix=f"{PREFIX}/cases/{{case_id}}/assign", include_in_schema=False)


@router.get("")
async def show(case: TheCase, office: TheOffice) -> Response:
    """Ask to whom the case goes, and why."""
    require_role(case, Assign)
    return case.unless_shut(Assign) or await _ask(case, office)


@router.post("")
async def assign(case: TheCase, office: TheOffice) -> Response:
    """Give the case to another examiner, or to whoever takes it."""
    act = await read_act(case.page)
    require_role(case, Assign)
    able = (await colleagues(case.page, case.desk, office)).able
    wanted = read_wanted(case.page, act.fields, able, None)
    if isinstance(wanted, Mistakes):
        return await _ask(case, office, wanted, act.fields.get(TO), act.fields.get(REASON))
    return await case.decide(act, Assign(officer=wanted.officer, reason=wanted.reason), "banner.assigned")


async def _ask(
    case: OfficeCase, office: Office, mistakes: Mistakes | None = None, to: str = "", reason: str = ""
) -> Response:
    found = await colleagues(case.page, case.desk, office)
    examiner = case.state.assignee
    return case.page.show(
        "lead/assign.html",
        mistakes=mistakes,
        case=case,
        state=case.state,
        decision_id=new_decision_id(),
        holder=found.officers.name(examiner, case.page.today) if examiner else "",
        away=examiner in found.absent,
        options=choices(case.page, case.desk, found.able, examiner or ANYBODY),
        to=to,
        reason=reason,
    )
