"""申請: submitting a signed form. The answer is the acknowledgement (到達)."""

from datetime import datetime

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict

from domain.portals.portal import Scope
from web.bodies import StrictRoute
from web.certificates.desk import TheDesk
from web.certificates.messages import SignedForm
from web.desk import TheSite
from web.idempotency import TheIdempotencyKey
from web.portals.caller import MaybePortal, require_scope
from web.problem_documents import refused

router = APIRouter(prefix="/api/v1/requests", tags=["citizen"], route_class=StrictRoute)


class Acknowledgement(BaseModel):
    """The request has reached the office.

    `receipt_number` and `status_url` show its status to whoever holds them; to pay, correct or withdraw, the confirmation
    code is needed too, which comes by mail. `case_number` is what to name when asking us; it opens nothing.
    """

    model_config = ConfigDict(frozen=True)

    case_id: str
    receipt_number: str
    case_number: str
    received_at: datetime
    status_url: str


@router.post("", status_code=202, responses=refused(401, 403, 429))
async def submit(
    body: SignedForm,
    key: TheIdempotencyKey,
    desk: TheDesk,
    site: TheSite,
    response: Response,
    portal: MaybePortal,
) -> Acknowledgement:
    """Acknowledge a signed form.

    It is stored before this answers, and proceeds by itself even when the engine is down. The same key and body get
    the same answer again (202, with `Idempotency-Replayed: true`); the same key with another body gets 409. What comes
    with a portal's key is that portal's request.
    """
    if portal is not None:
        require_scope(portal, Scope.SUBMIT)
    receipt = await desk.counter.submit(body.form, body.signature, key)
    if portal is not None:  # when this fails the portal sends the same again
        await desk.portals.adopt(portal.portal_id, receipt.case_id)
    status_url = f"{site.base_url}/api/v1/requests/{receipt.receipt_number}"
    response.headers["Location"] = status_url
    if receipt.repeated:
        response.headers["Idempotency-Replayed"] = "true"
    return Acknowledgement(
        case_id=receipt.case_id,
        receipt_number=receipt.receipt_number,
        case_number=receipt.case_number,
        received_at=receipt.received_at,
        status_url=status_url,
    )
