"""取下げ and 補正: what a citizen may do with a running request."""

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict

from domain import ids
from domain.certificates.status import Status, neutral
from domain.errors import DomainError, ErrorCode
from web.bodies import StrictRoute
from web.certificates.desk import CertificateDesk, TheDesk
from web.certificates.messages import SignedForm
from web.certificates.refusals import explained
from web.idempotency import TheIdempotencyKey
from web.problem_documents import refused
from web.receipts import TheCode, asked, no_officer, proven

router = APIRouter(
    prefix="/api/v1/requests", tags=["citizen"], route_class=StrictRoute, dependencies=[Depends(no_officer)]
)


class Standing(BaseModel):
    """Where the request stands after it."""

    model_config = ConfigDict(frozen=True)

    receipt_number: str
    status: Status


@router.post("/{receipt_number}/withdrawal", responses=refused(409))
async def withdraw(receipt_number: str, desk: TheDesk, request: Request, code: TheCode) -> Standing:
    """Withdraw a request; a second withdrawal is the first. No body; it needs the code from the mail."""
    whose = await proven(desk, request, receipt_number, code)
    try:
        status = Status((await desk.counter.withdraw(whose)).status)
    except DomainError as error:
        status = await _withdrawn_before(desk, whose.case_id, error)
    return Standing(receipt_number=str(ids.normalise_receipt_number(receipt_number)), status=neutral(status))


async def _withdrawn_before(desk: CertificateDesk, case_id: str, error: DomainError) -> Status:
    told = await explained(desk, case_id, error)
    closed = isinstance(told, DomainError) and told.code is ErrorCode.REQUEST_CLOSED
    state = await desk.reading.state(case_id) if closed else None
    if state is not None and state.status is Status.WITHDRAWN:
        return state.status
    raise told from error


@router.post("/{receipt_number}/correction")
async def correct(
    receipt_number: str, body: SignedForm, key: TheIdempotencyKey, desk: TheDesk, request: Request, code: TheCode
) -> Standing:
    """Send the corrected form of a returned request; only the fields remarked upon may differ.

    It is signed like the first one, over a new statement and with the same card. The code from the mail is needed where
    another card signs, and where nothing that was signed changes and the first signature is sent again.
    """
    whose = await proven(desk, request, receipt_number, code) if code else (await asked(desk, receipt_number)).order
    try:
        receipt = await desk.counter.correct(whose, body.form, body.signature, key)
    except DomainError as error:
        raise await explained(desk, whose.case_id, error) from error
    return Standing(
        receipt_number=str(ids.normalise_receipt_number(receipt_number)), status=neutral(Status(receipt.status))
    )
