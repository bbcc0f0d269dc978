"""Officers sign in with a bearer token each (RFC 6750). Tokens are kept as hashes and compared in constant time."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated

from fastapi import Depends, Request

from domain.actors import Actor, Role
from domain.errors import DomainError, ErrorCode
from web.desk import TheDesk
from web.http_codes import HttpCode, HttpRefusal

_SHORTEST = 16  # characters of a token: 96 bits in Base64
_OFFICE = (Role.EXAMINER, Role.APPROVER, Role.DISPATCHER, Role.CLOSED_DESK)
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="madoguchi"'}


class StaffTokens:
    """Tokens and whose they are. Raises ValueError for a token that is too short to be secret.

    `actor_of` tells of an officer's id who they are at this moment; None: nobody is.
    """

    def __init__(self, officers: Mapping[str, str], actor_of: Callable[[str], Awaitable[Actor | None]]) -> None:
        if any(len(token) < _SHORTEST for token in officers):
            raise ValueError(f"a staff token has fewer than {_SHORTEST} characters")
        self._officers = tuple((_digest(token), officer) for token, officer in officers.items())
        self._actor_of = actor_of

    async def actor_of(self, token: str) -> Actor | None:
        """Return who signs in with a token, in the roles of this moment. Every token is compared, found or not."""
        presented, found = _digest(token), None
        for digest, officer in self._officers:
            if hmac.compare_digest(digest, presented):
                found = officer
        return None if found is None else await self._actor_of(found)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


async def signed_in(request: Request, desk: TheDesk) -> Actor:
    """Return who asks. Raises HttpRefusal(UNAUTHENTICATED)."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    actor = await desk.staff.actor_of(token.strip()) if scheme.lower() == "bearer" else None
    if actor is None:
        raise HttpRefusal(HttpCode.UNAUTHENTICATED, headers=_CHALLENGE)
    request.scope["madoguchi.actor"] = actor.id
    return actor


def holding(*roles: Role) -> Callable[[Actor], Actor]:
    """Return a dependency that lets in whoever holds one of the roles. It raises DomainError(ROLE_MISSING)."""

    def check(actor: Annotated[Actor, Depends(signed_in)]) -> Actor:
        if not set(roles) & set(actor.roles):
            raise DomainError(ErrorCode.ROLE_MISSING)
        return actor

    return check


Reader = Annotated[Actor, Depends(holding(*_OFFICE, Role.AUDITOR))]
Decider = Annotated[Actor, Depends(holding(*_OFFICE))]
CaseReader = Annotated[Actor, Depends(holding(Role.EXAMINER, Role.APPROVER, Role.CLOSED_DESK))]
HoldReader = Annotated[Actor, Depends(holding(Role.EXAMINER, Role.CLOSED_DESK))]
Auditor = Annotated[Actor, Depends(holding(Role.AUDITOR))]
Dispatcher = Annotated[Actor, Depends(holding(Role.DISPATCHER))]
