"""Where people begin: what they have begun, then what the city offers online, by occasion and by name."""

from collections.abc import Iterable, Iterator

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from domain.municipality.days_in_words import minute_in_words
from web.desk import TheDesk
from web.front.page import Page, ThePage
from web.front.pages import Tile
from web.front.paths import PREFIX
from web.languages import wanted_language

router = APIRouter(include_in_schema=False)
OCCASIONS = ("moving", "work", "house", "car", "pension", "inheritance")
"""Events of a life, in the order of the page; one that no service names is not shown."""


@router.get("/")
async def choose(request: Request) -> Response:
    """Lead to the start page in the language the browser prefers."""
    where = f"/{wanted_language(request).value}"
    return RedirectResponse(where, status_code=302, headers={"Vary": "Accept-Language"})


@router.get(PREFIX)
async def start(page: ThePage, desk: TheDesk) -> Response:
    """Show what this browser has begun, and what can be asked for."""
    tiles = [tile for offered in page.set.tiles for tile in offered(page.policy)]
    return page.show(
        "start.html", begun=await begun(page, desk), occasions=list(_by_occasion(tiles)), groups=_by_group(tiles)
    )


async def begun(page: Page, desk: TheDesk) -> list[tuple[Tile, str]]:
    """Return what this browser has begun and not sent, newest first, each with how long it is kept."""
    drafts = () if page.visit.fresh else await desk.drafts.open_ones(page.visit.key)
    places = ((next(filter(None, (find(draft) for find in page.set.begun)), None), draft) for draft in drafts)
    return [(tile, minute_in_words(draft.expires_at, page.language)) for tile, draft in places if tile]


def _by_occasion(tiles: Iterable[Tile]) -> Iterator[tuple[str, list[Tile]]]:
    every = tuple(tiles)
    for occasion in OCCASIONS:
        if found := [tile for tile in every if occasion in tile.occasions]:
            yield occasion, found


def _by_group(tiles: Iterable[Tile]) -> dict[str, list[Tile]]:
    groups = dict[str, list[Tile]]()
    for tile in tiles:
        groups.setdefault(tile.group, []).append(tile)
    return groups
