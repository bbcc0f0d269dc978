"""職員と役割: who is an officer, in which roles; what is proposed, and what has been."""

from fastapi import APIRouter, Response

from domain.municipality.calendar import local_date
from web.office.admin.people_words import person_of, role_words, steps_in_words, waiting_in_words
from web.office.desk import TheOffice
from web.office.page import PREFIX, Admin, AdminOrAuditor

router = APIRouter(prefix=f"{PREFIX}/admin/people", include_in_schema=False)


@router.get("")
async def people(page: Admin, office: TheOffice) -> Response:
    """List the officers of today, those to come, and what waits for a second admin."""
    known = await office.changes.known()
    today = local_date(page.now)
    rows = known.officers.officer
    return page.show(
        "office/admin/people.html",
        waiting=waiting_in_words(page, known),
        serving=[person_of(page, each) for each in rows if each.serves(today)],
        to_come=[person_of(page, each) for each in rows if (each.effective_from or today) > today],
        roles=role_words(page),
    )


@router.get("/history")
async def history(page: AdminOrAuditor, office: TheOffice) -> Response:
    """Tell every step of every change, newest first, and the rows that are over."""
    known = await office.changes.known()
    today = local_date(page.now)
    over = [each for each in known.officers.officer if (each.effective_until or today) < today]
    return page.show(
        "office/admin/history.html",
        steps=steps_in_words(page, known),
        over=[person_of(page, each) for each in over],
    )
