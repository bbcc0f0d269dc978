"""The outermost layer: an id for every call, headers on every answer, one log line, and no fault let through.

The log names the route's template, never the path: a receipt number in it opens a citizen's status page.
"""

import secrets
import time

import structlog
from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hosting.failure_chains import chain
from web.desk import Answered
from web.errors import fault
from web.security_headers import SECURITY_HEADERS, STRICT_TRANSPORT

_log = structlog.get_logger()
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_GONE = 499  # the caller hung up; never sent


class BrokenOff(Exception):  # noqa: N818 - reads as what happened
    """An answer could not be finished; the connection is closed so that nobody takes half of it for the whole."""


class Edge:
    """ASGI middleware around the application. `secure` adds what only makes sense over HTTPS; `answered` is told of all."""

    def __init__(self, app: ASGIApp, *, secure: bool, answered: Answered) -> None:
        self._app = app
        self._answered = answered
        self._headers = {**SECURITY_HEADERS, **(STRICT_TRANSPORT if secure else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one call."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await _Call(self._app, self._headers, scope, send, self._answered).run(receive)


class _Call:
    """One call on its way through."""

    def __init__(self, app: ASGIApp, headers: dict[str, str], scope: Scope, send: Send, answered: Answered) -> None:
        self._app = app
        self._headers = headers
        self._scope = scope
        self._send = send
        self._told = answered
        self._status = 0
        self._id = scope["madoguchi.call"] = secrets.token_hex(8)

    async def run(self, receive: Receive) -> None:
        started = time.perf_counter()
        try:
            await self._answered(receive)
        finally:
            self._tell(time.perf_counter() - started)

    async def _answered(self, receive: Receive) -> None:
        try:
            await self._app(self._scope, receive, self._stamped)
        except ClientDisconnect:
            self._status = self._status or _GONE
        except Exception as error:  # noqa: BLE001 - the last place where a fault can become an answer
            _log.error("unexpected_error", error_id=self._id, chain=chain(error))
            if self._status:
                raise BrokenOff from None
            await fault(Request(self._scope))(self._scope, receive, self._stamped)

    async def _stamped(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-Id"] = self._id
            if getattr(getattr(self._scope.get("app"), "state", None), "closing", False):
                headers["Connection"] = "close"  # the next call goes to another process
            for name, value in self._headers.items():
                headers.setdefault(name, value)
        await self._send(message)

    def _tell(self, seconds: float) -> None:
        method = self._scope["method"] if self._scope["method"] in _METHODS else "other"
        route = getattr(self._scope.get("route"), "path", "-")
        self._told(method, route, self._status, seconds)
        _log.info(
            "answered",
            call=self._id,
            method=method,
            route=route,
            status=self._status,
            ms=round(seconds * 1000, 1),
            actor=self._scope.get("madoguchi.actor", "-"),
        )
