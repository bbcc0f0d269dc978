"""One page of the office in one state, who is before it, and how they get there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from browser.officer import Officer
from fakes.desk import City

OFFICE = "/office"
Prepare = Callable[[City], object]
Act = Callable[[Officer], Awaitable[None]]


def nothing(_city: City) -> None:
    """Leave the city empty."""


async def looks(_officer: Officer) -> None:
    """Do no more than look."""


@dataclass(frozen=True)
class DeskRow:
    """`route` is the template behind `/office`, `who` one of STAFF or empty for nobody, `path` the page that is opened.

    `prepare` brings the city to a state, `act` is what the officer does on the page; `status` is what is answered in the end.
    `intended`: a rule of axe that this page breaks because it is asked to; the row says why.
    """

    route: str
    state: str
    who: str
    path: str = ""
    prepare: Prepare = nothing
    act: Act = looks
    status: int = 200
    intended: str = ""

    @property
    def name(self) -> str:
        """Return how the report calls it."""
        return f"{self.route} {self.who} {self.state}".strip()

    async def reach(self, officer: Officer) -> None:
        """Bring the officer there."""
        self.prepare(officer.city)
        if self.who:
            await officer.signs_in(self.who)
        await officer.go(self.path or self.route)
        await self.act(officer)


def presses(selector: str = "main form button.main", **typed: str) -> Act:
    """Return how an officer fills in fields and presses a button."""

    async def act(officer: Officer) -> None:
        for name, value in typed.items():
            field = officer.window.page.locator(f"main [name='{name}']").first
            kind = await field.evaluate("e => e.tagName")
            await (field.select_option(value) if kind == "SELECT" else field.fill(value))
        await officer.window.press(selector)

    return act
