"""The way in and the way out: officers sign in at the office's provider (ADR 36)."""

import re
from typing import Annotated

import structlog
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from domain.municipality.officers import Officer
from domain.office.ports import SignIn
from domain.office.sign_in import ON_THE_WAY, STRONG_ROLES, SignedIn, SignInRefused, SignInTrip
from web.front.cookies import set_cookie
from web.front.forms import read_fields
from web.front.visits import Visit, new_visit, visit_by
from web.http_codes import HttpCode, HttpRefusal
from web.office.desk import Office, TheOffice
from web.office.page import PREFIX, AnyPage, OfficePage, cookie_name, remember_session

router = APIRouter(prefix=PREFIX, include_in_schema=False)
_log = structlog.get_logger()
_SEE_OTHER, _FORBIDDEN, _BAD = 303, 403, 400
_PLACE = re.compile(r"/[\x21-\x7e]{0,500}|\?[\x21-\x7e]{0,500}")
_NO_STORE = {"Cache-Control": "no-store"}


@router.get("/sign-in")
async def sign_in(
    page: AnyPage,
    office: TheOffice,
    to: Annotated[str, Query()] = "",
    fresh: Annotated[str, Query()] = "",
    strong: Annotated[str, Query()] = "",
    lost: Annotated[str, Query()] = "",
) -> Response:
    """Lead to the provider; first a page for who has lost what they sent."""
    if lost:
        return page.show("office/lost.html")
    out = await _provider(office).begin(to if _PLACE.fullmatch(to) else "", fresh=bool(fresh), strong=bool(strong))
    visit = _way_of(page)
    await office.trips.keep(visit.key, out.trip)
    response = RedirectResponse(out.url, status_code=_SEE_OTHER, headers=_NO_STORE)
    set_cookie(response, _way_cookie(page), visit.token, kept=ON_THE_WAY, secure=page.site.secure)
    return response


@router.get("/return")
async def come_back(page: AnyPage, office: TheOffice) -> Response:
    """Take the answer that a browser brings from the provider, and begin a session."""
    answer = dict(page.request.query_params)
    visit = _way_of(page)
    trip = None if visit.fresh else await office.trips.take(visit.key, answer.get("state", ""))
    if trip is None:
        return _refused(page, "lost_way")
    try:
        said = await _provider(office).finish(trip, answer)
    except SignInRefused as refusal:
        return _refused(page, "cancelled" if refusal.cancelled else refusal.why)
    officer = await office.people.identified(said.issuer, said.subject)
    if officer is None:
        _log.warning("sign_in_unknown", subject=said.subject)
        return page.show("office/unregistered.html", status=_FORBIDDEN, subject=said.subject)
    return await _begin(page, office, trip, said, officer)


async def _begin(page: OfficePage, office: Office, trip: SignInTrip, said: SignedIn, officer: Officer) -> Response:
    """Begin a session under a new token: nobody can have set it before (session fixation)."""
    if not page.visit.fresh:
        await office.sessions.end(page.visit.key)
    new = new_visit()
    await office.sessions.begin(new.key, said, officer.id)
    page.request.scope["madoguchi.actor"] = officer.id
    _log.info("signed_in", officer=officer.id, strong=said.strong)
    weak = not said.strong and bool(STRONG_ROLES & set(officer.roles))
    if weak:
        response: Response = page.show("office/weak.html", to=trip.to, asked=trip.strong, name=officer.name)
    else:
        response = RedirectResponse(f"{PREFIX}{trip.to}", status_code=_SEE_OTHER, headers=_NO_STORE)
    remember_session(response, new, secure=page.site.secure)
    response.delete_cookie(_way_cookie(page), path="/")
    return response


@router.post("/sign-out")
async def sign_out(page: AnyPage, office: TheOffice) -> Response:
    """End the session here, and lead to where it ends at the provider."""
    await page.fields()
    session = await office.sessions.find(page.visit.key)
    await office.sessions.end(page.visit.key)
    if session is not None:
        _log.info("signed_out", officer=session.officer)
    back = f"{page.site.base_url.rstrip('/')}{PREFIX}/signed-out"
    away = None if office.sign_in is None else await office.sign_in.way_out(back)
    response = RedirectResponse(away or back, status_code=_SEE_OTHER, headers=_NO_STORE)
    response.delete_cookie(cookie_name(secure=page.site.secure), path="/", secure=page.site.secure, httponly=True)
    return response


@router.get("/signed-out")
async def signed_out(page: AnyPage) -> Response:
    """Say that the session is over."""
    return page.show("office/signed_out.html")


@router.post("/logout-notice")
async def take_notice(request: Request, office: TheOffice) -> Response:
    """End the sessions of whom the provider says that they have signed out (OpenID Connect Back-Channel Logout 1.0)."""
    fields = await read_fields(request)
    try:
        of = await _provider(office).read_notice(fields.get("logout_token"))
    except SignInRefused as refusal:
        _log.warning("logout_notice_refused", why=refusal.why)
        return Response(status_code=_BAD, headers=_NO_STORE)
    ended = await office.sessions.end_of(of.issuer, subject=of.subject, provider_session=of.provider_session)
    _log.info("logout_notice", sessions=ended)
    return Response(status_code=200, headers=_NO_STORE)


def _provider(office: Office) -> SignIn:
    """Return the provider. Raises HttpRefusal NOT_FOUND where the installation has none."""
    if office.sign_in is None:
        raise HttpRefusal(HttpCode.NOT_FOUND)
    return office.sign_in


def _refused(page: OfficePage, why: str) -> Response:
    """Return the page for an answer that was not believed; which check refused it stands in the log alone."""
    _log.warning("sign_in_refused", why=why)
    status = 200 if why == "cancelled" else _BAD
    return page.show("office/not_signed_in.html", status=status, cancelled=why == "cancelled")


def _way_of(page: OfficePage) -> Visit:
    """Return the browser by the cookie it has while it is on the way."""
    return visit_by(page.request, _way_cookie(page))


def _way_cookie(page: OfficePage) -> str:
    return f"{cookie_name(secure=page.site.secure)}-way"
