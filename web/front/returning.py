"""Who went to pay, remembered by the browser: the payment provider leads everybody back to one address, without a number.

Nothing of a case stands in what the provider is given; a browser that comes back without the cookie has paid all the same.
"""

import re
from datetime import timedelta
from typing import NamedTuple

from fastapi import Request, Response

from domain.municipality.texts import Language
from web.front.cookies import set_cookie
from web.front.page import Page

_COOKIE = "madoguchi-paying"
RETURN = "/return/payment"
_KEPT = timedelta(hours=1)
_WRITTEN = re.compile(rf"({'|'.join(Language)})/([0-9A-Z-]{{19}})", re.ASCII)


class Payer(NamedTuple):
    """Which case's fee is being paid, on pages of which language."""

    language: Language
    receipt_number: str


def remember_payer(response: Response, page: Page, receipt_number: str) -> None:
    """Have the browser remember for an hour which fee it was shown."""
    value = f"{page.language.value}/{receipt_number}"
    set_cookie(response, _COOKIE, value, kept=_KEPT, secure=page.site.secure, path=RETURN)


def payer_of(request: Request) -> Payer | None:
    """Return which fee this browser went to pay; None when it does not know."""
    written = _WRITTEN.fullmatch(request.cookies.get(_COOKIE, ""))
    return Payer(Language(written[1]), written[2]) if written else None
