"""A page in a real browser, and everything the browser complained of."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import BrowserContext, ConsoleMessage, Page, Request, Response

PHONE = {"width": 390, "height": 844}
# Chromium says this of every answer that is no success, and of a page that is one by intent.
_STATUS = re.compile(r"Failed to load resource: the server responded with a status of \d+")


@dataclass
class Window:
    """One page. `complaints`: console, faults of scripts, broken policies, calls that failed; `document` the last answer."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    document: Response | None = None

    @classmethod
    async def open(cls, context: BrowserContext, address: str) -> "Window":
        """Open a page that remembers."""
        window = cls(await context.new_page(), address)
        window.page.on("console", window._said)
        window.page.on("pageerror", lambda error: window.complaints.append(f"script: {error}"))
        window.page.on("requestfailed", window._failed)
        window.page.on("request", window._asked)
        window.page.on("response", window._answered)
        return window

    async def go(self, path: str) -> Response:
        """Open an address of the counter."""
        answer = await self.page.goto(f"{self.address}{path}")
        assert answer is not None
        return answer

    async def press(self, selector: str = "main form button") -> None:
        """Press the first button that fits, and wait for the page it leads to."""
        async with self.page.expect_navigation():
            await self.page.locator(selector).first.click()

    async def fill(self, **fields: str) -> None:
        """Fill in fields by their names."""
        for name, value in fields.items():
            await self.page.locator(f"[name='{name}']").fill(value)

    async def choose(self, **choices: str) -> None:
        """Choose among radio buttons by their names and values."""
        for name, value in choices.items():
            await self.page.locator(f"[name='{name}'][value='{value}']").check()

    async def html(self) -> str:
        """Return the page as the server sent it."""
        assert self.document is not None
        return await self.document.text()

    async def weight(self) -> tuple[int, int, int]:
        """Return bytes on the wire (headers too), number of calls and bytes of scripts; what leads here counts as none."""
        sizes = [(request, await request.sizes()) for request in self.requests if request.redirected_to is None]
        wire = sum(size["responseBodySize"] + size["responseHeadersSize"] for _, size in sizes)
        scripts = sum(size["responseBodySize"] for request, size in sizes if request.resource_type == "script")
        return wire, len(sizes), scripts

    async def look(self, script: str, argument: Any = None) -> Any:
        """Ask the page something."""
        return await self.page.evaluate(script, argument)

    def _said(self, message: ConsoleMessage) -> None:
        if not _STATUS.match(message.text):
            self.complaints.append(f"{message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        """Note a call that failed; what was under way when we went away is none."""
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.failure} {request.url}")

    def _asked(self, request: Request) -> None:
        self.requests.append(request)

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request() and not 300 <= response.status < 400:
            self.document = response
        elif response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")
