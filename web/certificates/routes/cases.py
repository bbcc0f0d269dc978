"""One case."""

from fastapi import APIRouter

from web.bodies import StrictRoute
from web.certificates.case_view import CaseView, acknowledged, case_view
from web.certificates.desk import TheDesk
from web.receipts import order_of_request
from web.staff import Reader

router = APIRouter(prefix="/api/v1/staff/requests", tags=["staff"], route_class=StrictRoute)


@router.get("/{case_id}")
async def show_case(case_id: str, desk: TheDesk, actor: Reader) -> CaseView:
    """Return a case with what you may do now and everything that happened. No personal data."""
    order = await order_of_request(desk, case_id)
    state = await desk.reading.state(order.case_id)
    if state is None:
        return acknowledged(order)
    ways = await desk.files.ways(order.case_id, state, actor)
    view = case_view(order, state, await desk.reading.events(order.case_id), actor, ways)
    row = await desk.reading.row(order.case_id)
    return view.model_copy(update={"twin": row and row.twin})
