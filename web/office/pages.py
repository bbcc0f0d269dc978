"""What a procedure brings to the office's pages, and how those of all are set up."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from fastapi import APIRouter
from jinja2 import Environment

from domain.cases.queues import Queue
from domain.cases.row import CaseRow
from domain.municipality.texts import Language
from web.front.pages import PageSet, environment, template_folders, word_folders
from web.front.words import Catalogue, catalogue
from web.office.rules_in_words import RuleSection

if TYPE_CHECKING:
    from web.office.page import StaffPage

_FOLDER = Path(__file__).parent


class Told(Protocol):
    """One thing that happened, in words."""

    @property
    def when(self) -> str:
        """The instant."""

    @property
    def who(self) -> str:
        """Who acted."""

    @property
    def what(self) -> str:
        """What they did, a sentence."""


Meanwhile = Callable[["StaffPage", str, int], Awaitable[Sequence[Told] | None]]
"""Tells what happened to a case (its id) after its n-th event, as far as the page's officer may know; None: not its case."""


RulesInWords = Callable[["StaffPage"], Sequence[RuleSection]]
"""Tells what the municipality has decided for a procedure."""


def _no_rules(_page: "StaffPage") -> Sequence[RuleSection]:
    return ()


@dataclass(frozen=True)
class RowWords:
    """How a procedure's rows are read: what a case is about, and where it stands; also rows of a newer release.

    `field` is the field of its subject by which lists are filtered, `choices` its values with their words.
    """

    about: Callable[["StaffPage", CaseRow], str]
    status: Callable[["StaffPage", str], str]
    field: str
    choices: Callable[["StaffPage"], Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class OfficePages:
    """A procedure's pages for officers. `folder` holds its `templates/` and `words/`; `queues` in the order of the menu.

    No two procedures have a queue of one name: it stands in the address.
    """

    name: str
    routers: tuple[APIRouter, ...]
    folder: Path
    queues: tuple[Queue, ...]
    rows: RowWords
    meanwhile: Meanwhile
    rules: RulesInWords = _no_rules


@dataclass(frozen=True)
class OfficePageSet:
    """All that the office's pages are made of, ready at the start."""

    templates: Environment
    words: Catalogue
    queues: tuple[Queue, ...]
    rows: Mapping[str, RowWords]
    meanwhile: tuple[Meanwhile, ...] = ()
    leads_to: tuple[str, ...] = ()
    rules: tuple[RulesInWords, ...] = ()

    def as_page_set(self) -> PageSet:
        """Return it as any page needs it."""
        words: Mapping[Language, Catalogue] = {Language.JA: self.words}
        return PageSet(self.templates, words, tiles=(), begun=(), foot=(), leads_to=self.leads_to)


def set_up_office(pages: Iterable[OfficePages], leads_to: Iterable[str] = ()) -> OfficePageSet:
    """Return the office's pages of these procedures together with those that all share."""
    every = tuple(pages)
    folders = (_FOLDER, *(each.folder for each in every))
    templates = (*(each / "templates" for each in folders), *template_folders(()))
    words = (*word_folders(()), *(each / "words" for each in folders))
    queues = tuple(queue for each in every for queue in each.queues)
    told = tuple(each.meanwhile for each in every)
    rows = {each.name: each.rows for each in every}
    rules = tuple(each.rules for each in every)
    return OfficePageSet(environment(templates), _words(words), queues, rows, told, tuple(leads_to), rules)


@cache
def _words(folders: tuple[Path, ...]) -> Catalogue:
    return catalogue(folders, Language.JA)
