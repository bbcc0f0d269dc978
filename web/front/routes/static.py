"""Style, script and icon."""

from fastapi import APIRouter, Request, Response

from web.front.static_files import static_files
from web.http_codes import HttpCode, HttpRefusal

router = APIRouter(include_in_schema=False)
_A_YEAR = "public, max-age=31536000, immutable"


@router.get("/static/{version}/{name}")
async def give(version: str, name: str, request: Request) -> Response:
    """Return a file of the pages; another version than today's is none."""
    file = static_files().get(name)
    if file is None or file.version != version:
        raise HttpRefusal(HttpCode.NOT_FOUND)
    compressed = "gzip" in request.headers.get("accept-encoding", "")
    headers = {"Cache-Control": _A_YEAR, "Vary": "Accept-Encoding"} | (
        {"Content-Encoding": "gzip"} if compressed else {}
    )
    return Response(file.compressed if compressed else file.content, media_type=file.media_type, headers=headers)
