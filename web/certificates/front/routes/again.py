"""An old request once more: what was asked for becomes a new draft, and nothing is typed twice."""

from fastapi import APIRouter, Response

from domain.certificates.application import Application
from domain.certificates.draft import Filling
from domain.certificates.state import RequestState
from domain.certificates.submission import NAME
from web.certificates.front.cases import OpenedCase, TheOpenedCase
from web.certificates.front.check_rows import contents_rows
from web.certificates.front.draft_at_hand import DraftRoute, Elsewhere, find_begun, find_draft
from web.front.paths import CASE

router = APIRouter(prefix=CASE + "/again", route_class=DraftRoute, include_in_schema=False)


@router.get("")
async def show(case: TheOpenedCase) -> Response:
    """Show what is taken over; what is begun already for the same certificate would be replaced."""
    before = await _before(case, await _ended(case))
    begun = await find_begun(case.page, case.desk, before.kind.value)
    rows = [*contents_rows(case.page, before.kind, before.options, before.copies, None)]
    return case.page.show("certificates/again.html", case=case, rows=rows, replaces=begun is not None)


@router.post("")
async def begin(case: TheOpenedCase) -> Response:
    """Make a draft of it, and lead to where all is checked; an address that nobody has shown to be theirs is asked for."""
    await case.page.fields()
    state = await _ended(case)
    before = await _before(case, state)
    # The code that opened this case went to the address of its first revision, and so did that of its draft.
    filling = Filling.like(before, is_mail_theirs=state.revision == 1)
    filling = filling.model_copy(update={"language": case.page.language})
    if not filling.is_mail_theirs:
        filling = filling.model_copy(update={"mail": None})
    draft = await case.desk.drafts.begin(case.page.visit.key, NAME, before.kind.value, filling.content)
    at_hand = await find_draft(case.page, case.desk, draft.draft_id)
    return (await at_hand.change(lambda f: f if f.signature else filling)).go_on()


async def _ended(case: OpenedCase) -> RequestState:
    """Return how it ended. Raises Elsewhere while it goes on."""
    state = await case.state()
    if state is None or not state.ended:
        raise Elsewhere(case.page.go(case.path, banner="banner.not_now"))
    return state


async def _before(case: OpenedCase, state: RequestState) -> Application:
    return await case.desk.counter.written(case.proof, state.revision)
