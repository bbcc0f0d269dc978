"""One page in one state, and how a visitor gets there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from browser.visitor import Visitor

from domain.municipality.texts import Language
from web.front.paths import PREFIX

OK, MISTAKEN = 200, 422
Reach = Callable[[Visitor], Awaitable[None]]


@dataclass(frozen=True)
class Row:
    """`route` is the template the application knows it by, or in brackets why there is no page.

    `status` is what the page answers with; 422 tells mistakes. `at_once`: the page is one address that anybody may open, so its weight is measured.
    """

    route: str
    state: str
    reach: Reach
    status: int = 200
    at_once: bool = False

    @property
    def name(self) -> str:
        """Return how the report calls it."""
        return f"{self.route.replace(PREFIX, '')} {self.state}".strip()

    @property
    def languages(self) -> tuple[Language, ...]:
        """Return in which languages there is this page: the few without one in their address are Japanese."""
        return tuple(Language) if self.route.startswith((PREFIX, "(")) else (Language.JA,)


def opened(route: str, state: str = "", path: str | None = None, status: int = 200) -> Row:
    """Return the row of a page that is opened by its address; `path` is it without the language."""
    within = route.removeprefix(PREFIX) if path is None else path

    async def reach(visitor: Visitor) -> None:
        await visitor.go(within)

    async def reach_without_language(visitor: Visitor) -> None:
        await visitor.window.go(within)

    spoken = route.startswith((PREFIX, "("))
    return Row(route, state, reach if spoken else reach_without_language, status, at_once=status == OK)
