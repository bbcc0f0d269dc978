"""Liveness and readiness of a process without a web server of its own, on loopback or a cluster's probe port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_ANSWER = "HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
_REQUEST_WITHIN = 5.0  # seconds


@asynccontextmanager
async def serve_health(port: int | None, host: str = "127.0.0.1") -> AsyncIterator[asyncio.Event]:
    """Answer `/health/live` always and `/health/ready` while the yielded event is set; no port: no server.

    Raises OSError when the port is taken.
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
        except (TimeoutError, ConnectionError):
            pass
        finally:
            writer.close()

    async with await asyncio.start_server(answer, host, port):
        yield ready
