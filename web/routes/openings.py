"""Personal data of a case, opened on a ground; and the list of all openings, for auditors (ADR 15)."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from domain import ids
from domain.actors import ACTOR_ID
from domain.cases.access import AccessGround, Opening
from domain.certificates.application import Day
from domain.certificates.sheet import Finding, Sheet
from domain.certificates.state import RequestState
from domain.errors import DomainError, ErrorCode
from web.bodies import StrictRoute
from web.certificates.receipts import explained, order_of_request
from web.desk import Desk, TheDesk
from web.staff import Auditor, CaseReader, HoldReader

router = APIRouter(prefix="/api/v1/staff", tags=["staff"], route_class=StrictRoute)


class OpeningRequest(BaseModel):
    """On which ground you open it."""

    model_config = ConfigDict(extra="forbid")

    ground: AccessGround


class OpeningList(BaseModel):
    """Openings, newest first."""

    model_config = ConfigDict(frozen=True)

    items: tuple[Opening, ...]


@router.post("/requests/{case_id}/sheet")
async def open_sheet(case_id: str, body: OpeningRequest, desk: TheDesk, actor: CaseReader) -> Sheet:
    """Return form, card and register side by side. The opening is an entry of the ledger before you see anything."""
    case_id = (await order_of_request(desk, case_id)).case_id
    return await desk.files.sheet(case_id, await _state(desk, case_id), actor, body.ground)


@router.post("/requests/{case_id}/finding")
async def open_finding(case_id: str, body: OpeningRequest, desk: TheDesk, actor: HoldReader) -> Finding:
    """Return why a case is held, to decide on it: who opens it does not approve the case any more."""
    case_id = (await order_of_request(desk, case_id)).case_id
    try:
        return await desk.files.finding(case_id, await _state(desk, case_id), actor, body.ground)
    except DomainError as error:
        raise await explained(desk, case_id, error) from error


@router.get("/openings")
async def list_openings(
    desk: TheDesk,
    _actor: Auditor,
    officer: Annotated[str | None, Query(pattern=ACTOR_ID)] = None,
    case_id: Annotated[str | None, Query(pattern=ids.CASE_ID_PATTERN)] = None,
    day: Day | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> OpeningList:
    """Return who opened which part of which case, on which ground, when; `day` is a day of Japan."""
    found = await desk.openings.openings(officer=officer, case_id=case_id, day=day, limit=limit)
    return OpeningList(items=tuple(found))


async def _state(desk: Desk, case_id: str) -> RequestState:
    state = await desk.reading.state(case_id)
    if state is None:
        raise DomainError(ErrorCode.VAULT_ITEM_MISSING)
    return state
