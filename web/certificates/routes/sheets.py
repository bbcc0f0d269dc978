"""Personal data of a case, opened on a ground (ADR 15)."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from domain.cases.access import AccessGround
from domain.certificates.sheet import Finding, Sheet
from domain.certificates.state import RequestState
from domain.errors import DomainError, ErrorCode
from web.bodies import StrictRoute
from web.certificates.desk import CertificateDesk, TheDesk
from web.certificates.refusals import explained
from web.problem_documents import refused
from web.receipts import order_of_request
from web.staff import CaseReader, HoldReader

router = APIRouter(prefix="/api/v1/staff/requests", tags=["staff"], route_class=StrictRoute)


class OpeningRequest(BaseModel):
    """On which ground you open it."""

    model_config = ConfigDict(extra="forbid")

    ground: AccessGround


@router.post("/{case_id}/sheet", responses=refused(409, 410))
async def open_sheet(case_id: str, body: OpeningRequest, desk: TheDesk, actor: CaseReader) -> Sheet:
    """Return form, card and register side by side. The opening is an entry of the ledger before you see anything."""
    case_id = (await order_of_request(desk, case_id)).case_id
    return await desk.files.sheet(case_id, await _state(desk, case_id), actor, body.ground)


@router.post("/{case_id}/finding", responses=refused(409, 410))
async def open_finding(case_id: str, body: OpeningRequest, desk: TheDesk, actor: HoldReader) -> Finding:
    """Return why a case is held, to decide on it: who opens it does not approve the case any more."""
    case_id = (await order_of_request(desk, case_id)).case_id
    try:
        return await desk.files.finding(case_id, await _state(desk, case_id), actor, body.ground)
    except DomainError as error:
        raise await explained(desk, case_id, error) from error


async def _state(desk: CertificateDesk, case_id: str) -> RequestState:
    state = await desk.reading.state(case_id)
    if state is None:
        raise DomainError(ErrorCode.VAULT_ITEM_MISSING)
    return state
