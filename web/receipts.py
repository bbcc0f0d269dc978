"""Finding a request by what a caller wrote: a receipt number in any reasonable spelling, or a request id."""

from domain import ids
from domain.errors import DomainError, ErrorCode
from domain.requests.submission import StartOrder
from web.desk import Desk


async def order_of_receipt(desk: Desk, written: str) -> StartOrder:
    """Return the request of a receipt number. Raises DomainError(REQUEST_UNKNOWN)."""
    number = ids.normalise_receipt_number(written)
    order = None if number is None else await desk.receipts.find(number)
    if order is None:
        raise DomainError(ErrorCode.REQUEST_UNKNOWN)
    return order


async def order_of_request(desk: Desk, request_id: str) -> StartOrder:
    """Return the request of a request id. Raises DomainError(REQUEST_UNKNOWN)."""
    order = await desk.receipts.get(request_id) if ids.is_request_id(request_id) else None
    if order is None:
        raise DomainError(ErrorCode.REQUEST_UNKNOWN)
    return order
