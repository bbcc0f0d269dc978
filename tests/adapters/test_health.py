"""Liveness and readiness over a real socket, and what a careless caller cannot break."""

import asyncio
import contextlib
import socket

import pytest

from adapters.health import HealthPortTaken, serve_health


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


async def asked(port, request):
    """Send bytes and return the whole answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    await writer.drain()
    answer = await reader.read()
    writer.close()
    return answer


async def status(port, path):
    answer = await asked(port, f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    head, _, body = answer.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    return int(head.split()[1])


async def test_alive_at_once_and_ready_when_told():
    """Liveness is always yes; readiness follows the event; any other path is no."""
    port = free_port()
    async with serve_health(port) as ready:
        assert [await status(port, f"/health/{name}") for name in ("live", "ready")] == [200, 503]
        ready.set()
        assert await status(port, "/health/ready") == 200
        ready.clear()
        assert await status(port, "/health/ready") == 503
        assert await status(port, "/anything") == 503
    with pytest.raises(OSError, match=str(port)):
        await asyncio.open_connection("127.0.0.1", port)


async def test_without_a_port_there_is_no_server():
    """The event is there all the same."""
    async with serve_health(None) as ready:
        ready.set()


async def test_metrics_stand_beside_health():
    """Asked for by GET alone; what is asked for elsewhere is answered meanwhile."""

    async def page():
        return "深さ 1\n".encode()

    port = free_port()
    async with serve_health(port, metrics=page):
        answer = await asked(port, b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
        head, _, body = answer.partition(b"\r\n\r\n")
        assert b"Content-Type: text/plain; version=0.0.4" in head
        assert body == await page()
        assert f"Content-Length: {len(body)}".encode() in head
        assert await status(port, "/health/live") == 200
        assert (await asked(port, b"POST /metrics HTTP/1.1\r\n\r\n")).startswith(b"HTTP/1.1 503")


async def test_another_variable_is_named_when_its_port_is_taken():
    """The web's port of metrics has a variable of its own."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(HealthPortTaken, match=rf"port {port} .*MADOGUCHI_WEB_METRICS_PORT"):
            async with serve_health(port, variable="MADOGUCHI_WEB_METRICS_PORT"):
                pass


async def test_a_taken_port_is_told_with_its_variable():
    """One sentence that says what to change."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(HealthPortTaken, match=rf"port {port} .*MADOGUCHI_WORKER_HEALTH_PORT"):
            async with serve_health(port):
                pass


@pytest.mark.parametrize("request_line", [b"\xff\x00\n", b"\n", b"GET\n", b"x" * 200_000 + b"\n"])
async def test_a_call_that_is_no_http_breaks_nothing(request_line):
    """Nonsense and endless lines: the next caller is answered, and no task dies unseen."""
    port, unseen = free_port(), []
    loop = asyncio.get_running_loop()
    before = loop.get_exception_handler()
    loop.set_exception_handler(lambda _, context: unseen.append(context))
    try:
        async with serve_health(port):
            with contextlib.suppress(ConnectionError):
                await asked(port, request_line)
            assert await status(port, "/health/live") == 200
    finally:
        loop.set_exception_handler(before)
    assert unseen == []
