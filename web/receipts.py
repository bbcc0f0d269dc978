"""Finding a request by what a caller wrote, and what it means when the engine does not know it."""

from domain import ids
from domain.errors import DomainError, ErrorCode, PortUnavailable
from domain.requests.submission import StartOrder
from web.desk import Desk


async def order_of_receipt(desk: Desk, written: str) -> StartOrder:
    """Return the request of a receipt number in any reasonable spelling. Raises DomainError(REQUEST_UNKNOWN)."""
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


async def explained(desk: Desk, request_id: str, error: DomainError) -> Exception:
    """Return what to tell when the engine refused something about a request.

    A request that only the engine does not know is early (acknowledged, not started yet: come back) or over (its
    history has been cleared away); it is never called unknown.
    """
    if error.code is not ErrorCode.REQUEST_UNKNOWN:
        return error
    state = await desk.reading.state(request_id)
    if state is not None and state.closed:
        return DomainError(ErrorCode.REQUEST_CLOSED)
    known = state is not None or await desk.receipts.get(request_id) is not None
    return PortUnavailable("temporal") if known else error
