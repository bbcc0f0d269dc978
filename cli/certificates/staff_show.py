"""`madoguchi staff show`: a case as its officers see it. What is personal is opened on a ground, and recorded before."""

from typing import TYPE_CHECKING

from cli.answers import Answer
from cli.certificates.choices import ground as chosen_ground
from domain.actors import OFFICE, Role
from domain.cases.access import AccessGround
from domain.errors import DomainError, ErrorCode

if TYPE_CHECKING:
    from domain.actors import Actor
    from domain.certificates.state import RequestState
    from starter import Caller


def ground_of(written: str, *, finding: bool) -> AccessGround | None:
    """Return the ground; None when nothing personal is asked for. Raises WrongInputError."""
    if not written and not finding:
        return None
    return chosen_ground(written)


async def shown(
    caller: "Caller", case_id: str, actor: "Actor", ground: AccessGround | None, *, finding: bool
) -> Answer:
    """Return the case. Raises DomainError, PortUnavailable."""
    from cli.certificates.case_words import case_document, case_words, opened_case
    from web.certificates.case_view import actions_of

    # An auditor opens personal data on the pages alone, after a sign-in of a moment ago.
    if not OFFICE & set(actor.roles) or (ground is not None and Role.AUDITOR in actor.roles):
        raise DomainError(ErrorCode.ROLE_MISSING, action="show")
    state = await caller.store.reading.state(case_id)
    if state is None:
        raise DomainError(ErrorCode.NOT_ALLOWED_NOW, status="received")
    why = await caller.certificates.files.finding(case_id, state, actor, ground) if finding and ground else None
    state = await _after(caller, case_id, state, opened=why is not None)
    sheet = await caller.certificates.files.sheet(case_id, state, actor, ground) if ground else None
    actions = actions_of(state, actor, await caller.certificates.files.ways(case_id, state, actor))
    events = await caller.store.reading.events(case_id)
    row = await caller.store.reading.row(case_id)
    added = {"sheet": sheet, "finding": why, "twin": row and row.twin}
    case = opened_case(case_id, state, events, actions).model_copy(update=added)
    officers = {each.id: each.name for each in caller.book.policy(state.municipality).officers.officer}
    return Answer(case_document(case), case_words(case, officers))


async def _after(caller: "Caller", case_id: str, state: "RequestState", *, opened: bool) -> "RequestState":
    """Return the state; after an opening the procedure's own, which the read tables follow in a moment."""
    return await caller.certificates.requests.state(case_id) if opened and not state.ended else state
