"""No page is forgotten: the application says which there are."""

from browser.rows.table import ROWS
from fakes.desk import ROUTERS
from fastapi.routing import APIRoute

from web.front.paths import PREFIX

# What programs call, files, and what officers see: that has a table of its own.
_NO_PAGES = ("/api/", "/health/", "/static/", "/office")
_CASE, _DRAFT = f"{PREFIX}/r/{{number}}", f"{PREFIX}/apply/{{draft}}"
# What a page's script asks for, without a word in it.
_ASKED_BY_SCRIPTS = {f"{_CASE}/paid"}
_FILES = {f"{_DRAFT}/text", f"{_CASE}/receipt.pdf", f"{_CASE}/refusal.pdf"}
# Forms that are a button: nobody can type anything wrong there.
_NOTHING_TO_TYPE = {
    *(
        f"{PREFIX}/{page}"
        for page in ("readings", "session/extend", "session/leave", "procedures/{kind}", "continue/{secret}")
    ),
    *(f"{_CASE}/{page}" for page in ("again", "close", "pay", "withdraw")),
    *(f"{_DRAFT}/{page}" for page in ("drop", "sign")),
}
ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
PAGES = {route.path for route in ROUTES if "GET" in route.methods and not route.path.startswith(_NO_PAGES)}
FORMS = {route.path for route in ROUTES if "POST" in route.methods and not route.path.startswith(_NO_PAGES)}


def test_every_page_has_a_row():
    assert PAGES - _ASKED_BY_SCRIPTS - _FILES - {row.route for row in ROWS} == set()


def test_every_row_is_of_a_page():
    """In brackets stand those where there is none."""
    assert {row.route for row in ROWS if not row.route.startswith("(")} - PAGES == set()
    assert (_ASKED_BY_SCRIPTS | _FILES) <= PAGES
    assert _NOTHING_TO_TYPE <= FORMS


def test_every_form_is_tried_with_mistakes():
    told = {row.route for row in ROWS if row.status == 422}
    assert FORMS - told - _NOTHING_TO_TYPE == set()
