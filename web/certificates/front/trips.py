"""Which draft a trip to the card app was for, remembered by the browser that went: a cookie for each, for an hour.

It opens nothing: what it names is looked for among this browser's drafts. It is there for who comes back a second time,
when the draft has become a case and forgotten its trips.
"""

import hashlib
import re
from datetime import timedelta

from fastapi import Request, Response

RETURN = "/return/card"
_KEPT = timedelta(hours=1)
_DRAFT = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


def remember_trip(response: Response, state: str, draft_id: str, *, secure: bool) -> None:
    """Have the browser remember on whose behalf it goes."""
    response.set_cookie(
        _name(state),
        draft_id,
        max_age=int(_KEPT.total_seconds()),
        path=RETURN,
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def draft_of_trip(request: Request, state: str) -> str | None:
    """Return the draft of a trip on which this browser went."""
    name = request.cookies.get(_name(state), "")
    return name if _DRAFT.fullmatch(name) else None


def _name(state: str) -> str:
    return f"madoguchi-trip-{hashlib.sha256(state.encode()).hexdigest()[:16]}"
