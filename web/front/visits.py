"""A browser that came to the counter: one cookie with a random token, no account, nothing about a person in it.

What the browser may open (its drafts, cases whose code it has shown) stands in the database under a hash of the token.
The token of a form (`csrf`) is derived from it: only pages of ours, shown to this browser, can hold it.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from fastapi import Request, Response

from domain.cases.drafting import KEPT
from web.desk import TheSite
from web.front.cookies import set_cookie

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_PURPOSE = b"madoguchi form v1"


@dataclass(frozen=True)
class Visit:
    """One browser. `fresh`: it has not come before, or has lost its cookie."""

    token: str
    fresh: bool = False

    @property
    def key(self) -> str:
        """What the database knows it by: SHA-256 of the token, in hex."""
        return hashlib.sha256(self.token.encode()).hexdigest()

    @property
    def csrf(self) -> str:
        """What its forms carry."""
        return hmac.new(self.token.encode(), _PURPOSE, hashlib.sha256).hexdigest()

    def sent(self, csrf: str) -> bool:
        """Say whether a form came from a page that this browser was shown."""
        return hmac.compare_digest(self.csrf.encode(), csrf.encode())


def new_visit() -> Visit:
    """Return a browser that has no token yet, with one."""
    return Visit(secrets.token_urlsafe(32), fresh=True)


def cookie_name(*, secure: bool) -> str:
    """Return the cookie's name; over HTTPS nobody but this very host can have set it (`__Host-`)."""
    return "__Host-madoguchi" if secure else "madoguchi"


def visit_of(request: Request, site: TheSite) -> Visit:
    """Return the browser that calls; a new one when it shows no cookie of ours."""
    return visit_by(request, cookie_name(secure=site.secure))


def visit_by(request: Request, cookie: str) -> Visit:
    """Return the browser that calls, as a cookie of this name says."""
    token = request.cookies.get(cookie, "")
    return Visit(token) if _TOKEN.fullmatch(token) else new_visit()


def remember(response: Response, visit: Visit, *, secure: bool) -> None:
    """Give the browser its cookie, for as long again as a draft is kept."""
    set_cookie(response, cookie_name(secure=secure), visit.token, kept=KEPT, secure=secure)
