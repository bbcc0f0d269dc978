"""An officer before the whole stack: signs in at the sandbox's provider, works by keyboard alone."""

import asyncio
from dataclasses import dataclass
from typing import Any

from browser.window import Window
from fixtures.journey import Town

from embedded.demo.people import until

MAIN = "main form button.main"
_MOST_TABS = 120


@dataclass
class Clerk:
    """One officer in one browser."""

    window: Window
    town: Town

    @property
    def page(self) -> Any:
        """The page in the browser."""
        return self.window.page

    async def signs_in(self, officer: str) -> None:
        """Come to the office, pick who one is at the provider, and be back."""
        await self.page.goto(f"{self.town.office}/office")
        first = self.page.locator("[name='officer']")
        await self._tabs_to(first.first)
        await self.page.keyboard.press("Space")
        for _ in range(await first.count()):
            if await self.page.locator(f"[name='officer'][value='{officer}']").is_checked():
                break
            await self.page.keyboard.press("ArrowDown")
        await self.presses("form[action='/sign_in/auth'] button")

    async def opens(self, path: str) -> None:
        """Open a page of the office."""
        await self.page.goto(f"{self.town.office}/office{path}")

    async def presses(self, selector: str = MAIN) -> None:
        """Go to a button or link by the tab key and press it."""
        element = self.page.locator(selector).first
        await self._tabs_to(element)
        async with self.page.expect_navigation():
            await self.page.keyboard.press("Enter")

    async def types(self, name: str, value: str) -> None:
        """Type into a field and press Enter, as a scanner does."""
        await self._tabs_to(self.page.locator(f"main [name='{name}']").first)
        await self.page.keyboard.press("Control+A")
        await self.page.keyboard.type(value)
        async with self.page.expect_navigation():
            await self.page.keyboard.press("Enter")

    async def reads(self) -> str:
        """Return the words of the page."""
        return str(await self.page.locator("main").inner_text())

    async def waits_for(self, selector: str) -> None:
        """Reload until something is on the page."""

        async def there() -> bool:
            if await self.page.locator(selector).count():
                return True
            await asyncio.sleep(0.1)
            await self.page.reload()
            return False

        await until(there, selector)

    async def _tabs_to(self, element: Any) -> None:
        for _ in range(_MOST_TABS):
            if await element.evaluate("each => each === document.activeElement"):
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError(f"never reached by keyboard: {element}")
