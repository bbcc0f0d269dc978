"""Proposing a row: for somebody new, or another row for an officer."""

from fastapi import APIRouter, Response

from domain.errors import DomainError, ErrorCode
from domain.municipality.calendar import local_date
from domain.municipality.officers import Officer
from domain.office.people import ChangeGround
from domain.office.people_rules import RowRefused
from web.front.mistakes import Mistakes
from web.office.acts import new_decision_id
from web.office.admin.people_form import NotRead, Typed, mistakes_of, read, role_boxes, typed_in, typed_of
from web.office.desk import Office, TheOffice
from web.office.page import PREFIX, Admin, StaffPage

router = APIRouter(prefix=f"{PREFIX}/admin/people", include_in_schema=False)


@router.get("/new")
async def ask_new(page: Admin) -> Response:
    """Ask for somebody who is no officer yet."""
    return _show(page, None, typed_of(None, local_date(page.now)))


@router.post("/new")
async def propose_new(page: Admin, office: TheOffice) -> Response:
    """Propose them."""
    return await _propose(page, office, None)


@router.get("/officers/{officer_id}")
async def ask(page: Admin, office: TheOffice, officer_id: str) -> Response:
    """Ask for another row of an officer."""
    officer = await _officer(page, office, officer_id)
    return _show(page, officer, typed_of(officer, local_date(page.now)))


@router.post("/officers/{officer_id}")
async def propose(page: Admin, office: TheOffice, officer_id: str) -> Response:
    """Propose it."""
    return await _propose(page, office, await _officer(page, office, officer_id))


async def _officer(page: StaffPage, office: Office, officer_id: str) -> Officer:
    """Return an officer's row of today, else their latest. Raises DomainError REQUEST_UNKNOWN, FOUR_EYES (their own row)."""
    officers = (await office.changes.known()).officers
    latest = [each for each in officers.officer if each.id == officer_id]
    if not latest:
        raise DomainError(ErrorCode.REQUEST_UNKNOWN)
    if officer_id == page.actor.id:
        raise DomainError(ErrorCode.FOUR_EYES)
    return officers.find(officer_id, local_date(page.now)) or latest[-1]


async def _propose(page: StaffPage, office: Office, officer: Officer | None) -> Response:
    fields = await page.fields()
    typed, change_id = typed_in(fields, officer), fields.get("decision_id")
    try:
        await office.changes.propose(page.actor.id, read(typed, change_id, officer))
    except (NotRead, RowRefused) as error:
        return _show(page, officer, typed, mistakes_of(page, error), change_id)
    return page.go(f"/admin/people/changes/{change_id}", banner="banner.people_proposed")


def _show(
    page: StaffPage, officer: Officer | None, typed: Typed, mistakes: Mistakes | None = None, change_id: str = ""
) -> Response:
    return page.show(
        "office/admin/row.html",
        mistakes=mistakes,
        officer=officer,
        typed=typed,
        boxes=role_boxes(page, typed),
        grounds=[(each.value, page.plain(f"people.ground.{each.value}"), None) for each in ChangeGround],
        decision_id=change_id or new_decision_id(),
    )
