"""Every page of the counter in every state that looks different; a page without a row fails `test_routes.py`."""

from browser.rows import about, cases, general

ROWS = (*general.ROWS, *about.ROWS, *cases.ROWS)
