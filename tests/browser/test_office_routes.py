"""No page of the office is forgotten: the application says which there are."""

from browser.rows.desk_row import OFFICE
from browser.rows.of_office import ROWS
from fakes.desk import ROUTERS
from fastapi.routing import APIRoute

_FILES = (".pdf", ".csv", ".json", ".txt")
_CASE, _CHANGE = "/cases/{case_id}", "/admin/people/changes/{change_id}"
# Forms that are a button, or boxes of which none is needed: nobody can type anything wrong there.
_NOTHING_TO_TYPE = {
    *(f"{_CASE}/{act}" for act in ("take", "propose", "approve", "check-again", "hold", "hold/open")),
    *(f"{_CHANGE}/{act}" for act in ("confirm", "drop")),
    *("/sign-out", "/logout-notice", "/approvals", "/lead/absences/{absence_id}/drop", "/returned/{case_id}/destroy"),
    "/admin/portals/revoke",
}
# Where the mistakes of a form are told on the page of another address.
_TOLD_AT = {
    "/print/again": "/print",
    "/print/batches/{number}/again": "/print/batches/{number}",
    "/dispatch/letters/{case_number}": "/dispatch",
    "/returned/{case_id}/record": "/returned/{case_id}",
}
ROUTES = [
    route
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute) and route.path.startswith(OFFICE)
]
PAGES = {route.path.removeprefix(OFFICE) for route in ROUTES if "GET" in route.methods}
FORMS = {route.path.removeprefix(OFFICE) for route in ROUTES if "POST" in route.methods}


def test_every_page_has_a_row():
    assert {page for page in PAGES if not page.endswith(_FILES)} - {row.route for row in ROWS} == set()


def test_every_row_is_of_a_page():
    """In brackets stand those where there is none."""
    assert {row.route for row in ROWS if not row.route.startswith("(")} - PAGES == set()
    assert _NOTHING_TO_TYPE <= FORMS
    assert set(_TOLD_AT) <= FORMS


def test_every_form_is_tried_with_mistakes():
    told = {row.route for row in ROWS if row.status == 422}
    typed_into = {_TOLD_AT.get(form, form) for form in FORMS - _NOTHING_TO_TYPE}
    assert typed_into - told == set()
