"""Liveness and readiness of a process without a web server of its own, on loopback or a cluster's probe port."""

import asyncio
import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_ANSWER = "HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
_REQUEST_WITHIN = 5.0  # seconds


class HealthPortTaken(Exception):  # noqa: N818 - reads as what happened
    """Somebody else listens there."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"port {port} of {host} is taken: set MADOGUCHI_WORKER_HEALTH_PORT to another one")
        self.host = host
        self.port = port


@asynccontextmanager
async def serve_health(port: int | None, host: str = "127.0.0.1") -> AsyncIterator[asyncio.Event]:
    """Answer `/health/live` always and `/health/ready` while the yielded event is set; no port: no server.

    Raises HealthPortTaken.
    """
    ready = asyncio.Event()
    if port is None:
        yield ready
        return

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_REQUEST_WITHIN):
                line = await reader.readline()
            fine = b" /health/live " in line or (b" /health/ready " in line and ready.is_set())
            status, body = ("200 OK", "ok") if fine else ("503 Service Unavailable", "not ready")
            writer.write(_ANSWER.format(status=status, length=len(body), body=body).encode())
            await writer.drain()
        except (TimeoutError, ConnectionError, ValueError):  # ValueError: a line without end
            pass
        finally:
            writer.close()

    try:
        server = await asyncio.start_server(answer, host, port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise HealthPortTaken(host, port) from None
    async with server:
        yield ready
