"""The application: general routes, and those of the procedures a composition root hands in.

`create_app(desk, site, faces)` builds it, `await serve(app, host, port)` runs it. No page needs a script from anywhere.
"""

from collections.abc import Collection, Iterator, Sequence
from importlib import metadata
from typing import Any

from asgi_cross_origin_protection import CrossOriginProtection
from fastapi import APIRouter, FastAPI
from fastapi.telemetry import TelemetryConfig

from web import errors
from web.desk import Desk, Place, Site
from web.edge import Edge
from web.face import Face
from web.front.case_pages import CasePages
from web.front.pages import set_up
from web.front.refusals import refuse_foreign
from web.front.routes import about, feedback, performance, readings, returning, session, start, static, status, troubles
from web.office.admin.routers import ADMIN
from web.office.pages import set_up_office
from web.office.routes import absences, queue, search, sign_in
from web.office.routes import audit as office_audit
from web.office.routes import home as office_home
from web.openapi import describe
from web.portals.routes import catalogue, endpoints
from web.routes import cases, checkpoints, health, home, openings, problems, webhooks
from web.serving import PortTaken, serve
from web.staff import StaffTokens

__all__ = ["DESKS", "Desk", "Place", "PortTaken", "Site", "StaffTokens", "create_app", "routers", "serve"]

DESKS = frozenset({"citizens", "office"})
_PAGES = (start, status, returning, session, troubles, about, feedback, performance, readings)
_CITIZENS = (
    catalogue.router,
    endpoints.router,
    webhooks.router,
    checkpoints.router,
    *(pages.router for pages in _PAGES),
)
# One a line: several hands add to it.
_OFFICES_PAGES = (
    absences,
    sign_in,
    office_home,
    office_audit,
    queue,
    search,
)
_OFFICE = (cases.router, openings.router, *(pages.router for pages in _OFFICES_PAGES), *ADMIN)
_EVERYWHERE = (health.router, home.router, problems.router, static.router)
# FastAPI would record the messages of exceptions, which may hold personal data.
_NO_TELEMETRY = TelemetryConfig(tracing=False, metrics=False, logs=False, operation_spans=False, auto_configure=False)


class _Application(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """Return the description of the API, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = describe(self.version, self.routes, self.state.faces)
        return self.openapi_schema


def create_app(desk: Desk, site: Site, faces: Sequence[Face], desks: Collection[str] = DESKS) -> FastAPI:
    """Return the application for these procedures, with the routes of the desks that this process serves."""
    app = _Application(
        version=metadata.version("madoguchi"),
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=_NO_TELEMETRY,
    )
    app.state.desk, app.state.site, app.state.closing = desk, site, False
    app.state.routes = tuple(route for router in routers(faces, desks) for route in router.routes)
    app.state.faces, app.state.desks = tuple(faces), {face.name: face.desk for face in faces}
    app.state.pages = set_up((face.pages for face in faces if face.pages), site.leads_to)
    app.state.office_pages = set_up_office((face.office_pages for face in faces if face.office_pages), site.leads_to)
    errors.install(app)
    app.add_middleware(CrossOriginProtection, deny_app=refuse_foreign)
    app.add_middleware(Edge, secure=site.secure, answered=site.answered)
    for router in routers(faces, desks):
        app.include_router(router)
    if "citizens" in desks and (cases := _cases(faces)):
        app.router.routes.append(CasePages(cases))
    return app


def _cases(faces: Sequence[Face]) -> dict[str, APIRouter]:
    """Return the pages of cases, by procedure."""
    pages = dict[str, APIRouter]()
    for face in faces:
        for router in face.cases:
            pages.setdefault(face.name, APIRouter(redirect_slashes=False)).include_router(router)
    return pages


def routers(faces: Sequence[Face], desks: Collection[str] = DESKS) -> Iterator[APIRouter]:
    """Give all routes of these desks, but for the pages of cases (`Face.cases`), which all procedures have at one address."""
    for face in faces:
        yield from face.routers(desks)
    if "citizens" in desks:
        yield from _CITIZENS
    if "office" in desks:
        yield from _OFFICE
    yield from _EVERYWHERE
