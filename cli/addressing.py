"""How people name a request on the command line: officers and auditors by case number or request id.

The citizen's receipt number is understood by `madoguchi request` alone, the citizen's own command.
"""

from typing import Any, Protocol

from adapters.postgres.store import Store
from domain import ids
from domain.cases.procedure import Procedure
from domain.cases.submission import StartOrder
from domain.errors import DomainError, ErrorCode


class HasStore(Protocol):
    """Whoever looks something up: a caller, or what is kept alone."""

    @property
    def store(self) -> Store:
        """Everything kept in Postgres."""


async def named(opened: HasStore, written: str, of: Procedure[Any, Any] | None = None) -> StartOrder:
    """Return the case of a case number or id, of this procedure if one is given. Raises DomainError(REQUEST_UNKNOWN)."""
    number = ids.normalise_case_number(written)
    order = await opened.store.intake.numbered(number) if number else None
    if order is None and ids.is_case_id(written):
        order = await opened.store.intake.get(written)
    if order is None or not (of is None or of.has(order.case_id)):
        raise DomainError(ErrorCode.REQUEST_UNKNOWN)
    return order


async def named_by_citizen(opened: HasStore, written: str, of: Procedure[Any, Any]) -> StartOrder:
    """Return the case of a receipt number too. Raises DomainError(REQUEST_UNKNOWN)."""
    number = ids.normalise_receipt_number(written)
    order = await opened.store.intake.find(number) if number else None
    if order is None or not of.has(order.case_id):
        return await named(opened, written, of)
    return order
