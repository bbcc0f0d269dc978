"""The application: routes around what a composition root hands in.

`create_app(desk, site)` builds it, `await serve(app, host, port)` runs it. No page needs a script from anywhere.
"""

from collections.abc import Sequence
from importlib import metadata
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.telemetry import TelemetryConfig

from web import errors
from web.certificates.routes import (
    cases,
    citizen_actions,
    decisions,
    documents,
    payment,
    statements,
    status,
    submissions,
    worklist,
)
from web.desk import Desk, Place, Site
from web.edge import Edge
from web.openapi import describe
from web.routes import health, home, openings, problems, webhooks
from web.serving import PortTaken, serve
from web.staff import StaffTokens

__all__ = [
    "CITIZENS",
    "COMMON",
    "OFFICE",
    "ROUTERS",
    "Desk",
    "Place",
    "PortTaken",
    "Site",
    "StaffTokens",
    "create_app",
    "serve",
]

CITIZENS = (
    statements.router,
    submissions.router,
    status.router,
    payment.router,
    citizen_actions.router,
    webhooks.router,
)
OFFICE = (worklist.router, cases.router, decisions.router, openings.router, documents.router)
COMMON = (health.router, home.router, problems.router)
ROUTERS = (*CITIZENS, *OFFICE, *COMMON)
"""Every route there is. In production a process serves one desk: who takes over the citizens' has no officer's word."""
# FastAPI would record the messages of exceptions, which may hold personal data.
_NO_TELEMETRY = TelemetryConfig(tracing=False, metrics=False, logs=False, operation_spans=False, auto_configure=False)


class _Application(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """Return the description of the API, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = describe(self.version, self.routes)
        return self.openapi_schema


def create_app(desk: Desk, site: Site, routers: Sequence[APIRouter] = ROUTERS) -> FastAPI:
    """Return the application for this desk, with the routes that this process serves."""
    app = _Application(
        version=metadata.version("madoguchi"),
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=_NO_TELEMETRY,
    )
    app.state.desk, app.state.site, app.state.closing = desk, site, False
    errors.install(app)
    app.add_middleware(Edge, secure=site.secure, answered=site.answered)
    for router in routers:
        app.include_router(router)
    return app
