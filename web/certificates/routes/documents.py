"""What is printed and posted, for the dispatcher, while there is a letter to send."""

from enum import StrEnum

from fastapi import APIRouter, Response

from domain.cases.access import AccessGround
from domain.certificates.disclosure import Part
from domain.errors import DomainError, ErrorCode
from web.bodies import StrictRoute
from web.certificates.desk import TheDesk
from web.problem_documents import refused
from web.receipts import order_of_request
from web.staff import Dispatcher

router = APIRouter(prefix="/api/v1/staff/requests", tags=["staff"], route_class=StrictRoute)


class Printed(StrEnum):
    """Documents of a request."""

    CERTIFICATE = "certificate"
    COVER_LETTER = "cover_letter"


@router.get(
    "/{case_id}/documents/{document}",
    response_class=Response,
    responses={
        200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}},
        **refused(409, 410),
    },
)
async def open_document(
    case_id: str,
    document: Printed,
    desk: TheDesk,
    actor: Dispatcher,
    ground: AccessGround = AccessGround.DISPATCH,
) -> Response:
    """Return a document to print (PDF), while you may confirm its dispatch. Each opening is an entry of the ledger."""
    case_id = (await order_of_request(desk, case_id)).case_id
    state = await desk.reading.state(case_id)
    if state is None:
        raise DomainError(ErrorCode.VAULT_ITEM_MISSING)
    printed = await desk.files.document(case_id, state, actor, Part(document.value), ground)
    name = f"{document.value}-{case_id}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(printed.content, media_type="application/pdf", headers=headers)
