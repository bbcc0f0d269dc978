"""Officers at their browsers, signed in, before a small city."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import httpx2
import pytest
from fakes.desk import City
from fakes.desk_stories import STAFF
from fakes.office_sessions import ISSUER
from fastapi import FastAPI

from domain.office.sign_in import SignedIn
from web.front.visits import Visit
from web.office.page import cookie_name

Browser = httpx2.AsyncClient
SignIn = Callable[..., Awaitable[Browser]]


@pytest.fixture
async def officer(app: FastAPI, city: City) -> AsyncIterator[SignIn]:
    """Sign an officer of STAFF in by name, or whoever the city has by id, weakly if wanted, and return their browser."""
    async with AsyncExitStack() as opened:

        async def sign_in(who: str, *, strong: bool = True) -> Browser:
            transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
            accept = {"Accept": "text/html"}
            client = httpx2.AsyncClient(transport=transport, base_url="https://city.example", headers=accept)
            visit = Visit(f"{who:a<43}".replace("_", "-"))
            actor = STAFF.get(who) or city.people.actors[who]
            said = SignedIn(issuer=ISSUER, subject=actor.id, auth_time=city.now, strong=strong)
            await city.sessions.begin(visit.key, said, actor.id)
            client.cookies.set(cookie_name(secure=True), visit.token)
            return await opened.enter_async_context(client)

        yield sign_in
