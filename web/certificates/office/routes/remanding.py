"""差戻し: the approver says why, from a list, and writes what the examiner should do. The text stands in the vault alone."""

from fastapi import APIRouter, Response

from domain.certificates.commands import Remand
from domain.certificates.status import RemandReason
from domain.ids import decision_key
from web.certificates.office.cases import OfficeCase, TheCase, require_role
from web.front.forms import Fields
from web.front.mistakes import Mistakes
from web.office.acts import new_decision_id, read_act
from web.office.page import PREFIX

router = APIRouter(prefix=f"{PREFIX}/cases/{{case_id}}/remand", include_in_schema=False)
_LONGEST = 500


@router.get("")
async def show(case: TheCase) -> Response:
    """Ask why."""
    require_role(case, Remand)
    return case.unless_shut(Remand) or _ask(case, None)


@router.post("")
async def remand(case: TheCase) -> Response:
    """Send the case back to its examiner."""
    act = await read_act(case.page)
    require_role(case, Remand)
    mistakes = _mistakes(case, act.fields)
    if mistakes:
        return _ask(case, act.fields, mistakes)
    case.require_current(act)
    key = decision_key(case.page.actor.id, act.decision_id)
    note = await case.desk.files.keep_note(case.case_id, key, act.fields.get("note"))
    return await case.decide(act, Remand(reason=RemandReason(act.fields.get("reason")), note=note), "banner.remanded")


def _mistakes(case: OfficeCase, fields: Fields) -> Mistakes:
    wrong = dict[str, str]()
    if fields.get("reason") not in set(RemandReason):
        wrong["reason"] = case.page.plain("remanding.no_reason")
    if not 0 < len(fields.get("note")) <= _LONGEST:
        wrong["note"] = case.page.plain("remanding.no_note", most=_LONGEST)
    return Mistakes(wrong)


def _ask(case: OfficeCase, given: Fields | None, mistakes: Mistakes | None = None) -> Response:
    return case.page.show(
        "certificates_office/remand.html",
        mistakes=mistakes,
        case=case,
        state=case.state,
        decision_id=given.get("decision_id") if given else new_decision_id(),
        reasons=[(each.value, case.desk.words.code(each), None) for each in RemandReason],
        reason=given.get("reason") if given else "",
        note=given.get("note") if given else "",
        most=_LONGEST,
    )
