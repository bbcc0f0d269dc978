"""A browser before the certificates' pages, and requests brought to any status by the rules."""

import re
from collections.abc import Callable

import httpx2
import pytest
from fakes.desk import City
from fakes.desk_stories import code, receipt_number
from fixtures.desk import Desk, desk_at, terms_of

from domain.certificates.status import Status

PAGE = {"Accept": "text/html"}


class Browser:
    """A person's browser: follows nothing by itself, keeps cookies, sends forms with the token of the page."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self._client = client
        self._token = ""

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        """Open a page."""
        return await self._client.get(path, headers={**PAGE, **headers})

    async def press(self, page: str, action: str | None = None, **fields: str) -> httpx2.Response:
        """Send the form of a page, to where it is sent or to `action`."""
        shown = await self.get(page)
        token = re.search(r'name="csrf" value="([0-9a-f]{64})"', shown.text)
        self._token = token[1] if token else self._token
        return await self._client.post(
            action or page, data={"csrf": self._token, **fields}, headers={**PAGE, "Origin": "https://city.example"}
        )

    async def open(self, number: int = 1, language: str = "ja") -> httpx2.Response:
        """Show the code of the `number`-th request."""
        return await self.press(f"/{language}/status", number=receipt_number(number), code=code(number))


@pytest.fixture
def browser(client: httpx2.AsyncClient) -> Browser:
    """A browser that has opened nothing yet."""
    return Browser(client)


@pytest.fixture
def stands(city: City) -> Callable[..., Desk]:
    """Return who brings the `number`-th request to a status, by the rules."""

    def bring(status: Status, number: int = 1, **terms: object) -> Desk:
        order = city.order(number)
        desk = desk_at(status, terms=terms_of(**terms))  # type: ignore[arg-type]
        city.events[order.case_id] = list(desk.events)
        return desk

    return bring
