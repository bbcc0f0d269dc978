"""What is printed and posted: the only personal data officers get here, for the dispatcher, while there is a letter to send."""

from enum import StrEnum

import structlog
from fastapi import APIRouter, Response

from domain.certificates.documents import Document
from domain.errors import DomainError, ErrorCode
from domain.requests.authority import require
from domain.vault import VaultItem, VaultKind
from web.bodies import StrictRoute
from web.desk import TheDesk
from web.receipts import order_of_request
from web.staff import Dispatcher

router = APIRouter(prefix="/api/v1/staff/requests", tags=["staff"], route_class=StrictRoute)
_log = structlog.get_logger()


class Printed(StrEnum):
    """Documents of a request."""

    CERTIFICATE = "certificate"
    COVER_LETTER = "cover_letter"


_KIND = {Printed.CERTIFICATE: VaultKind.CERTIFICATE, Printed.COVER_LETTER: VaultKind.COVER_LETTER}


@router.get(
    "/{request_id}/documents/{document}",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}},
)
async def open_document(request_id: str, document: Printed, desk: TheDesk, actor: Dispatcher) -> Response:
    """Return a document to print (PDF), while you may confirm its dispatch. Each opening is logged."""
    await order_of_request(desk, request_id)
    state = await desk.reading.state(request_id)
    if state is None:
        raise DomainError(ErrorCode.VAULT_ITEM_MISSING)
    require(state, "confirm_dispatch", actor)
    item = VaultItem(kind=_KIND[document], revision=state.revision)
    printed = Document.model_validate_json(await desk.safe.get(request_id, item))
    _log.info("document_opened", request_id=request_id, document=document.value, actor=actor.id)
    name = f"{document.value}-{request_id}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(printed.content, media_type="application/pdf", headers=headers)
