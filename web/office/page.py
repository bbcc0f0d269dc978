"""One page of the office on its way to an officer's browser: who has signed in, in which roles, what forms carry.

Officers' pages are in Japanese (ADR 35): the officers of a Japanese municipality decide in its official language.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Request, Response

from domain.actors import Actor, Role
from domain.errors import DomainError, ErrorCode
from domain.municipality.calendar import local_date
from domain.municipality.officers import Officer
from domain.municipality.texts import Language
from domain.office.sign_in import LONGEST, StaffSession
from web.desk import Site
from web.front.cookies import set_cookie
from web.front.page import Page
from web.front.visits import Visit, visit_by
from web.office.pages import OfficePageSet

PREFIX = "/office"


class SignInNeeded(Exception):  # noqa: N818 - reads as what happened
    """Nobody has signed in at this browser, or their session is over, or not enough for this page.

    `fresh`: signed in, but too long ago for what is asked; `strong`: signed in too weakly for a role they hold.
    """

    def __init__(self, *, fresh: bool = False, strong: bool = False) -> None:
        super().__init__()
        self.fresh = fresh
        self.strong = strong


@dataclass(frozen=True)
class OfficePage(Page):
    """A page before anybody has signed in: the sign-in itself, refusals."""

    @property
    def office_set(self) -> OfficePageSet:
        """What the office's pages are made of."""
        found: OfficePageSet = self.request.app.state.office_pages
        return found

    def path(self, path: str) -> str:
        """Return the address of a page of the office."""
        return f"{PREFIX}{path}"

    @property
    def here(self) -> str:
        """This very page, behind the office's prefix: path and query."""
        asked = self.request.url
        path = asked.path.removeprefix(PREFIX)
        return f"{path}?{asked.query}" if asked.query else path

    def keep(self, response: Response) -> None:
        """Give no cookie: a session begins with a sign-in alone."""

    @property
    def is_signed_in(self) -> bool:
        """Whether somebody has signed in."""
        return False


@dataclass(frozen=True)
class StaffPage(OfficePage):
    """A page for an officer: `actor` has the roles in which they act in this session. `now` is when they asked."""

    session: StaffSession
    officer: Officer
    actor: Actor
    now: datetime

    @property
    def is_signed_in(self) -> bool:
        """Whether somebody has signed in."""
        return True

    @property
    def today(self) -> date:
        """The day, where the office is."""
        return local_date(self.now)

    def has(self, *roles: str) -> bool:
        """Say whether the officer acts in one of these roles."""
        return any(role in self.actor.roles for role in roles)

    def require_fresh(self) -> None:
        """Raise SignInNeeded unless the officer has shown who they are a short while ago."""
        if not self.session.is_fresh(self.now):
            raise SignInNeeded(fresh=True)


def cookie_name(*, secure: bool) -> str:
    """Return the name of the office's cookie; over HTTPS nobody but this very host can have set it (`__Host-`)."""
    return "__Host-madoguchi-office" if secure else "madoguchi-office"


def office_visit(request: Request, site: Site) -> Visit:
    """Return the browser that calls, by the office's cookie."""
    return visit_by(request, cookie_name(secure=site.secure))


def remember_session(response: Response, visit: Visit, *, secure: bool) -> None:
    """Give the browser the token of its session."""
    set_cookie(response, cookie_name(secure=secure), visit.token, kept=LONGEST, secure=secure)


def office_page(request: Request) -> OfficePage:
    """Return a page of the office for whoever calls."""
    state = request.app.state
    policy = state.desk.book.policy(state.desk.municipality)
    visit = office_visit(request, state.site)
    return OfficePage(request, Language.JA, state.site, visit, state.office_pages.as_page_set(), policy)


AnyPage = Annotated[OfficePage, Depends(office_page)]


async def signed_in(request: Request, page: AnyPage) -> StaffPage:
    """Return the page of who has signed in. Raises SignInNeeded."""
    desk = request.app.state.desk
    session = None if page.visit.fresh else await desk.back.sessions.find(page.visit.key)
    officer = None if session is None else await desk.back.people.officer(session.officer)
    actor = None if session is None else await desk.back.people.actor(session.officer)
    if session is None or officer is None or actor is None:
        raise SignInNeeded
    request.scope["madoguchi.actor"] = actor.id
    acting = actor.model_copy(update={"roles": session.roles_of(actor.roles)})
    return StaffPage(
        request, page.language, page.site, page.visit, page.set, page.policy, session, officer, acting, desk.clock()
    )


def staff(*roles: Role) -> Callable[..., Awaitable[StaffPage]]:
    """Return a dependency that lets in whoever acts in one of the roles.

    Raises SignInNeeded, for who holds such a role but has signed in too weakly too; DomainError(ROLE_MISSING).
    """

    async def check(page: Annotated[StaffPage, Depends(signed_in)]) -> StaffPage:
        if page.has(*roles):
            return page
        if set(roles) & set(page.officer.roles):
            raise SignInNeeded(strong=True)
        raise DomainError(ErrorCode.ROLE_MISSING)

    return check


AnyOfficer = Annotated[StaffPage, Depends(signed_in)]
Examiner = Annotated[StaffPage, Depends(staff(Role.EXAMINER))]
Approver = Annotated[StaffPage, Depends(staff(Role.APPROVER))]
Dispatcher = Annotated[StaffPage, Depends(staff(Role.DISPATCHER))]
ClosedDesk = Annotated[StaffPage, Depends(staff(Role.CLOSED_DESK))]
CaseWorker = Annotated[
    StaffPage, Depends(staff(Role.EXAMINER, Role.APPROVER, Role.DISPATCHER, Role.CLOSED_DESK, Role.SUPERVISOR))
]
Supervisor = Annotated[StaffPage, Depends(staff(Role.SUPERVISOR))]
Auditor = Annotated[StaffPage, Depends(staff(Role.AUDITOR))]
Admin = Annotated[StaffPage, Depends(staff(Role.ADMIN))]
AdminOrAuditor = Annotated[StaffPage, Depends(staff(Role.ADMIN, Role.AUDITOR))]
