"""People who try again: what is cut off, refused for now, or never answered is sent once more, the same bytes."""

import asyncio
from collections.abc import AsyncIterator

import httpx2
import pytest

from chaos.persistence import Persistent

LATER = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nhalf"
FAULT = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
CONFLICT = b"HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
UNKNOWN = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nfine"
NOTHING = b""


class Counter:
    """A web server that answers as it is told, one answer per connection."""

    def __init__(self) -> None:
        self.answers: list[bytes] = []
        self.bodies: list[bytes] = []
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer once."""
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-l"))
        self.bodies.append(await reader.readexactly(length))
        writer.write(self.answers.pop(0))
        await writer.drain()
        writer.close()


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    made = Counter()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    async with server:
        yield made


@pytest.mark.parametrize("first", [LATER, CUT, NOTHING])
async def test_what_was_not_answered_is_sent_again_the_same(counter: Counter, first: bytes):
    """Refused for now, cut off in the middle of the answer, closed without one."""
    counter.answers = [first, first, FINE]
    people = Persistent()
    async with httpx2.AsyncClient(transport=people, timeout=5) as client:
        answer = await client.post(counter.url, content=b"a decision")

    assert (answer.status_code, answer.content) == (200, b"fine")
    assert counter.bodies == [b"a decision"] * 3
    assert people.faults == []


async def test_a_fault_is_not_sent_again_and_is_told(counter: Counter):
    """Nobody should ever see one."""
    counter.answers = [FAULT]
    people = Persistent()
    async with httpx2.AsyncClient(transport=people, timeout=5) as client:
        answer = await client.post(counter.url, content=b"a decision")

    assert answer.status_code == 500
    assert people.faults == ["POST / answered 500"]


@pytest.mark.parametrize(
    ("path", "told"), [("requests/1/decisions", []), ("requests/1/withdrawal", ["409"]), ("", ["409"])]
)
async def test_another_was_first_is_an_answer_to_who_decides_alone(counter: Counter, path: str, told: list[str]):
    """Whoever else is refused has seen a fault."""
    counter.answers = [CONFLICT]
    people = Persistent()
    async with httpx2.AsyncClient(transport=people, timeout=5) as client:
        await client.post(counter.url + path, content=b"a decision")

    assert [fault.rpartition(" ")[2] for fault in people.faults] == told


async def test_a_refusal_of_another_kind_is_told_to_who_decides_too(counter: Counter):
    """A case that nobody knows is no race."""
    counter.answers = [UNKNOWN]
    people = Persistent()
    async with httpx2.AsyncClient(transport=people, timeout=5) as client:
        await client.post(counter.url + "requests/1/decisions", content=b"a decision")

    assert people.faults == ["POST /requests/1/decisions answered 404"]
