"""The switch for readings above kanji (ふりがな): a cookie that says nothing about a person."""

from fastapi import APIRouter, Response

from web.front.page import READINGS, ThePage
from web.front.paths import PREFIX

router = APIRouter(include_in_schema=False)
_A_YEAR = 365 * 86_400


@router.post(PREFIX + "/readings")
async def switch(page: ThePage) -> Response:
    """Show readings or hide them, and lead back to the page the switch was on."""
    fields = await page.fields()
    where = fields.get("to")
    response = page.go(where if where.startswith("/") else "")
    value = "off" if fields.get("show") == "off" else "on"
    response.set_cookie(
        READINGS, value, max_age=_A_YEAR, path="/", httponly=True, secure=page.site.secure, samesite="lax"
    )
    return response
