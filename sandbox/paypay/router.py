"""Composition of the provider: API, cashier's page, controls. Mounted under `/paypay`."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, FastAPI
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from sandbox.background import Background
from sandbox.paypay import cashier
from sandbox.paypay.api import Api
from sandbox.paypay.authorization import ApiKey, Gatekeeper
from sandbox.paypay.books import Books
from sandbox.paypay.evidence import Evidence, evidence
from sandbox.paypay.notifier import Notifier
from sandbox.paypay.outbox import Outbox, WebhookPlan
from sandbox.web_address import checked

PREFIX: Final = "/paypay"


class WebhookControl(WebhookPlan):
    """Body of `POST /paypay/sandbox/webhooks`; `url` changes who is told, None leaves it."""

    url: Annotated[str, AfterValidator(checked)] | None = None


class CodeControl(BaseModel):
    """Body of `POST /paypay/sandbox/codes`: how long codes made from now on can be paid."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lifetime_seconds: Annotated[int, Field(ge=1, le=86_400 * 14)]


def router(
    books: Books,
    keys: Sequence[ApiKey],
    webhook_url: str = "",
    notifier: Notifier | None = None,
    public_url: str = "",
    background: Background | None = None,
) -> APIRouter:
    """Return the provider's routes; including them in an app also starts and stops the sending of notifications.

    Paths: `/paypay/v2/…` (signed calls), `/paypay/pay/{codeId}` (the citizen), `/paypay/sandbox/books`,
    `/paypay/sandbox/codes` and `/paypay/sandbox/webhooks` (evidence and faults). `notifier` replaces the one made for `webhook_url`.
    `public_url` is the host as the citizen's browser reaches it; empty means the host the merchant called.
    `background` is told when the sending fails.
    """
    merchant = keys[0].merchant if keys else ""
    sender = notifier or Notifier(Outbox(books.connection, merchant), webhook_url)
    owner = background or Background()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with owner.running("paypay-notifier", sender.run()):
            yield

    routes = APIRouter(prefix=PREFIX, lifespan=lifespan, include_in_schema=False)
    Api(books, Gatekeeper(keys, books.clock), sender, public_url).mount(routes)
    cashier.mount(routes, books, sender)

    _controls(routes, books, sender)
    return routes


def _controls(routes: APIRouter, books: Books, sender: Notifier) -> None:
    @routes.get("/sandbox/books")
    async def read_books() -> Evidence:
        return evidence(books.connection)

    @routes.post("/sandbox/codes")
    async def control_codes(control: CodeControl) -> CodeControl:
        books.lifetime = timedelta(seconds=control.lifetime_seconds)
        return control

    @routes.post("/sandbox/webhooks")
    async def control_webhooks(control: WebhookControl) -> WebhookControl:
        sender.change(WebhookPlan(**control.model_dump(exclude={"url"})), control.url)
        return WebhookControl(**sender.plan.model_dump(), url=sender.url)
