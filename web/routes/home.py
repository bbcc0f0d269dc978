"""The plain page that says what runs and where. No script, no style: it works in anything."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from web.desk import TheSite
from web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/running", response_class=HTMLResponse)
async def home(site: TheSite) -> str:
    """List what runs and where."""
    return page("home.html", places=site.places)
