"""The switch for readings above kanji (ふりがな): a cookie that says nothing about a person."""

from datetime import timedelta

from fastapi import APIRouter, Response

from web.front.cookies import set_cookie
from web.front.page import READINGS, ThePage
from web.front.paths import PREFIX

router = APIRouter(include_in_schema=False)
_A_YEAR = timedelta(days=365)


@router.post(PREFIX + "/readings")
async def switch(page: ThePage) -> Response:
    """Show readings or hide them, and lead back to the page the switch was on."""
    fields = await page.fields()
    where = fields.get("to")
    response = page.go(where if where.startswith("/") else "")
    value = "off" if fields.get("show") == "off" else "on"
    set_cookie(response, READINGS, value, kept=_A_YEAR, secure=page.site.secure)
    return response
