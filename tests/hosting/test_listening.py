"""Sockets that listen: small answers go out at once, whoever of ours listens."""

import asyncio
import re
import socket
import time
from pathlib import Path

import pytest

from adapters.health import serve_health
from hosting.listening import listener

ROOT = Path(__file__).parents[2]
LISTENERS = re.compile(r"uvicorn\.Config\(|socket\.create_server\(|\.listen\(|create_server\(|start_server\(")
_PROBES = {  # listeners that are asyncio's own from host and port, a try whether a port is free, or development only
    "adapters/health.py",
    "adapters/temporal/telemetry.py",
    "sandbox/app.py",
    "sandbox/mail/catcher.py",
    "hosting/listening.py",
}


async def test_an_accepted_connection_waits_for_no_acknowledgement(running):
    """TCP_NODELAY, read back from the socket: else every answer with a body takes 40 ms more on a kept connection."""
    _, writer = await asyncio.open_connection("127.0.0.1", running.port)
    while not running.open:  # noqa: ASYNC110 - until the server has taken it
        await asyncio.sleep(0.01)
    (connection,) = running.server.server_state.connections
    accepted = connection.transport.get_extra_info("socket")

    assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
    writer.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_listener_knows_its_protocol(host: str):
    """Only then does asyncio set the option; for both kinds of addresses, and a second one is refused."""
    try:
        listening = listener(host, 0)
    except OSError:
        pytest.skip(f"no {host} here")
    with listening:
        assert listening.proto == socket.IPPROTO_TCP
        with pytest.raises(OSError, match="in use"):
            listener(host, listening.getsockname()[1])


async def test_answers_on_a_kept_connection_come_at_once(running):
    """Twenty answers with a body take less than twenty waits of 40 ms for an acknowledgement would."""
    reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
    started = time.perf_counter()
    for _ in range(20):
        writer.write(b"POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
        assert (await reader.readuntil(b"hello")).startswith(b"HTTP/1.1 200 ")
    writer.close()

    assert time.perf_counter() - started < 20 * 0.04


async def test_probes_and_metrics_wait_for_no_acknowledgement_either():
    """Their server, asyncio's own, sets the option on what it accepts."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with serve_health(port):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.sleep(0.05)
        accepted = [
            task.get_coro().cr_frame.f_locals["writer"].get_extra_info("socket")
            for task in asyncio.all_tasks()
            if getattr(task.get_coro(), "__qualname__", "") == "_Door.answer"
        ]
        assert [each.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) for each in accepted] == [1]
        writer.close()


def test_nobody_of_ours_listens_past_this_package():
    """Another listener would have neither the option nor the limits: it is made in `hosting`, or named above."""
    packages = ("adapters", "web", "sandbox", "cli", "upkeep", "hosting", "audit")
    files = (file for package in packages for file in (ROOT / package).rglob("*.py"))
    found = {file.relative_to(ROOT).as_posix() for file in files if LISTENERS.search(file.read_text(encoding="utf-8"))}

    assert found == _PROBES
