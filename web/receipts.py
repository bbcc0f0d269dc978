"""Finding a case by what a caller wrote, and who comes with it."""

from typing import Annotated, NamedTuple

from fastapi import Depends, Header, Request

from domain import ids
from domain.actors import APPLICANT
from domain.cases.citizen import Proven
from domain.cases.submission import StartOrder
from domain.errors import DomainError, ErrorCode
from domain.portals.portal import Scope
from web.desk import Desk, TheDesk
from web.portals.caller import MaybePortal, require_own, require_scope, shows_key
from web.staff import signed_in

_ABOUT_CODE = "The code of eight letters from our first mail; case, hyphens and blanks do not matter."


class Asked(NamedTuple):
    """A request as its citizen names it: the number in its one spelling, and what stands behind it."""

    receipt_number: str
    order: StartOrder


async def asked(desk: Desk, written: str) -> Asked:
    """Return the request of a receipt number in any reasonable spelling. Raises DomainError(REQUEST_UNKNOWN)."""
    number = ids.normalise_receipt_number(written)
    order = None if number is None else await desk.receipts.find(number)
    if number is None or order is None or not desk.serves(order.case_id):
        raise DomainError(ErrorCode.REQUEST_UNKNOWN)
    return Asked(number, order)


async def no_officer(request: Request, desk: TheDesk) -> None:
    """Refuse an officer's token where citizens act. Raises DomainError(ROLE_MISSING), HttpRefusal(UNAUTHENTICATED).

    Who comes with a token comes as the officer it belongs to, and no officer acts for a citizen.
    """
    if "authorization" in request.headers and not shows_key(request):
        await signed_in(request, desk)
        raise DomainError(ErrorCode.ROLE_MISSING)


async def only_own(receipt_number: str, desk: TheDesk, portal: MaybePortal) -> None:
    """Show a portal its own requests alone. Raises DomainError(REQUEST_UNKNOWN) for any other, HttpRefusal(SCOPE_MISSING)."""
    if portal is not None:
        require_scope(portal, Scope.READ)
        await require_own(desk, portal, (await asked(desk, receipt_number)).order.case_id)


def _code(
    code: Annotated[str | None, Header(alias="Confirmation-Code", max_length=64, description=_ABOUT_CODE)] = None,
) -> str | None:
    return code


TheCode = Annotated[str | None, Depends(_code)]


async def proven(desk: Desk, request: Request, receipt_number: str, code: str | None) -> Proven:
    """Return the request that number and code open, and note who came.

    Raises DomainError CODE_MISSING, CODE_REFUSED (whichever is wrong), TOO_MANY_TRIES, or REQUEST_UNKNOWN for a case that is
    none of this desk's.
    """
    if not code:
        raise DomainError(ErrorCode.CODE_MISSING)
    whose = await desk.citizen_keys.prove(receipt_number, code)
    if not desk.serves(whose.case_id):
        raise DomainError(ErrorCode.REQUEST_UNKNOWN)
    request.scope["madoguchi.actor"] = APPLICANT.id
    return whose


async def order_of_request(desk: Desk, written: str) -> StartOrder:
    """Return the request of a case number or request id. Raises DomainError(REQUEST_UNKNOWN)."""
    order = None
    if ids.is_case_id(written):
        order = await desk.receipts.get(written)
    elif number := ids.normalise_case_number(written):
        order = await desk.receipts.numbered(number)
    if order is None or not desk.serves(order.case_id):
        raise DomainError(ErrorCode.REQUEST_UNKNOWN)
    return order
