"""取下げ and 補正: what a citizen may do with a running request."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from domain.errors import DomainError, ErrorCode
from domain.requests.status import Status
from domain.requests.submission import StartOrder
from web.bodies import StrictRoute
from web.citizen_view import neutral
from web.desk import Desk, TheDesk
from web.messages import SignedForm, TheIdempotencyKey
from web.receipts import explained, order_of_receipt

router = APIRouter(prefix="/api/v1/requests", tags=["citizen"], route_class=StrictRoute)


class Standing(BaseModel):
    """Where the request stands after it."""

    model_config = ConfigDict(frozen=True)

    receipt_number: str
    status: Status


@router.post("/{receipt_number}/withdrawal")
async def withdraw(receipt_number: str, desk: TheDesk) -> Standing:
    """Withdraw a request; a second withdrawal is the first. No body."""
    order = await order_of_receipt(desk, receipt_number)
    try:
        status = (await desk.counter.withdraw(order.request_id)).status
    except DomainError as error:
        status = await _withdrawn_before(desk, order, error)
    return Standing(receipt_number=order.receipt_number, status=neutral(status))


async def _withdrawn_before(desk: Desk, order: StartOrder, error: DomainError) -> Status:
    told = await explained(desk, order.request_id, error)
    closed = isinstance(told, DomainError) and told.code is ErrorCode.REQUEST_CLOSED
    state = await desk.reading.state(order.request_id) if closed else None
    if state is not None and state.status is Status.WITHDRAWN:
        return state.status
    raise told from error


@router.post("/{receipt_number}/correction")
async def correct(receipt_number: str, body: SignedForm, key: TheIdempotencyKey, desk: TheDesk) -> Standing:
    """Send the corrected form of a returned request; only the fields remarked upon may differ.

    It is signed like the first one, over a new statement.
    """
    order = await order_of_receipt(desk, receipt_number)
    try:
        receipt = await desk.counter.correct(order, body.form, body.signature, key)
    except DomainError as error:
        raise await explained(desk, order.request_id, error) from error
    return Standing(receipt_number=order.receipt_number, status=neutral(receipt.status))
