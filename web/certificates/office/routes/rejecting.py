"""却下: the examiner proposes it, the approver decides it; both read first what its citizen will read."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Response

from domain.certificates.commands import ProposeRejection, Reject
from domain.certificates.rules import texts_of
from domain.certificates.state import RequestState
from domain.certificates.status import Proposal, RejectionReason, Status
from web.certificates.office.cases import OfficeCase, TheCase, require_role
from web.certificates.office.letters import letter
from web.front.forms import Fields
from web.front.mistakes import Mistakes
from web.office.acts import new_decision_id, read_act
from web.office.page import PREFIX

router = APIRouter(prefix=f"{PREFIX}/cases/{{case_id}}", include_in_schema=False)
Reasons = Annotated[list[RejectionReason] | None, Query(max_length=len(RejectionReason))]


@router.get("/propose-rejection")
async def show_proposal(case: TheCase, reason: Reasons = None, look: str = "") -> Response:
    """Ask for the reasons, and show the letter that they make."""
    require_role(case, ProposeRejection)
    return case.unless_shut(ProposeRejection) or _ask(case, "propose-rejection", tuple(reason or ()), looked=bool(look))


@router.post("/propose-rejection")
async def propose(case: TheCase) -> Response:
    """起案: to reject."""
    act = await read_act(case.page)
    require_role(case, ProposeRejection)
    return await case.decide(act, ProposeRejection(reasons=_chosen(act.fields)), "banner.rejection_proposed")


@router.get("/reject")
async def show_decision(case: TheCase, reason: Reasons = None, look: str = "") -> Response:
    """Show the letter that the examiner's reasons make, or ask for others."""
    require_role(case, Reject)
    reasons = tuple(reason or ()) or (() if look else case.state.examination.reasons)
    return case.unless_shut(Reject) or _ask(case, "reject", reasons, looked=bool(look))


@router.post("/reject")
async def decide(case: TheCase) -> Response:
    """却下; a case proposed for issue goes back to its examiner."""
    act = await read_act(case.page)
    require_role(case, Reject)
    for_issue = case.state.examination.proposal is Proposal.APPROVE
    banner = "banner.rejection_wanted" if for_issue else "banner.rejected"
    return await case.decide(act, Reject(reasons=_chosen(act.fields)), banner)


def _ask(case: OfficeCase, step: str, reasons: Sequence[RejectionReason], *, looked: bool) -> Response:
    texts = texts_of(case.page.policy, case.page.language)
    nothing = Mistakes({"reason": case.page.plain("rejecting.no_reason")}) if looked and not reasons else None
    return case.page.show(
        "certificates_office/reject.html",
        mistakes=nothing,
        case=case,
        state=case.state,
        step=step,
        decision_id=new_decision_id(),
        chosen=[each.value for each in reasons],
        options=[(each.value, texts.rejection_reason[each], each in reasons) for each in _possible(case)],
        letter=letter(case, reasons) if reasons else None,
        main=_main(case.state, step),
    )


def _possible(case: OfficeCase) -> Sequence[RejectionReason]:
    """Return the reasons to choose among: none but the neutral one where another would tell of a 支援措置."""
    at_hold = case.state.status is Status.HELD and case.state.identity.hold_has_finding
    if at_hold and (case.ways is None or case.ways.is_protected):
        return (RejectionReason.COUNTER_ONLY,)
    if case.state.identity.hold and case.state.status is Status.AWAITING_APPROVAL:
        return case.state.examination.reasons
    return tuple(RejectionReason)


def _main(state: RequestState, step: str) -> str:
    """Return the key of what the button says."""
    if step == "propose-rejection":
        return "act.propose_rejection"
    return "rejecting.want" if state.examination.proposal is Proposal.APPROVE else "rejecting.decide"


def _chosen(fields: Fields) -> tuple[RejectionReason, ...]:
    return tuple(each for each in RejectionReason if fields.has(f"reason-{each.value}"))
