"""補正の求め: which fields, and what is wrong with each, from the list of phrases that the citizen reads."""

from fastapi import APIRouter, Response

from domain.certificates.commands import ReturnToApplicant
from domain.certificates.examination_events import Remark
from domain.certificates.rules import texts_of
from domain.certificates.status import CorrectableField, RemarkCode
from web.certificates.office.cases import OfficeCase, TheCase, require_role
from web.front.forms import Fields
from web.front.mistakes import Mistakes
from web.office.acts import new_decision_id, read_act
from web.office.page import PREFIX

router = APIRouter(prefix=f"{PREFIX}/cases/{{case_id}}/return", include_in_schema=False)
_NOTHING = ""


@router.get("")
async def show(case: TheCase) -> Response:
    """Ask what is to be corrected."""
    require_role(case, ReturnToApplicant)
    return case.unless_shut(ReturnToApplicant) or _ask(case, {})


@router.post("")
async def give_back(case: TheCase) -> Response:
    """Ask the citizen to correct."""
    act = await read_act(case.page)
    require_role(case, ReturnToApplicant)
    chosen = _chosen(act.fields)
    if not chosen:
        return _ask(case, chosen, Mistakes({_name(next(iter(CorrectableField))): case.page.plain("returning.nothing")}))
    remarks = tuple(Remark(field=field, code=code) for field, code in chosen.items())
    return await case.decide(act, ReturnToApplicant(remarks=remarks), "banner.returned")


def _ask(case: OfficeCase, chosen: dict[CorrectableField, RemarkCode], mistakes: Mistakes | None = None) -> Response:
    texts = texts_of(case.page.policy, case.page.language)
    return case.page.show(
        "certificates_office/return.html",
        mistakes=mistakes,
        case=case,
        state=case.state,
        decision_id=new_decision_id(),
        fields=[(_name(field), texts.field[field], chosen.get(field, _NOTHING)) for field in CorrectableField],
        phrases=[
            (_NOTHING, case.page.plain("returning.right")),
            *((code.value, texts.remark[code]) for code in RemarkCode),
        ],
    )


def _name(field: CorrectableField) -> str:
    """Return the name of a field's question: dots stand for other things in addresses of a page."""
    return field.value.replace(".", "-")


def _chosen(fields: Fields) -> dict[CorrectableField, RemarkCode]:
    """Return what is wrong with which field; what no page of ours offers counts as nothing."""
    codes = {code.value: code for code in RemarkCode}
    given = {field: codes.get(fields.get(_name(field))) for field in CorrectableField}
    return {field: code for field, code in given.items() if code is not None}
