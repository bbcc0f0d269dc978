"""The list of all openings of personal data, for auditors (ADR 15)."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from domain import ids
from domain.actors import ACTOR_ID
from domain.cases.access import Opening
from domain.day import Day
from web.bodies import StrictRoute
from web.desk import TheDesk
from web.staff import Auditor

router = APIRouter(prefix="/api/v1/staff", tags=["staff"], route_class=StrictRoute)


class OpeningList(BaseModel):
    """Openings, newest first."""

    model_config = ConfigDict(frozen=True)

    items: tuple[Opening, ...]


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
