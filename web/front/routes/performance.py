"""この窓口の実績: how the office has done, told by each procedure for itself."""

from fastapi import APIRouter, Response

from web.front.page import ThePage
from web.front.paths import PREFIX
from web.http_codes import HttpCode, HttpRefusal

router = APIRouter(prefix=PREFIX, include_in_schema=False)


@router.get("/service-performance")
async def show(page: ThePage) -> Response:
    """Show what they tell. Raises HttpRefusal NOT_FOUND where none tells anything."""
    if not page.set.performance:
        raise HttpRefusal(HttpCode.NOT_FOUND)
    return page.show("performance.html", parts=[await tell(page) for tell in page.set.performance])
