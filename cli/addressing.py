"""How people name a request on the command line: by receipt number or by request id."""

from domain import ids
from domain.errors import DomainError, ErrorCode
from domain.requests.submission import StartOrder
from starter import Caller


async def named(caller: Caller, written: str) -> StartOrder:
    """Return the request somebody named. Raises DomainError(REQUEST_UNKNOWN)."""
    receipt = ids.normalise_receipt_number(written)
    order = await caller.store.intake.find(receipt) if receipt else None
    if order is None and ids.is_request_id(written):
        order = await caller.store.intake.get(written)
    if order is None:
        raise DomainError(ErrorCode.REQUEST_UNKNOWN)
    return order
