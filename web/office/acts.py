"""What every act of an officer has: an id that makes a second press the same act, and the place the officer has seen.

A page shows a form with both; what happened since is told before anything is decided on the ground of an old page.
"""

import secrets
from dataclasses import dataclass

from web.front.forms import Fields
from web.http_codes import HttpCode, HttpRefusal
from web.office.page import StaffPage


class PageStale(Exception):  # noqa: N818 - reads as what happened
    """The case has gone on since the officer saw it. `place` is what they saw, `case_id` which case."""

    def __init__(self, case_id: str, place: int) -> None:
        super().__init__()
        self.case_id = case_id
        self.place = place


@dataclass(frozen=True)
class Act:
    """What an officer's form sent."""

    decision_id: str
    place: int
    fields: Fields

    def require_place(self, case_id: str, place: int) -> None:
        """Raise PageStale when the case has gone on since the form was shown."""
        if place != self.place:
            raise PageStale(case_id, self.place)


def new_decision_id() -> str:
    """Return an id for a form about to be shown."""
    return f"page-{secrets.token_hex(16)}"


async def read_act(page: StaffPage) -> Act:
    """Return what a form sent. Raises HttpRefusal FORM_FOREIGN or CALL_MALFORMED."""
    fields = await page.fields()
    place, decision_id = fields.get("place"), fields.get("decision_id")
    if not (place.isascii() and place.isdigit() and len(place) < 7 and 8 <= len(decision_id) <= 80):  # noqa: PLR2004
        raise HttpRefusal(HttpCode.CALL_MALFORMED)
    return Act(decision_id, int(place), fields)
