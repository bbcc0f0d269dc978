"""Every page of the counter in every state that looks different; a page without a row fails `test_routes.py`."""

from browser.rows import about, applying, cases, general, office

ROWS = (*general.ROWS, *about.ROWS, *applying.ROWS, *cases.ROWS, *office.ROWS)
