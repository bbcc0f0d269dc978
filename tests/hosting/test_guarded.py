"""Connections have an end: nobody who sends half a request stays, or keeps others out."""

import asyncio
import socket
import time
from contextlib import AsyncExitStack, ExitStack

import httpx2
import pytest
from fixtures.services import free_port

from adapters.health import serve_health

pytestmark = pytest.mark.program

_HALVES = {
    "nothing": b"",
    "half a first line": b"GET /a HT",
    "half a head": b"GET /a HTTP/1.1\r\nHost: a\r\nX-A: ",
    "no blank line": b"GET /a HTTP/1.1\r\nHost: a\r\n",
    "half a body": b"POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\nhello",
    "no body": b"POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n",
    "half a chunk": b"POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
    "no last chunk": b"POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    "a second half": b"GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HT",
    "a body that waits to be asked for": b"POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n",
}


@pytest.mark.parametrize("half", _HALVES)
async def test_half_a_request_is_closed_within_its_limit(running, half: str):
    """408 where something was asked; the application never sees more than whole requests."""
    started = time.monotonic()
    answer = await running.says(_HALVES[half])

    assert time.monotonic() - started < 3
    assert running.echo.seen == ([("/a", b"")] if half == "a second half" else [])
    if half not in ("nothing", "a second half"):
        assert b"HTTP/1.1 408 " in answer


@pytest.mark.parametrize(
    "head",
    [
        b"GET /a HTTP/1.1\r\n" + b"X: a\r\n" * 999,
        b"POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 999\r\n\r\n" + b"x" * 900,
    ],
)
async def test_a_byte_now_and_then_buys_no_time(running, head: bytes):
    """The limit is for the whole head and the whole body, not between two bytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
    started = time.monotonic()

    async def drip() -> None:
        for byte in head:
            writer.write(bytes([byte]))
            await asyncio.sleep(0.02)

    dripping = asyncio.create_task(drip())
    async with asyncio.timeout(5):
        await reader.read()
    dripping.cancel()
    writer.close()
    assert time.monotonic() - started < 3


async def test_a_hundred_and_fifty_halves_keep_nobody_out(running):
    """While they stand open a good caller is answered at once, and within their limits all of them are closed."""
    async with AsyncExitStack() as stack, httpx2.AsyncClient(trust_env=False) as client:
        readers = []
        for number in range(150):
            reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
            stack.callback(writer.close)
            writer.write(list(_HALVES.values())[number % len(_HALVES)])
            readers.append(reader)
        for _ in range(10):
            good = await client.post(f"http://127.0.0.1:{running.port}/good", content=b"whole")
            assert (good.status_code, good.content) == (200, b"whole")
        async with asyncio.timeout(5):
            await asyncio.gather(*(reader.read() for reader in readers), return_exceptions=True)
            while running.open > 1:  # noqa: ASYNC110 - the good caller's own stays
                await asyncio.sleep(0.01)


async def test_when_it_is_full_the_longest_silent_goes(crowded):
    """Halves and resting connections, more than there is room for, shut no good caller out, without any limit of time."""
    async with AsyncExitStack() as stack, httpx2.AsyncClient(trust_env=False) as client:
        for number in range(150):
            _, writer = await asyncio.open_connection("127.0.0.1", crowded.port)
            stack.callback(writer.close)
            writer.write(list(_HALVES.values())[number % len(_HALVES)])
        good = await client.post(f"http://127.0.0.1:{crowded.port}/good", content=b"whole")
        assert good.status_code == 200
        assert crowded.open <= 20


async def test_a_kept_connection_rests_so_long_and_no_longer(running):
    """An answer, silence, and the end."""
    started = time.monotonic()
    answer = await running.says(b"GET /a HTTP/1.1\r\nHost: a\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert time.monotonic() - started < 3


async def test_an_answer_that_nobody_takes_is_given_up(running):
    """Who asks for something large and reads nothing holds no memory of ours for long."""
    _, writer = await asyncio.open_connection("127.0.0.1", running.port, limit=1)
    writer.write(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
    async with asyncio.timeout(5):
        while not running.echo.seen or running.open:  # noqa: ASYNC110 - nothing tells us
            await asyncio.sleep(0.01)
    writer.transport.abort()


async def asks_and_reads_nothing(port: int, size: int, *, close: bool) -> socket.socket:
    """Ask for an answer of so many bytes through a line that holds few."""
    caller, loop = socket.socket(), asyncio.get_running_loop()
    caller.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    caller.setblocking(False)
    await loop.sock_connect(caller, ("127.0.0.1", port))
    kept = b"Connection: close\r\n" if close else b""
    head = b"POST /a HTTP/1.1\r\nHost: a\r\n" + kept + b"Content-Length: %d\r\n\r\n" % size
    await loop.sock_sendall(caller, head + b"x" * size)
    return caller


@pytest.mark.parametrize("narrow", [1.0], indirect=True)
@pytest.mark.parametrize("close", [True, False])
async def test_the_rest_of_a_short_answer_is_given_up_too(narrow, close: bool):
    """Less than the transport's high-water mark, and left when we have closed: it holds no place of ours for ever."""
    with await asks_and_reads_nothing(narrow.port, 50_000, close=close):
        async with asyncio.timeout(5):
            while not narrow.echo.seen or narrow.open:  # noqa: ASYNC110 - nothing tells us
                await asyncio.sleep(0.01)


async def test_answers_that_nobody_takes_keep_nobody_out(narrow):
    """When it is full of them, the longest untaken goes, without any limit of time."""
    with ExitStack() as stack:
        for _ in range(30):
            stack.enter_context(await asks_and_reads_nothing(narrow.port, 50_000, close=True))
        async with httpx2.AsyncClient(trust_env=False) as client:
            good = await client.post(f"http://127.0.0.1:{narrow.port}/good", content=b"whole")
        assert good.status_code == 200
        assert narrow.open <= 20


@pytest.mark.parametrize("line", [b"GET /" + b"a" * 20_000, b"GET /a HTTP/1.1\r\nHost: a\r\nX-A: " + b"a" * 20_000])
async def test_a_head_has_a_size(running, line: bytes):
    """16 KiB are more than any request to us has."""
    assert (await running.says(line)).startswith(b"HTTP/1.1 400 ")


async def test_probes_are_answered_whoever_asks_nothing():
    """The same of the port of probes and metrics: two hundred who are silent, and Prometheus is served."""
    port = free_port()
    async with AsyncExitStack() as stack, serve_health(port) as ready, httpx2.AsyncClient(trust_env=False) as client:
        ready.set()
        for _ in range(200):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            stack.callback(writer.close)
        assert (await client.get(f"http://127.0.0.1:{port}/health/ready")).status_code == 200
