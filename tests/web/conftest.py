"""The application before a small city, and a caller of it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from fakes.desk import City, application, desk_of
from fastapi import FastAPI

from adapters.policy.files import PolicyFiles
from web.app import Place, Site

MUNICIPALITIES = Path(__file__).parents[2] / "municipalities"


@pytest.fixture(scope="session")
def book() -> PolicyFiles:
    """The real policies of the fictional cities."""
    return PolicyFiles(MUNICIPALITIES)


@pytest.fixture
def city() -> City:
    """An empty city."""
    return City()


@pytest.fixture
def site() -> Site:
    """An installation that people reach by HTTPS."""
    return Site(base_url="https://city.example", places=(Place("エンジン", "127.0.0.1:7233", "<Temporal>"),))


@pytest.fixture
def app(city: City, book: PolicyFiles, site: Site) -> FastAPI:
    """The application before the city."""
    return application(desk_of(city, book), site)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    """A caller, by ASGI alone."""
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="https://city.example") as opened:
        yield opened


@pytest.fixture
def with_probes(city: City, book: PolicyFiles, site: Site):
    """Return a maker of applications with other probes."""

    def make(**probes) -> FastAPI:
        return application(desk_of(city, book), replace(site, **probes))

    return make
