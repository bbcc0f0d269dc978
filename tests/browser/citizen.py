"""A citizen with a phone in hand, before the whole stack: reads the pages, presses, types, holds the card to the phone."""

import asyncio
import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from browser.window import Window
from fixtures.journey import Journey, Town

from embedded.demo.people import until
from sandbox.residents import holder

_NUMBER = re.compile(r"/r/([0-9A-Z-]{19})")
_SIX_DIGITS = re.compile(r"(?<!\d)(\d{6})(?!\d)")
_NEXT, _TO_PAY = "main form button.main", "main a.button.main[href*='/pay/']"


@dataclass
class Citizen:
    """One person in one browser. `pages`, `taps` and `typed` count what the way to the receipt takes (W3).

    `touch` presses by finger; without it, by keyboard alone.
    """

    window: Window
    town: Town
    language: str = "ja"
    touch: bool = True
    mail: str = ""
    pages: list[str] = field(default_factory=list)
    taps: int = 0
    typed: str = ""

    def __post_init__(self) -> None:
        self.mail = self.mail or f"c{secrets.token_hex(4)}@citizen.example"

    @property
    def page(self) -> Any:
        """The page in the browser."""
        return self.window.page

    @property
    def receipt(self) -> str:
        """The receipt number in the address."""
        found = _NUMBER.search(self.page.url)
        assert found, self.page.url
        return found[1]

    async def comes_to_check(self, kind: str = "resident_record_copy") -> None:
        """Fill in everything up to the page where it is looked over."""
        await self.goes(f"/procedures/{kind}")
        await self.presses()
        await self.presses()
        await self.types(mail=self.mail)
        await self.presses()
        await self.types(code=await self.code())
        await self.presses()

    async def applies(self, card: str = "card-1007") -> str:
        """Go all the way to the receipt, signing by the card app; return the receipt number."""
        await self.comes_to_check()
        await self.signs(card)
        return self.receipt

    async def signs(self, card: str, pin: str | None = None) -> None:
        """Go to the card app, hold the card to the phone and type its PIN, and come back."""
        await self.holds(card)
        resident = holder(card)
        assert resident is not None
        assert resident.card is not None
        await self.types(pin=pin or resident.card.pin)
        await self.presses("form[action$='/pin'] button")

    async def holds(self, card: str) -> None:
        """Go to the card app and hold a card to the phone."""
        await self.presses("form[action$='/sign'] button")
        await self.chooses("card", card)
        await self.presses("form[action$='/card'] button")

    async def goes(self, path: str) -> None:
        """Open a page in this language."""
        await self.window.go(f"/{self.language}{path}")
        self._sees()

    async def presses(self, selector: str = _NEXT) -> None:
        """Press a button or a link, and wait for where it leads."""
        self.taps += 1
        element = self.page.locator(selector).first
        async with self.page.expect_navigation():
            if self.touch:
                await element.click()
            else:
                await self._tabs_to(element)
                await self.page.keyboard.press("Enter")
        self._sees()

    async def types(self, **fields: str) -> None:
        """Type into fields."""
        for name, value in fields.items():
            self.typed += value if name != "pin" else ""
            element = self.page.locator(f"[name='{name}']")
            if self.touch:
                await element.fill(value)
            else:
                await self._tabs_to(element)
                await self.page.keyboard.press("Control+A")
                await self.page.keyboard.type(value)

    async def chooses(self, name: str, value: str) -> None:
        """Choose among radio buttons."""
        self.taps += 1
        element = self.page.locator(f"[name='{name}'][value='{value}']")
        if self.touch:
            await element.check()
            return
        await self._tabs_to(self.page.locator(f"[name='{name}']").first)
        await self.page.keyboard.press("Space")
        while not await element.is_checked():
            await self.page.keyboard.press("ArrowDown")

    async def code(self) -> str:
        """Wait for the mail with the six digits."""

        async def come() -> str | None:
            mails = await self.town.sandbox("GET", f"/mail/messages?to={self.mail}")
            found = (_SIX_DIGITS.search(mail["body"]) for mail in reversed(mails))
            return next((each[1] for each in found if each), None)

        return str(await until(come, "the mail with six digits"))

    async def pays(self) -> None:
        """Open the page of the fee, go to the provider, pay, and come back."""
        await self.sees_the_fee()
        await self.presses(_TO_PAY)
        await self.presses("form button")
        await self.presses("a")

    async def sees_the_fee(self) -> str:
        """Open the page of the fee as soon as there is one, with its code to pay; return where that leads."""
        await self.goes(f"/r/{self.receipt}")
        await self.waits_for("main a[href$='/pay']")
        await self.presses("main a[href$='/pay']")
        await self.waits_for(_TO_PAY)
        return str(await self.page.locator(_TO_PAY).get_attribute("href"))

    async def waits_for(self, selector: str) -> None:
        """Reload until something is on the page, as somebody without scripts does."""

        async def there() -> bool:
            if await self.page.locator(selector).count():
                return True
            await asyncio.sleep(0.1)
            await self.page.reload()
            return False

        await until(there, selector)

    async def reads(self) -> str:
        """Return the words of the page."""
        return str(await self.page.locator("main").inner_text())

    async def reaches(self, words: str) -> str:
        """Reload the status until it says this; return the page."""
        await self.goes(f"/r/{self.receipt}")

        async def said() -> str | None:
            text = await self.reads()
            if words in text:
                return text
            await asyncio.sleep(0.1)
            await self.page.reload()
            return None

        return str(await until(said, words))

    def journey(self) -> Journey:
        """Return this request as officers and post meet it."""
        journey = Journey(self.town)
        journey.receipt = journey.people.citizen.receipt = self.receipt
        return journey

    async def _tabs_to(self, element: Any) -> None:
        for _ in range(120):
            if await element.evaluate("each => each === document.activeElement"):
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError(f"never reached by keyboard: {element}")

    def _sees(self) -> None:
        at = self.page.url.split("?")[0]
        if at.startswith(self.window.address) and at not in self.pages[-1:]:
            self.pages.append(at)
