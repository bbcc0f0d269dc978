"""The web process as a process: its end is orderly."""

import asyncio
import json
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest
from fakes.desk import City, application, desk_of
from fakes.desk_stories import FORM

from web.app import PortTaken, Site, serve

pytestmark = pytest.mark.program

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def running(drain_seconds: float = 0.0) -> AsyncIterator[tuple[Process, int]]:
    """Start the process of serving_process.py; yield it and its port."""
    program = str(Path(__file__).with_name("serving_process.py"))
    command = (sys.executable, program, str(ROOT / "municipalities"), "0", str(drain_seconds))
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE, cwd=ROOT, env=environment)
    try:
        async with asyncio.timeout(30):
            opens = json.loads(await process.stdout.readline())
        yield process, opens["port"]
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def answers(port: int) -> httpx2.Response:
    """Ask for a statement."""
    async with httpx2.AsyncClient(trust_env=False, timeout=20) as client:
        return await client.post(f"http://127.0.0.1:{port}/api/v1/statements", json={"form": FORM})


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_call_under_way_is_answered_and_no_other_is_taken(number: signal.Signals) -> None:
    """At the signal the socket closes first, the call under way gets its answer, and the process ends with 0."""
    async with running() as (process, port):
        call = asyncio.create_task(answers(port))
        async with asyncio.timeout(20):
            assert await process.stdout.readline() == b"under way\n"
            process.send_signal(number)
            answer = await call
            output, noise = await process.communicate()
        assert answer.status_code == 200
        assert process.returncode == 0
        assert b"web_closed" in output
        assert noise == b""
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", port), timeout=5).close()


async def test_readiness_ends_first_and_calls_are_answered_meanwhile() -> None:
    """From the signal on: not ready, alive, everybody answered on a connection that is closed then; then no more."""
    async with running(drain_seconds=600) as (process, port), httpx2.AsyncClient(trust_env=False, timeout=20) as client:
        address = f"http://127.0.0.1:{port}/health"
        before = await client.get(f"{address}/ready")
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(20):
            while b"web_drains" not in await process.stdout.readline():
                pass
        ready = await client.get(f"{address}/ready")
        alive, call = await client.get(f"{address}/live"), await answers(port)
        assert (before.status_code, ready.status_code, alive.status_code, call.status_code) == (200, 503, 204, 200)
        assert ready.json()["closing"] is True
        assert [each.headers.get("Connection") for each in (before, ready, call)] == [None, "close", "close"]

        process.send_signal(signal.SIGTERM)  # asked twice: no more patience
        async with asyncio.timeout(20):
            output, noise = await process.communicate()
        assert (process.returncode, noise) == (0, b"")
        assert b"web_closed" in output


async def test_a_taken_port_is_said_in_one_sentence(book) -> None:
    """Whoever starts a second one learns which variable to change."""
    app = application(desk_of(City(), book), Site("http://127.0.0.1"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"port {port} of 127.0.0.1 is taken: set MADOGUCHI_WEB_PORT"):
            await serve(app, "127.0.0.1", port)
