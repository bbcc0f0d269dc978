"""Cookies of the pages: for a while, sent to our own addresses alone, and read by no script.

Each one is named on the page about privacy (`about.privacy.text`).
"""

from datetime import timedelta

from fastapi import Response


def set_cookie(response: Response, name: str, value: str, *, kept: timedelta, secure: bool, path: str = "/") -> None:
    """Have the browser keep a value; `secure`: it is sent over HTTPS alone."""
    response.set_cookie(
        name, value, max_age=int(kept.total_seconds()), path=path, secure=secure, httponly=True, samesite="lax"
    )
