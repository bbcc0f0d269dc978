"""What happened to a request since an officer's page was shown, for the page of an act that came too late."""

from collections.abc import Sequence

from domain.certificates.procedure import CERTIFICATES
from web.certificates.office.cases import the_case
from web.certificates.office.history import Happened, happened
from web.office.page import StaffPage
from web.office.trail import Trail


async def meanwhile(page: StaffPage, case_id: str, place: int) -> Sequence[Happened] | None:
    """Return what happened after the `place`-th event, oldest first; None for a case of another procedure."""
    if not CERTIFICATES.has(case_id):
        return None
    desk = page.request.app.state.desks[CERTIFICATES.name]
    case = await the_case(page, case_id, desk, Trail(page, desk.back))
    return happened(case, await case.events(), since=place)
