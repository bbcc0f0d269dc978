"""Signed checkpoints of the ledger, for anybody to take away: who holds one can show later that the ledger was rewritten."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from fastapi.responses import PlainTextResponse

from web.bodies import StrictRoute
from web.desk import TheDesk
from web.http_codes import HttpCode, HttpRefusal

router = APIRouter(prefix="/api/v1/checkpoints", tags=["citizen"], route_class=StrictRoute)


@router.get("/{size}", response_class=PlainTextResponse)
async def give(size: Annotated[int, Path(ge=0, le=2**47)], desk: TheDesk) -> Response:
    """Return the checkpoint of the ledger at a size, as it was signed (C2SP signed-note): what a receipt's code is verified against."""
    note = await desk.checkpoints.note(size)
    if note is None:
        raise HttpRefusal(HttpCode.NOT_FOUND)
    headers = {"Content-Disposition": f'inline; filename="checkpoint-{size}.txt"'}
    return PlainTextResponse(note, headers=headers)
