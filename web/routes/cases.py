"""Cases of all procedures in one list; what a case is about, its procedure's own routes show."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from domain import ids
from domain.actors import Role
from domain.cases.row import CaseRow
from web.bodies import StrictRoute
from web.desk import TheDesk
from web.staff import Reader

router = APIRouter(prefix="/api/v1/staff/cases", tags=["staff"], route_class=StrictRoute)


class CaseList(BaseModel):
    """Cases, oldest submission first. `next` is what to give as `after` for those that follow; None at the end."""

    model_config = ConfigDict(frozen=True)

    items: tuple[CaseRow, ...]
    next: str | None


@router.get("")
async def list_cases(
    desk: TheDesk,
    actor: Reader,
    procedure: Annotated[list[str] | None, Query(max_length=20)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: Annotated[str | None, Query(pattern=ids.CASE_ID_PATTERN)] = None,
) -> CaseList:
    """Return the cases that have not ended, oldest submission first; of these procedures only, if any are named.

    A procedure that nobody here knows has none. What is for the closed desk alone, it alone is shown. `after` is the `next` of the page before.
    """
    closed_desk = Role.CLOSED_DESK in actor.roles
    found: list[CaseRow] = []
    for each in desk.procedures:
        if procedure is None or each.name in procedure:
            found += await desk.cases.worklist(each.going_on, limit, after, each.name, with_secluded=closed_desk)
    items = tuple(sorted(found, key=lambda row: (row.received_at, row.case_id))[:limit])
    return CaseList(items=items, next=items[-1].case_id if len(items) == limit else None)
