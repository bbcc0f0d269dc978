"""Which draft a trip to the card app was for, remembered by the browser that went: a cookie for each, for an hour.

It opens nothing: what it names is looked for among this browser's drafts. It is there for who comes back a second time,
when the draft has become a case and forgotten its trips.
"""

import hashlib
import re
from datetime import timedelta
from typing import NamedTuple

from fastapi import Request, Response

from domain.municipality.texts import Language
from web.front.cookies import set_cookie

RETURN = "/return/card"
_KEPT = timedelta(hours=1)
_WRITTEN = re.compile(rf"([A-Za-z0-9_-]{{1,64}})\.({'|'.join(Language)})", re.ASCII)


class Gone(NamedTuple):
    """From which draft a browser went, and from pages in which language."""

    draft_id: str
    language: Language


def remember_trip(response: Response, state: str, gone: Gone, *, secure: bool) -> None:
    """Have the browser remember on whose behalf it goes."""
    value = f"{gone.draft_id}.{gone.language.value}"
    set_cookie(response, _name(state), value, kept=_KEPT, secure=secure, path=RETURN)


def gone_on(request: Request, state: str) -> Gone | None:
    """Return from where this browser went on a trip."""
    written = _WRITTEN.fullmatch(request.cookies.get(_name(state), ""))
    return Gone(written[1], Language(written[2])) if written else None


def _name(state: str) -> str:
    return f"madoguchi-trip-{hashlib.sha256(state.encode()).hexdigest()[:16]}"
