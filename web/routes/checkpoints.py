"""Signed checkpoints of the ledger, for anybody to take away: who holds one can show later that the ledger was rewritten."""

import re

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse

from web.bodies import StrictRoute
from web.desk import TheDesk
from web.http_codes import HttpCode, HttpRefusal

_SIZE = re.compile(r"0|[1-9][0-9]{0,14}", re.ASCII)
router = APIRouter(prefix="/api/v1/checkpoints", tags=["citizen"], route_class=StrictRoute)


@router.get("/{size}", response_class=PlainTextResponse)
async def give(size: str, desk: TheDesk) -> Response:
    """Return the checkpoint of the ledger at a size, as it was signed (C2SP signed-note): what a receipt's code is verified against."""
    note = await desk.checkpoints.note(int(size)) if _SIZE.fullmatch(size) else None
    if note is None:
        raise HttpRefusal(HttpCode.NOT_FOUND)
    headers = {"Content-Disposition": f'inline; filename="checkpoint-{size}.txt"'}
    return PlainTextResponse(note, headers=headers)
