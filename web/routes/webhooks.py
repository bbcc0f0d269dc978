"""What machines outside tell us. Every notification is a hint: the procedure asks the system it came from.

The answer is the same whether or not we know what it is about. What is answered with 202 stands in the inbox, each thing
once (ADR 18); the worker looks into it. When the database does not answer it is 503, and the sender tells us again.
"""

from typing import Annotated

import structlog
from fastapi import APIRouter, Header, Request, Response

from domain import ids
from domain.errors import DomainError, ErrorCode
from domain.form_problems import FormProblem
from domain.postal.letters import PostalEventKind
from domain.problems import SubmissionRefused, problem
from domain.procedures import Procedures
from web import webhook_bodies
from web.bodies import read_body
from web.desk import TheDesk
from web.http_codes import HttpCode, HttpRefusal
from web.problem_documents import refused

router = APIRouter(prefix="/api/v1/webhooks", tags=["webhooks"])
_log = structlog.get_logger()
_ENDS_OF_A_JOURNEY = (PostalEventKind.DELIVERED, PostalEventKind.RETURNED)


@router.post(
    "/post", status_code=202, response_class=Response, openapi_extra=webhook_bodies.POST, responses=refused(401)
)
async def post(
    request: Request,
    desk: TheDesk,
    signature: Annotated[
        str,
        Header(
            alias="X-Post-Signature", description="`t=` seconds since 1970, `,sha256=` and the HMAC of `t.body` in hex"
        ),
    ] = "",
) -> Response:
    """Take the carrier's notification as a reason to ask where a letter is. Its signature is checked first."""
    body = await read_body(request)
    try:
        event = desk.read_post(body, signature)
    except DomainError as error:
        raise _as_refusal(error) from None
    if event.kind not in _ENDS_OF_A_JOURNEY:
        return Response(status_code=202)  # nothing the procedure waits for: each hint is an event in its history
    case_id = await desk.letters.bearer(event.tracking_number, event.at)
    kept = case_id is not None and await desk.inbox.scan_told(event.event_id, event.tracking_number, case_id)
    _log.info("postal_hint", kept=kept)
    return Response(status_code=202)


@router.post(
    "/{provider}",
    status_code=202,
    response_class=Response,
    openapi_extra=webhook_bodies.PROVIDER,
    responses=refused(401),
)
async def payment(provider: str, request: Request, desk: TheDesk) -> Response:
    """Take a notification of the payment provider as a reason to ask it: nothing in it is believed."""
    read = desk.charge_readers.get(provider)
    if read is None:
        raise HttpRefusal(HttpCode.NOT_FOUND)
    body = await read_body(request)
    try:
        charge_id = read(body, request.headers)
    except DomainError as error:
        raise _as_refusal(error) from None
    if charge_id is not None:
        kept = _is_ours(charge_id, desk.procedures) and await desk.inbox.charge_told(charge_id)
        _log.info("payment_hint", kept=kept)
    return Response(status_code=202)


def _is_ours(charge_id: str, procedures: Procedures) -> bool:
    """Say whether a charge is a payment's of a case of ours, by its form: whoever's else it is, we do not ask about it."""
    case_id = ids.case_of_charge(charge_id)
    return case_id is not None and procedures.find(case_id) is not None


def _as_refusal(error: DomainError) -> Exception:
    """Name the field that could not be read: the parsers say which of ours it is, never a name that was sent."""
    if error.code is ErrorCode.SIGNATURE_REFUSED:
        return HttpRefusal(HttpCode.WEBHOOK_REFUSED)
    if error.code is not ErrorCode.SUBMISSION_INVALID:
        return error
    return SubmissionRefused((problem(str(error.facts["field"]), FormProblem.WRONG_TYPE, hint=""),))
