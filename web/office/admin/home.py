"""管理: where admins begin."""

from fastapi import APIRouter, Response

from web.office.desk import TheOffice
from web.office.page import PREFIX, Admin

router = APIRouter(prefix=f"{PREFIX}/admin", include_in_schema=False)


@router.get("")
async def home(page: Admin, office: TheOffice) -> Response:
    """Show what there is to administer, and how many changes wait for a second admin."""
    pending = (await office.changes.known()).changes.pending.values()
    waiting = sum(page.actor.id not in (each.by, each.row.officer) for each in pending)
    return page.show("office/admin/home.html", waiting=waiting)
