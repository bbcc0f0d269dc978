"""What happened to a request, for the portal it came through: where it stood, one status after the other."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from domain.certificates.procedure import CERTIFICATES
from domain.certificates.state import RequestState
from domain.certificates.status import Status, neutral
from web.bodies import StrictRoute
from web.certificates.desk import TheDesk
from web.portals.caller import Reader, require_own
from web.receipts import asked

router = APIRouter(prefix="/api/v1/requests", tags=["portals"], route_class=StrictRoute)


class StandingSince(BaseModel):
    """A status, since when (UTC), and the number of the event that brought it."""

    model_config = ConfigDict(frozen=True)

    status: Status
    at: datetime
    place: int


class RequestEvents(BaseModel):
    """Where a request stood, oldest first. Empty: it was acknowledged and has not begun."""

    model_config = ConfigDict(frozen=True)

    case_id: str
    case_number: str
    items: tuple[StandingSince, ...]


@router.get("/{receipt_number}/events")
async def show_events(receipt_number: str, desk: TheDesk, portal: Reader) -> RequestEvents:
    """Return the statuses of a request that came through you."""
    about = await asked(desk, receipt_number)
    await require_own(desk, portal, about.order.case_id)
    state: RequestState | None = None
    found = list[StandingSince]()
    for event in await desk.reading.events(about.order.case_id):
        state = CERTIFICATES.evolve(state, event)
        status = neutral(state.status)
        if not found or found[-1].status is not status:
            found.append(StandingSince(status=status, at=event.at, place=state.place))
    return RequestEvents(case_id=about.order.case_id, case_number=about.order.case_number, items=tuple(found))
