"""Portals call with a key (RFC 6750). A call without one is a citizen's, as ever."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request

from domain.errors import DomainError, ErrorCode
from domain.portals.keys import digest_of, mode_of
from domain.portals.portal import Portal, Scope
from web.desk import Desk, TheDesk
from web.http_codes import HttpCode, HttpRefusal

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="madoguchi"'}
_BEGINS = "mdg_"


def shows_key(request: Request) -> bool:
    """Say whether a call comes with what looks like a portal's key."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and token.strip().startswith(_BEGINS)


async def portal_of(request: Request, desk: TheDesk) -> Portal | None:
    """Return which portal calls; None: none does.

    Raises HttpRefusal KEY_REFUSED (wrong, revoked), KEY_OF_OTHER_MODE, TOO_MANY_CALLS with Retry-After.
    """
    if not shows_key(request):
        return None
    key = request.headers["authorization"].partition(" ")[2].strip()
    mode = mode_of(key)
    if mode is None:
        raise HttpRefusal(HttpCode.KEY_REFUSED, headers=_CHALLENGE)
    if mode is not desk.portal_mode:
        raise HttpRefusal(HttpCode.KEY_OF_OTHER_MODE)
    portal = await desk.portals.holder(digest_of(key))
    if portal is None:
        raise HttpRefusal(HttpCode.KEY_REFUSED, headers=_CHALLENGE)
    request.scope["madoguchi.actor"] = f"portal:{portal.portal_id}"
    wait = await desk.portals.count_call(portal)
    if wait is not None:
        raise HttpRefusal(HttpCode.TOO_MANY_CALLS, headers={"Retry-After": str(wait)})
    return portal


MaybePortal = Annotated[Portal | None, Depends(portal_of)]


def portal_with(scope: Scope) -> Callable[[MaybePortal], Awaitable[Portal]]:
    """Return a dependency that lets in portals with a scope alone. It raises HttpRefusal KEY_REFUSED or SCOPE_MISSING."""

    async def check(portal: MaybePortal) -> Portal:
        if portal is None:
            raise HttpRefusal(HttpCode.KEY_REFUSED, headers=_CHALLENGE)
        require_scope(portal, scope)
        return portal

    return check


def require_scope(portal: Portal, scope: Scope) -> None:
    """Raise HttpRefusal(SCOPE_MISSING) unless a portal has a scope."""
    if scope not in portal.scopes:
        raise HttpRefusal(HttpCode.SCOPE_MISSING)


async def require_own(desk: Desk, portal: Portal, case_id: str) -> None:
    """Raise DomainError(REQUEST_UNKNOWN) for a request that did not come through a portal: others' are not there for it."""
    if not await desk.portals.owns(portal.portal_id, case_id):
        raise DomainError(ErrorCode.REQUEST_UNKNOWN)


Reader = Annotated[Portal, Depends(portal_with(Scope.READ))]
Subscriber = Annotated[Portal, Depends(portal_with(Scope.WEBHOOKS))]
