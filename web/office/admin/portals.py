"""Portals and their keys, for admins: who may call, what was last used; a key is taken away here, and made by the command."""

from fastapi import APIRouter, Response

from domain.japan import to_the_minute
from web.desk import TheDesk
from web.http_codes import HttpCode, HttpRefusal
from web.office.page import PREFIX, Admin

router = APIRouter(prefix=f"{PREFIX}/admin/portals", include_in_schema=False)
_MOST_DIGITS = 18


@router.get("")
async def show(page: Admin, desk: TheDesk) -> Response:
    """List portals with their keys, never the keys themselves."""
    return page.show("office/admin/portals.html", portals=await desk.portals.listed(), at=to_the_minute)


@router.post("/revoke")
async def revoke(page: Admin, desk: TheDesk) -> Response:
    """Make a key good for nothing, from the next call on; pressed twice it is done once."""
    page.require_fresh()
    fields = await page.fields()
    key_id = fields.get("key_id")
    if not (key_id.isascii() and key_id.isdigit() and len(key_id) <= _MOST_DIGITS):
        raise HttpRefusal(HttpCode.CALL_MALFORMED)
    await desk.portals.revoke(fields.get("portal_id"), int(key_id))
    return page.go("/admin/portals", banner="banner.key_revoked")
