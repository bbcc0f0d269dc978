"""One proposed change: seen by any admin, confirmed or declined by another, taken back by who proposed it."""

from fastapi import APIRouter, Response

from domain.errors import DomainError, ErrorCode
from domain.municipality.days_in_words import minute_in_words
from domain.municipality.texts import Language
from domain.office.people import ChangeProposed, KnownPeople
from domain.office.people_rules import RowRefused
from web.front.mistakes import Mistakes
from web.office.acts import read_act
from web.office.admin.people_form import mistakes_of
from web.office.admin.people_words import called, compared
from web.office.desk import TheOffice
from web.office.page import PREFIX, Admin, StaffPage

router = APIRouter(prefix=f"{PREFIX}/admin/people/changes/{{change_id}}", include_in_schema=False)


@router.get("")
async def change(page: Admin, office: TheOffice, change_id: str) -> Response:
    """Show a change side by side with what is, and who may do what with it."""
    known = await office.changes.known()
    return _show(page, "change", known, _proposed(known, change_id))


@router.get("/confirm")
async def ask(page: Admin, office: TheOffice, change_id: str) -> Response:
    """Ask a second admin, who has just shown who they are, to confirm."""
    page.require_fresh()
    known = await office.changes.known()
    proposed = _proposed(known, change_id)
    if change_id not in known.changes.pending:
        return page.go(f"/admin/people/changes/{change_id}", banner="banner.people_moved")
    return _show(page, "confirm", known, proposed)


@router.post("/confirm")
async def confirm(page: Admin, office: TheOffice, change_id: str) -> Response:
    """Let it hold. What has changed since the page was shown is shown first."""
    page.require_fresh()
    act = await read_act(page)
    try:
        await office.changes.confirm(page.actor.id, change_id, act.place)
    except RowRefused as error:
        known = await office.changes.known()
        return _show(page, "confirm", known, _proposed(known, change_id), _together(mistakes_of(page, error)))
    except DomainError as error:
        return _moved(page, change_id, error)
    return page.go("/admin/people", banner="banner.people_confirmed")


@router.post("/drop")
async def drop(page: Admin, office: TheOffice, change_id: str) -> Response:
    """Take it back, or decline it."""
    await read_act(page)
    try:
        await office.changes.drop(page.actor.id, change_id)
    except DomainError as error:
        return _moved(page, change_id, error)
    return page.go("/admin/people", banner="banner.people_dropped")


def _together(mistakes: Mistakes) -> Mistakes:
    """Return mistakes as those of the change: this page has no fields to lead to."""
    return Mistakes({"lines": " ".join(words for _, words in mistakes)})


def _moved(page: StaffPage, change_id: str, error: DomainError) -> Response:
    """Lead back to the change as it is by now. Raises any other refusal."""
    if error.code is not ErrorCode.NOT_ALLOWED_NOW:
        raise error
    return page.go(f"/admin/people/changes/{change_id}", banner="banner.people_moved")


def _proposed(known: KnownPeople, change_id: str) -> ChangeProposed:
    """Return a change. Raises DomainError(REQUEST_UNKNOWN)."""
    found = known.changes.proposed.get(change_id)
    if found is None or change_id not in known.details:
        raise DomainError(ErrorCode.REQUEST_UNKNOWN)
    return found


def _show(
    page: StaffPage, template: str, known: KnownPeople, proposed: ChangeProposed, mistakes: Mistakes | None = None
) -> Response:
    is_pending = proposed.change_id in known.changes.pending
    is_own = page.actor.id in (proposed.by, proposed.row.officer)
    return page.show(
        f"office/admin/{template}.html",
        mistakes=mistakes,
        change_id=proposed.change_id,
        about=called(known, proposed.row.officer, proposed),
        by=called(known, proposed.by),
        at=minute_in_words(proposed.at, Language.JA),
        ground=page.plain(f"people.ground.{proposed.ground.value}"),
        lines=compared(page, known, proposed) if is_pending else [],
        is_pending=is_pending,
        may_confirm=is_pending and not is_own,
        may_take_back=is_pending and page.actor.id == proposed.by,
        place=known.changes.place,
    )
