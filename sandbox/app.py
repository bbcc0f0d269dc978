"""The sandbox city in one process: registry, post, mail, payment provider and card reader on one HTTP port, and SMTP.

Never part of a production image. Everything it is told is kept under one folder and survives a SIGKILL.
"""

import asyncio
import errno
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx2
import structlog
import uvicorn
from fastapi import FastAPI, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel
from starlette.types import Receive, Scope, Send

import sandbox.card_app.router
import sandbox.faults
import sandbox.jpki.routes
import sandbox.mail.router
import sandbox.paypay.router
import sandbox.post.page
import sandbox.post.router
import sandbox.registry.router
import sandbox.sign_in.router
from hosting.listening import http_config
from sandbox.background import Background
from sandbox.card_app.books import CardAppBooks
from sandbox.card_app.registration import registered
from sandbox.clockwork import Clockwork, Step
from sandbox.faults import FaultGate, FaultPlan
from sandbox.jpki.pki import SandboxPki
from sandbox.mail.box import MailBox
from sandbox.mail.catcher import catch_mail
from sandbox.pages import page
from sandbox.paypay.authorization import ApiKey
from sandbox.paypay.books import Books
from sandbox.post.books import PostBooks
from sandbox.post.delivery import AutoDelivery
from sandbox.post.pushes import Pusher, PushTarget
from sandbox.registry.books import RegistryBooks
from sandbox.settings import SandboxSettings, SandboxSettingsInvalid
from sandbox.sign_in.books import SignInBooks
from sandbox.sign_in.registration import registered as sign_in_registered

__all__ = ["SandboxPortTaken", "SandboxSettings", "SandboxSettingsInvalid", "create_app", "serve"]

_log = structlog.get_logger()
_GRACE = 3  # seconds open calls have when the city closes


def _now() -> datetime:
    return datetime.now(UTC)


class Health(BaseModel):
    """Whether the city is open, and the port its mail server got."""

    ready: bool
    smtp_port: int | None


@dataclass
class _City:
    """What stands in the city. `smtp` is None until the mail server listens."""

    settings: SandboxSettings
    plan: FaultPlan
    registry: RegistryBooks
    post: PostBooks
    mail: MailBox
    payments: Books
    pki: SandboxPki
    card_app: CardAppBooks
    sign_in: SignInBooks
    background: Background = field(default_factory=Background)
    smtp: asyncio.Server | None = None

    def health(self) -> Health:
        """Say whether everything is ready."""
        listening = self.smtp is not None and self.smtp.is_serving()
        port = self.smtp.sockets[0].getsockname()[1] if self.smtp and listening else None
        return Health(ready=listening and self.background.fault is None, smtp_port=port)

    def close(self) -> None:
        """Close the files."""
        self.registry.close()
        self.post.close()
        self.mail.close()
        self.payments.connection.close()
        self.card_app.close()
        self.sign_in.close()


class SandboxCity(FastAPI):
    """An application with a fault gate before everything else, where the server's own `send` is still at hand."""

    def __init__(self, city: _City) -> None:
        # No /docs: its page loads scripts from elsewhere, and a city may have no way out.
        super().__init__(
            title="架空県みなも市（練習用）",
            version="1",
            docs_url=None,
            redoc_url=None,
            lifespan=lambda _: _open(city),
        )
        self.city = city
        self._gate = FaultGate(super().__call__, city.plan)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        await self._gate(scope, receive, send)


def create_app(settings: SandboxSettings) -> SandboxCity:
    """Return the city; its lifespan opens the mail server (at `settings.smtp_port`) and the post's own work."""
    city = _City(
        settings=settings,
        plan=FaultPlan(),
        registry=RegistryBooks(settings.folder),
        post=PostBooks(settings.folder, _now, push=bool(settings.post_webhook_url)),
        mail=MailBox(settings.folder, _now),
        payments=Books(settings.folder / "paypay", _now),
        pki=SandboxPki(settings.folder),
        card_app=CardAppBooks(settings.folder, _now),
        sign_in=SignInBooks(settings.folder, _now),
    )
    app = SandboxCity(city)
    _mount(app, city)
    return app


def _mount(app: FastAPI, city: _City) -> None:
    settings = city.settings
    keys = (ApiKey(settings.paypay_key, settings.paypay_secret, settings.paypay_merchant),)
    app.include_router(sandbox.registry.router.router(city.registry, settings.registry_token))
    app.include_router(sandbox.post.router.router(city.post, settings.post_token))
    app.include_router(sandbox.post.page.router(city.post))
    app.include_router(sandbox.mail.router.router(city.mail))
    provider = sandbox.paypay.router.router(
        city.payments, keys, settings.paypay_webhook_url, background=city.background
    )
    app.include_router(provider)
    app.include_router(sandbox.jpki.routes.router(city.pki), prefix="/jpki")
    client = registered(settings)
    if client is not None:
        app.include_router(sandbox.card_app.router.router(client, city.card_app, city.pki, settings.folder))
    office = sign_in_registered(settings)
    if office is not None:
        app.include_router(sandbox.sign_in.router.router(office, city.sign_in, settings.folder))
    app.include_router(sandbox.faults.router(city.plan))

    @app.get("/", response_class=HTMLResponse, include_in_schema=False)
    async def home() -> str:
        """List what stands here."""
        return page("home.html", residents=city.registry.residents(), smtp_port=city.health().smtp_port)

    @app.get("/health")
    async def health(response: Response) -> Health:
        """Answer 200 when everything is ready, else 503."""
        state = city.health()
        response.status_code = 200 if state.ready else 503
        return state


@asynccontextmanager
async def _open(city: _City) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        stack.callback(city.close)
        city.smtp = await catch_mail(city.mail, city.plan, city.settings.host, city.settings.smtp_port)
        stack.callback(city.smtp.close)
        client = await stack.enter_async_context(httpx2.AsyncClient())
        for clockwork in _clockworks(city, client):
            city.post.listeners.append(clockwork.wake)
            await stack.enter_async_context(city.background.running(clockwork.name, clockwork.run()))
        yield


def _clockworks(city: _City, client: httpx2.AsyncClient) -> list[Clockwork]:
    settings = city.settings
    steps: dict[str, Step] = {}
    if settings.post_webhook_url:
        target = PushTarget(settings.post_webhook_url, settings.post_webhook_secret)
        steps["post-pushes"] = Pusher(city.post, target, client, _now).step
    if settings.auto_deliver_after_ms is not None:
        after = timedelta(milliseconds=settings.auto_deliver_after_ms)
        steps["post-delivery"] = AutoDelivery(city.post, after, _now).step
    return [Clockwork(name, step, _now) for name, step in steps.items()]


class SandboxPortTaken(Exception):  # noqa: N818 - reads as what happened
    """Somebody else listens where the city should."""

    def __init__(self, variable: str, port: int) -> None:
        super().__init__(f"port {port} is taken: set {variable} to another one")
        self.variable = variable
        self.port = port


class _Server(uvicorn.Server):
    """Uvicorn raises a signal once more after it has stopped, which would end the process as if it had been killed."""

    def leave(self) -> None:
        """Stop without a signal."""
        self.should_exit = True

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(number)


async def serve(settings: SandboxSettings) -> None:
    """Keep the city open until SIGTERM or SIGINT, then close it cleanly.

    Raises SandboxPortTaken; and the fault of a background task, which closes the city as well.
    """
    _require_free(settings.host, settings.port, "MADOGUCHI_SANDBOX_PORT")
    _require_free(settings.host, settings.smtp_port, "MADOGUCHI_SANDBOX_SMTP_PORT")
    app = create_app(settings)
    config = http_config(app, _GRACE, host=settings.host, port=settings.port)
    _log.info("sandbox_opens", host=settings.host, port=settings.port, smtp_port=settings.smtp_port)
    server, background = _Server(config), app.city.background
    background.at_a_fault(server.leave)
    await server.serve()
    _log.info("sandbox_closed")
    if background.fault is not None:
        raise background.fault


def _require_free(host: str, port: int, variable: str) -> None:
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise SandboxPortTaken(variable, port) from None
