"""Bearer tokens (RFC 6750) at the doors of the sandbox's systems, and how those systems say no."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Header, HTTPException


def refusal(status: int, code: str) -> HTTPException:
    """Return the sandbox systems' one shape of refusal: `{"detail": {"code": …}}`, no personal data."""
    return HTTPException(status, detail={"code": code})


def bearer(token: str) -> Callable[[str], Awaitable[None]]:
    """Return a FastAPI dependency that answers 401 unless the request carries `token`."""
    expected = f"Bearer {token}".encode()

    async def check(authorization: Annotated[str, Header()] = "") -> None:
        if not hmac.compare_digest(authorization.encode(), expected):
            raise HTTPException(401, detail={"code": "unauthorized"}, headers={"WWW-Authenticate": "Bearer"})

    return check
