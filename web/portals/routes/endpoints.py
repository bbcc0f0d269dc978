"""Where a portal is told of its requests, what was told, and telling it once more."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from domain.portals.keys import Mode
from domain.portals.portal import Portal
from domain.portals.webhooks import TEST, Delivery, secret_in_words, url_fault
from web.bodies import StrictRoute
from web.desk import Desk, TheDesk
from web.http_codes import HttpCode, HttpRefusal
from web.portals.caller import Subscriber
from web.problem_documents import refused

router = APIRouter(prefix="/api/v1/webhook-endpoints", tags=["portals"], route_class=StrictRoute)


class NewEndpoint(BaseModel):
    """An address that takes `POST` in the form of Standard Webhooks."""

    model_config = ConfigDict(extra="forbid")

    url: Annotated[str, Field(max_length=500)]


class EndpointView(BaseModel):
    """An endpoint; `secret` is shown when it is made, and never again."""

    model_config = ConfigDict(frozen=True)

    endpoint_id: str
    url: str
    made_at: datetime
    secret: str | None = None


class EndpointList(BaseModel):
    """A portal's endpoints, oldest first."""

    model_config = ConfigDict(frozen=True)

    items: tuple[EndpointView, ...]


class DeliveryList(BaseModel):
    """Deliveries, newest first; kept as long as the endpoint."""

    model_config = ConfigDict(frozen=True)

    items: tuple[Delivery, ...]


class Told(BaseModel):
    """A message on its way."""

    model_config = ConfigDict(frozen=True)

    message_id: str


@router.post("", status_code=201, responses=refused(409))
async def add_endpoint(body: NewEndpoint, desk: TheDesk, portal: Subscriber) -> EndpointView:
    """Add an address. Its messages are signed with the `secret` in the answer."""
    if url_fault(body.url, inside=desk.portal_mode is Mode.TEST) is not None:
        raise HttpRefusal(HttpCode.ENDPOINT_UNFIT)
    made = await desk.webhooks.add(portal.portal_id, body.url)
    if made is None:
        raise HttpRefusal(HttpCode.TOO_MANY_ENDPOINTS)
    secret = secret_in_words(desk.webhooks.secret(made.endpoint_id))
    return EndpointView(endpoint_id=made.endpoint_id, url=made.url, made_at=made.made_at, secret=secret)


@router.get("")
async def list_endpoints(desk: TheDesk, portal: Subscriber) -> EndpointList:
    """Return your endpoints."""
    found = await desk.webhooks.of(portal.portal_id)
    shown = (EndpointView(endpoint_id=each.endpoint_id, url=each.url, made_at=each.made_at) for each in found)
    return EndpointList(items=tuple(shown))


@router.delete("/{endpoint_id}", status_code=204, response_class=Response)
async def remove_endpoint(endpoint_id: str, desk: TheDesk, portal: Subscriber) -> Response:
    """Remove an endpoint, and what waits to be sent to it."""
    if not await desk.webhooks.remove(portal.portal_id, endpoint_id):
        raise HttpRefusal(HttpCode.NOT_FOUND)
    return Response(status_code=204)


@router.post("/{endpoint_id}/test", status_code=202)
async def send_test(endpoint_id: str, desk: TheDesk, portal: Subscriber) -> Told:
    """Send a message of type `test`."""
    await _require_own(desk, portal, endpoint_id)
    return Told(message_id=await desk.webhooks.tell(endpoint_id, TEST, {"portal": portal.portal_id}))


@router.get("/{endpoint_id}/deliveries")
async def list_deliveries(
    endpoint_id: str, desk: TheDesk, portal: Subscriber, limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> DeliveryList:
    """Return what was sent, with the answers."""
    await _require_own(desk, portal, endpoint_id)
    return DeliveryList(items=tuple(await desk.webhooks.log(endpoint_id, limit)))


@router.post("/{endpoint_id}/deliveries/{message_id}/redeliver", status_code=202)
async def redeliver(endpoint_id: str, message_id: str, desk: TheDesk, portal: Subscriber) -> Told:
    """Send a message once more, under the same id."""
    await _require_own(desk, portal, endpoint_id)
    if not await desk.webhooks.again(endpoint_id, message_id):
        raise HttpRefusal(HttpCode.NOT_FOUND)
    return Told(message_id=message_id)


async def _require_own(desk: Desk, portal: Portal, endpoint_id: str) -> None:
    if all(each.endpoint_id != endpoint_id for each in await desk.webhooks.of(portal.portal_id)):
        raise HttpRefusal(HttpCode.NOT_FOUND)
