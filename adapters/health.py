"""Liveness, readiness and metrics on a port of their own: for probes and Prometheus, never for the public."""

import asyncio
import errno
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

LOOPBACK = "127.0.0.1"
_HEAD = "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
_PLAIN = "text/plain; charset=utf-8"
_REQUEST_WITHIN = 5.0  # seconds
_ANSWER_WITHIN = 15.0  # seconds
_MOST_ASKING = 64  # connections that have not asked yet
Page = Callable[[], Awaitable[bytes]]


class HealthPortTaken(Exception):  # noqa: N818 - reads as what happened
    """Somebody else listens there."""

    def __init__(self, host: str, port: int, variable: str) -> None:
        super().__init__(f"port {port} of {host} is taken: set {variable} to another one")
        self.host = host
        self.port = port


@asynccontextmanager
async def serve_health(
    port: int | None,
    host: str = LOOPBACK,
    *,
    metrics: Page | None = None,
    variable: str = "MADOGUCHI_WORKER_HEALTH_PORT",
) -> AsyncIterator[asyncio.Event]:
    """Answer `/health/live` always, `/health/ready` while the yielded event is set, and `/metrics` if there are any.

    No port: no server. `variable` is the one to change when the port is taken. Raises HealthPortTaken.
    """
    ready = asyncio.Event()
    if port is None:
        yield ready
        return
    try:
        server = await asyncio.start_server(_Door(ready, metrics).answer, host, port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise HealthPortTaken(host, port, variable) from None
    async with server:
        yield ready


class _Door:
    """Answers one call at a time from each who knocks."""

    def __init__(self, ready: asyncio.Event, metrics: Page | None) -> None:
        self._ready = ready
        self._metrics = metrics
        self._asking: dict[asyncio.StreamWriter, None] = {}  # oldest first

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            line = await self._line(reader, writer)
            async with asyncio.timeout(_ANSWER_WITHIN):
                status, kind, body = await self._page(line)
                writer.write(_HEAD.format(status=status, kind=kind, length=len(body)).encode() + body)
                await writer.drain()
        except (TimeoutError, ConnectionError, ValueError):  # ValueError: a line without end
            pass
        finally:
            writer.close()

    async def _line(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        """Return the first line; with too many who ask nothing, the oldest of them goes."""
        self._asking[writer] = None
        if len(self._asking) > _MOST_ASKING:
            oldest = next(iter(self._asking))
            del self._asking[oldest]
            oldest.transport.abort()
        try:
            async with asyncio.timeout(_REQUEST_WITHIN):
                return await reader.readline()
        finally:
            self._asking.pop(writer, None)

    async def _page(self, line: bytes) -> tuple[str, str, bytes]:
        if self._metrics is not None and line.startswith(b"GET /metrics "):
            return "200 OK", "text/plain; version=0.0.4; charset=utf-8", await self._metrics()
        if b" /health/live " in line or (b" /health/ready " in line and self._ready.is_set()):
            return "200 OK", _PLAIN, b"ok"
        return "503 Service Unavailable", _PLAIN, b"not ready"
