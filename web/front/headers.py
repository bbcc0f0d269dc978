"""Headers of pages with forms, beside those of every answer (`web/security_headers.py`).

`same-origin`, not `no-referrer`: with that Chromium sends `Origin: null` on our own forms. `form-action` holds for
redirects too, so the hosts a form leads on to (card app, payment) are named.
"""

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def page_headers(leads_to: Collection[str] = ()) -> Mapping[str, str]:
    """Return the headers of a page whose forms may lead on to these origins."""
    actions = " ".join(["'self'", *sorted(leads_to)])
    policy = (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        f"base-uri 'none'; frame-ancestors 'none'; form-action {actions}"
    )
    return {"Content-Security-Policy": policy, "Referrer-Policy": "same-origin"}
