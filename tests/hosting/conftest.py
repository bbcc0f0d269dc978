"""A server of ours on a free port, with limits of time short enough to watch."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from hosting.guarded import Limits
from hosting.listening import http_config, listener


@dataclass
class Echo:
    """Answers with the body it was sent, and remembers who came: path and body."""

    seen: list[tuple[str, bytes]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        body, more = b"", True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body, more = body + message.get("body", b""), message.get("more_body", False)
        self.seen.append((scope["path"], body))
        answer = b"x" * 8_000_000 if scope["path"] == "/large" else body or b"-"
        length = (b"content-length", str(len(answer)).encode())
        await send({"type": "http.response.start", "status": 200, "headers": [length]})
        await send({"type": "http.response.body", "body": answer})


@dataclass
class Running:
    """The server, its address, and what its application saw."""

    port: int
    echo: Echo
    server: uvicorn.Server

    @property
    def open(self) -> int:
        """How many connections are open."""
        return len(self.server.server_state.connections)

    async def says(self, request: bytes, *, within: float = 10) -> bytes:
        """Send bytes, keep our side open and return everything that comes until the server hangs up."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(request)
            async with asyncio.timeout(within):
                return await reader.read()
        except ConnectionResetError:
            return b""
        finally:
            writer.close()


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the tests."""
        yield


@asynccontextmanager
async def serving(limits: Limits, *, kernel_keeps: int | None = None) -> AsyncIterator[Running]:
    """Serve; the kernel takes about `kernel_keeps` bytes of an answer that nobody reads."""
    echo = Echo()
    with listener("127.0.0.1", 0) as listening:
        if kernel_keeps:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, kernel_keeps)
        server = _Server(http_config(echo, 1, limits, lifespan="off"))
        task = asyncio.create_task(server.serve([listening]))
        while not server.started:  # noqa: ASYNC110 - uvicorn has no word for it
            await asyncio.sleep(0.01)
        yield Running(listening.getsockname()[1], echo, server)
        server.should_exit = True
        await task


@pytest.fixture
async def running() -> AsyncIterator[Running]:
    async with serving(Limits(head=0.5, body=1.0, idle=1, taken=1.0, connections=400)) as server:
        yield server


@pytest.fixture
async def crowded() -> AsyncIterator[Running]:
    """A server that is full with 20 connections, and patient."""
    async with serving(Limits(connections=20)) as server:
        yield server


@pytest.fixture
async def narrow(request: pytest.FixtureRequest) -> AsyncIterator[Running]:
    """A server of 20 connections whose lines hold little; `taken` is the parameter, in seconds."""
    async with serving(Limits(taken=getattr(request, "param", 30.0), connections=20), kernel_keeps=4096) as server:
        yield server
