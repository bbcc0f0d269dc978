"""How people name a request on the command line: by receipt number or by request id."""

from typing import Protocol

from adapters.postgres.store import Store
from domain import ids
from domain.errors import DomainError, ErrorCode
from domain.requests.submission import StartOrder


class HasStore(Protocol):
    """Whoever looks something up: a caller, or what is kept alone."""

    @property
    def store(self) -> Store:
        """Everything kept in Postgres."""


async def named(opened: HasStore, written: str) -> StartOrder:
    """Return the request somebody named. Raises DomainError(REQUEST_UNKNOWN)."""
    receipt = ids.normalise_receipt_number(written)
    order = await opened.store.intake.find(receipt) if receipt else None
    if order is None and ids.is_request_id(written):
        order = await opened.store.intake.get(written)
    if order is None:
        raise DomainError(ErrorCode.REQUEST_UNKNOWN)
    return order
