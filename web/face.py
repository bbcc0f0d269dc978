"""What one procedure shows over HTTP: its routes at each desk, what they work with, its part of the API's description."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from fastapi import APIRouter

from domain.municipality.policy import MunicipalityPolicy
from web.desk import Desk
from web.front.pages import Pages
from web.office.pages import OfficePages


class Offered(NamedTuple):
    """What a municipality offers of a procedure: kinds in the procedure's terms, forms as JSON Schemas by name."""

    kinds: tuple[dict[str, Any], ...]
    forms: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Face:
    """A procedure's face, mounted by `web/app.py`.

    `name` is the procedure's, `desk` what its routes find. In production a process serves one desk: who takes over the
    citizens' has no officer's word. `submissions` is the route that takes its forms, as a template; None: nobody submits
    anything. `describe` completes the schemas of the API's description. `catalogue` says what portals may ask for. `pages` are what citizens see in a browser,
    `office_pages` what officers see.
    """

    name: str
    desk: Desk
    citizens: tuple[APIRouter, ...]
    office: tuple[APIRouter, ...]
    describe: Callable[[dict[str, Any]], None]
    submissions: str | None = None
    pages: Pages | None = None
    catalogue: Callable[[MunicipalityPolicy], Offered | None] | None = None
    office_pages: OfficePages | None = None

    @property
    def cases(self) -> tuple[APIRouter, ...]:
        """The pages of its cases: they stand where those of all procedures do (`web/front/case_pages.py`)."""
        return self.pages.cases if self.pages else ()

    def routers(self, desks: Collection[str]) -> Iterator[APIRouter]:
        """Give the routes of these desks."""
        if "citizens" in desks:
            yield from self.citizens
            yield from self.pages.routers if self.pages else ()
        if "office" in desks:
            yield from self.office
            yield from self.office_pages.routers if self.office_pages else ()
