"""Officers' decisions: asked and answered at once, or sent without waiting (`Prefer: respond-async`, RFC 7240)."""

from typing import Annotated

from fastapi import APIRouter, Header, Response
from pydantic import BaseModel, ConfigDict

from domain import ids
from domain.certificates.commands import Decision
from domain.certificates.status import Status
from domain.errors import DomainError, ErrorCode
from web.bodies import StrictRoute
from web.certificates.desk import TheDesk
from web.certificates.messages import DecisionRequest
from web.certificates.refusals import explained
from web.problem_documents import refused
from web.receipts import order_of_request
from web.staff import Decider

router = APIRouter(prefix="/api/v1/staff/requests", tags=["staff"], route_class=StrictRoute)


class DecisionAnswer(BaseModel):
    """What became of a decision. `status` and `place` are null when it was sent without waiting."""

    model_config = ConfigDict(frozen=True)

    case_id: str
    decision_id: str
    status: Status | None = None
    place: int | None = None


@router.post("/{case_id}/decisions", responses={202: {"model": DecisionAnswer, "description": "Sent"}, **refused(409)})
async def decide(
    case_id: str,
    body: DecisionRequest,
    desk: TheDesk,
    actor: Decider,
    response: Response,
    prefer: Annotated[str, Header(description="`respond-async`: do not wait for the answer")] = "",
) -> DecisionAnswer:
    """Take a decision in your own name.

    With `Prefer: respond-async` it is sent and answered by 202; one that cannot be taken is then recorded as refused.
    """
    if not body.command.is_for(actor.roles):
        raise DomainError(ErrorCode.ROLE_MISSING)
    if not (ids.is_case_id(case_id) and desk.serves(case_id)):  # a case number, or nothing
        case_id = (await order_of_request(desk, case_id)).case_id
    decision = Decision(decision_id=body.decision_id, actor=actor, command=body.command)
    try:
        if not _prefers_async(prefer):
            receipt = await desk.decisions.decide(case_id, decision)
            return DecisionAnswer(
                case_id=case_id, decision_id=receipt.decision_id, status=Status(receipt.status), place=receipt.place
            )
        await desk.decisions.decide_later(case_id, decision)
    except DomainError as error:
        raise await explained(desk, case_id, error) from error
    response.status_code = 202
    response.headers["Preference-Applied"] = "respond-async"
    return DecisionAnswer(case_id=case_id, decision_id=body.decision_id)


def _prefers_async(prefer: str) -> bool:
    return any(each.partition(";")[0].strip().lower() == "respond-async" for each in prefer.split(","))
