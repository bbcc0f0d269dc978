"""How long a certificate takes, in words, by the office's own record; with the spread it had, never a promise.

Told from instants alone that its citizen knows, corrections too: a held request is told the same as any other of its age (ADR 5).
"""

from markupsafe import Markup

from domain.certificates.kinds import CertificateKind
from domain.certificates.office_record import Forecast, days_begun, days_taken
from domain.certificates.state import RequestState
from domain.certificates.status import IN_THE_OFFICE, Status
from domain.errors import PortRejected, PortUnavailable
from domain.municipality.calendar import local_date
from web.certificates.desk import CertificateDesk
from web.front.page import Page

_UNDER_WAY = IN_THE_OFFICE | {Status.READY_TO_DISPATCH}


async def usual_days(page: Page, desk: CertificateDesk, kind: CertificateKind) -> Markup | None:
    """Return how long requests of a kind took, for who has not asked yet; None: nobody can tell."""
    found = await _forecast(desk, kind)
    if found is None:
        return None
    spread = {"low": max(found.low, 1), "high": max(found.high, 1), "typical": max(found.typical, 1), "of": found.of}
    return page.say("performance.usual", **spread)


async def days_left(page: Page, desk: CertificateDesk, state: RequestState | None) -> Markup | None:
    """Return in about how many business days a request goes to the post; None: it does not wait for the office, or nobody knows."""
    begun = None if state is None else days_begun(state)
    if state is None or begun is None or state.status not in _UNDER_WAY:
        return None
    found = await _forecast(desk, state.kind)
    if found is None:
        return None
    now = desk.clock()
    closed = desk.book.closed_days(state.municipality, local_date(begun).year, local_date(now).year)
    left = found.after(days_taken(begun, now, state.paused_seconds, closed))
    if left is None:
        return page.say("performance.longer")
    return page.say("performance.left", about=left.typical, low=left.low, high=left.high, of=left.of)


async def _forecast(desk: CertificateDesk, kind: CertificateKind) -> Forecast | None:
    """Return the forecast of a kind; none when the record cannot be had: no page is refused for want of it."""
    try:
        return (await desk.figures.published()).forecasts.get(kind)
    except (PortUnavailable, PortRejected):
        return None
