"""The contract of card apps, kept by the adapter before the sandbox's service, and by the one in memory."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from contracts.card_app import CardAppContract, Signer
from contracts.card_app_town import HANAKO, Town, open_town
from fakes.card_app import ISSUER, FakeCardApp, answer_to

from domain.errors import PortUnavailable
from domain.identity.card_app import Trip


class _AtTheSandbox(Signer):
    def __init__(self, town: Town) -> None:
        self.app = town.app
        self._town = town

    async def signs(self, trip: Trip) -> Mapping[str, str]:
        return await self._town.phone.sign(trip.url, *HANAKO)

    async def cancels(self, trip: Trip) -> Mapping[str, str]:
        return await self._town.phone.leave(await self._town.phone.open(trip.url))

    def silence(self) -> None:
        self._town.line.drop_next = True


class _InMemory(Signer):
    def __init__(self) -> None:
        self.app: FakeCardApp = FakeCardApp(lambda: datetime.now(UTC))

    async def signs(self, trip: Trip) -> Mapping[str, str]:
        return answer_to(trip)

    async def cancels(self, trip: Trip) -> Mapping[str, str]:
        return {"error": "access_denied", "state": trip.state, "iss": ISSUER}

    def silence(self) -> None:
        for call in ("begin", "finish"):
            self.app.faults.refuse(call, PortUnavailable("card_app"))


@pytest.fixture(params=["sandbox", "memory"])
async def signer(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Signer]:
    if request.param == "memory":
        yield _InMemory()
        return
    async with open_town(tmp_path) as town:
        yield _AtTheSandbox(town)


class TestCardApp(CardAppContract):
    """Run for both."""
