"""Pages that belong to no procedure, and those that stand where there is no page."""

from browser.rows.row import MISTAKEN, opened

from web.front.paths import PREFIX

ROWS = (
    opened("(every component)", path="/gallery"),
    opened("(every component)", "with mistakes", path="/gallery/wrong", status=MISTAKEN),
    opened(PREFIX),
    opened("/", path="/"),
    opened("/running", path="/running"),
    opened("/problems", path="/problems"),
    opened("/problems/{code}", path="/problems/not_found"),
    opened("(404)", path="/nothing-here", status=404),
)
