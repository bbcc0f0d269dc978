"""An act on the ground of an old page: who did what meanwhile, before anything is decided."""

from fastapi import Request, Response

from web.office.acts import PageStale
from web.office.page import office_page, signed_in

_CONFLICT = 409


async def tell_stale(request: Request, error: Exception) -> Response:
    """Answer PageStale: say what happened since the page was shown, and lead back to the case as it stands."""
    assert isinstance(error, PageStale)  # noqa: S101 - Starlette's signature is wider than what it passes
    page = await signed_in(request, office_page(request))
    told = [await meanwhile(page, error.case_id, error.place) for meanwhile in page.office_set.meanwhile]
    rows = next((rows for rows in told if rows is not None), ())
    return page.show("office/stale.html", status=_CONFLICT, rows=rows, case_path=f"/cases/{error.case_id}")
