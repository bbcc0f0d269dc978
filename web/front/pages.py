"""What a procedure brings to the counter's pages, and how the pages of all are set up."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fastapi import APIRouter
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from domain.cases.drafting import Draft
from domain.municipality.policy import MunicipalityPolicy
from domain.municipality.texts import Language
from web.front import static_files
from web.front.words import Catalogue, catalogues

if TYPE_CHECKING:
    from web.front.page import Page

_FOLDER = Path(__file__).parent
_FOOT = ("help", "accessibility", "privacy", "feedback")
"""Pages linked below every page, whatever the procedures."""
_PERFORMANCE = "service-performance"


class Tile(NamedTuple):
    """One service on the start page: the address behind `/<language>`, and the keys of its words.

    `occasions` are the events of a life in which people need it (`start.occasion.<name>`); `group` is under which heading
    it stands among the services (`start.group.<name>`).
    """

    path: str
    title: str
    about: str
    occasions: tuple[str, ...] = ()
    group: str = "papers"


Tiles = Callable[[MunicipalityPolicy], tuple[Tile, ...]]
"""Says which services of a procedure a municipality offers."""

Begun = Callable[[Draft], Tile | None]
"""Says where a draft of a procedure goes on, and what it is for; None for another procedure's."""


Performance = Callable[["Page"], Awaitable[Markup]]
"""Tells on a page, in the reader's language, how the office has done with a procedure."""


def _nothing_begun(_draft: Draft) -> Tile | None:
    return None


@dataclass(frozen=True)
class Pages:
    """A procedure's pages for citizens. `folder` holds its `templates/` and `words/`, `cases` are the pages of its cases.

    `performance` tells how the office has done with it: its part of `/service-performance`.
    """

    routers: tuple[APIRouter, ...]
    folder: Path
    tiles: Tiles
    begun: Begun = _nothing_begun
    cases: tuple[APIRouter, ...] = ()
    performance: Performance | None = None


@dataclass(frozen=True)
class PageSet:
    """All that pages are made of, ready at the start. `leads_to`: origins a form may lead on to."""

    templates: Environment
    words: Mapping[Language, Catalogue]
    tiles: tuple[Tiles, ...]
    begun: tuple[Begun, ...]
    foot: tuple[str, ...]
    leads_to: tuple[str, ...] = ()
    performance: tuple[Performance, ...] = ()


def word_folders(pages: Iterable[Pages]) -> tuple[Path, ...]:
    """Return where the words of all pages stand."""
    return (_FOLDER / "words", *(each.folder / "words" for each in pages))


def template_folders(pages: Iterable[Pages]) -> tuple[Path, ...]:
    """Return where the templates of all pages stand."""
    return (_FOLDER / "templates", *(each.folder / "templates" for each in pages))


def set_up(pages: Iterable[Pages], leads_to: Iterable[str] = ()) -> PageSet:
    """Return the pages of these procedures together with those that all share."""
    every = tuple(pages)
    performance = tuple(each.performance for each in every if each.performance)
    return PageSet(
        environment(template_folders(every)),
        _words(word_folders(every)),
        tiles=tuple(each.tiles for each in every),
        begun=tuple(each.begun for each in every),
        foot=_FOOT if not performance else (*_FOOT, _PERFORMANCE),
        performance=performance,
        leads_to=tuple(leads_to),
    )


# Once in a process, however many applications there are in it: the tests make one for each test.
@cache
def environment(folders: tuple[Path, ...]) -> Environment:
    """Return the templates of these folders; of two of one name the first is meant."""
    templates = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    templates.globals["static"] = static_files.address
    return templates


@cache
def _words(folders: tuple[Path, ...]) -> Mapping[Language, Catalogue]:
    return catalogues(folders)
