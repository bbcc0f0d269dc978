"""Where people begin: what the city offers online, by occasion and by name."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from web.front.page import ThePage
from web.front.paths import PREFIX
from web.languages import wanted_language

router = APIRouter(include_in_schema=False)


@router.get("/")
async def choose(request: Request) -> Response:
    """Lead to the start page in the language the browser prefers."""
    where = f"/{wanted_language(request).value}"
    return RedirectResponse(where, status_code=302, headers={"Vary": "Accept-Language"})


@router.get(PREFIX)
async def start(page: ThePage) -> Response:
    """Show what can be asked for, and what this browser has begun."""
    policy = page.policy
    tiles = [tile for offered in page.set.tiles for tile in offered(policy, page.language)]
    return page.show("start.html", tiles=tiles)
