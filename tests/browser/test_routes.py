"""No page is forgotten: the application says which there are."""

from browser.rows.table import ROWS
from fakes.desk import ROUTERS
from fastapi.routing import APIRoute

# Beside pages: what programs call, files, and what only leads on.
_NO_PAGES = ("/api/", "/health/", "/static/")
ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
PAGES = {route.path for route in ROUTES if "GET" in route.methods and not route.path.startswith(_NO_PAGES)}
FORMS = {route.path for route in ROUTES if "POST" in route.methods and not route.path.startswith(_NO_PAGES)}


def test_every_page_has_a_row():
    assert PAGES - {row.route for row in ROWS} == set()


def test_every_row_is_of_a_page():
    """In brackets stand those where there is none."""
    assert {row.route for row in ROWS if not row.route.startswith("(")} - PAGES == set()


def test_every_form_is_tried_with_mistakes():
    told = {row.route for row in ROWS if row.status == 422}
    assert FORMS - told == set()
