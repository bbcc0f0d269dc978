"""The queue of cases."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Query

from domain import ids
from domain.actors import Actor, Role
from domain.certificates.listed import listing
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.status import ENDS, Status
from domain.certificates.transitions import ALLOWED
from web.bodies import StrictRoute
from web.certificates.case_view import Worklist
from web.certificates.desk import TheDesk
from web.staff import Reader

router = APIRouter(prefix="/api/v1/staff/requests", tags=["staff"], route_class=StrictRoute)
_log = structlog.get_logger()


@router.get("")
async def list_requests(
    desk: TheDesk,
    actor: Reader,
    status: Annotated[list[Status] | None, Query(max_length=len(Status))] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: Annotated[str | None, Query(pattern=ids.CASE_ID_PATTERN)] = None,
) -> Worklist:
    """Return cases, oldest submission first; without `status` those somebody in your roles can act on.

    `after` is the `next` of the page before. A case of a newer release than this one stands in the list of all procedures
    alone. What is for the closed desk alone, it alone is shown: a hold with a finding, until it has proposed its release.
    """
    wanted = frozenset(status) if status else _concerning(actor)
    closed_desk = Role.CLOSED_DESK in actor.roles
    rows = await desk.reading.worklist(wanted, limit, after, CERTIFICATES.name, with_secluded=closed_desk)
    found = listing(rows)
    for case_id in found.unreadable:
        _log.error("case_unreadable", case_id=case_id)
    return Worklist(items=found.requests, next=rows[-1].case_id if len(rows) == limit else None)


def _concerning(actor: Actor) -> frozenset[Status]:
    if Role.AUDITOR in actor.roles:
        return frozenset(Status)
    return frozenset(
        status
        for status, commands in ALLOWED.items()
        if status not in ENDS and any(each.is_for(actor.roles) for each in commands)
    )
