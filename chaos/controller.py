"""The controller's side of the gate: hears of every point, holds the one that is armed, lets all others go on."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from chaos.gate import HOST


@dataclass
class Trap:
    """The moment waited for: the `nth` time that `point` is reached for a request.

    It is the first request not known when it was armed. A point `reported <step>` is the next point that the same
    process reaches for the request after `after <step>`.
    """

    point: str
    nth: int = 1
    strangers_to: frozenset[str] = frozenset()
    process: str = ""
    case_id: str = ""
    held: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)
    count: int = 0
    reported: bool = False

    def caught(self, process: str, point: str, case_id: str) -> bool:
        """Say whether this is the moment, counting the times before it."""
        if self.held.is_set() or not self._concerns(case_id):
            return False
        if self.reported:
            return process == self.process
        step = self.point.removeprefix("reported ")
        wanted = f"after {step}" if step != self.point else self.point
        if point != wanted:
            return False
        self.case_id = self.case_id or case_id
        self.count += 1
        if self.count < self.nth:
            return False
        self.process = process
        self.reported = step != self.point
        return not self.reported

    def _concerns(self, case_id: str) -> bool:
        if self.case_id:
            return self.case_id == case_id
        return case_id not in self.strangers_to


class Controller:
    """`async with Controller() as controller`: listens on `port` of this machine."""

    def __init__(self) -> None:
        self.port = 0
        self.known: set[str] = set()
        self._trap: Trap | None = None
        self._server: asyncio.Server | None = None

    def arm(self, point: str, *, nth: int = 1) -> Trap:
        """Wait for one moment, in place of any before."""
        self._trap = Trap(point, nth, frozenset(self.known - {""}))
        return self._trap

    def disarm(self) -> None:
        """Let everything go on."""
        if self._trap is not None:
            self._trap.released.set()
        self._trap = None

    async def __aenter__(self) -> Self:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._hear, HOST, 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let everything go on and listen no more."""
        self.disarm()
        if self._server is not None:
            self._server.close()

    async def _hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, ValueError):
            told = json.loads(await reader.readline())
            await self._consider(told["process"], told["point"], told["case_id"], reader)
            writer.write(b"go on\n")
            await writer.drain()
        with suppress(OSError):
            writer.close()

    async def _consider(self, process: str, point: str, case_id: str, reader: asyncio.StreamReader) -> None:
        trap = self._trap
        caught = trap is not None and trap.caught(process, point, case_id)
        self.known.add(case_id)
        if trap is None or not caught:
            return
        trap.process = process
        trap.held.set()
        gone = asyncio.ensure_future(reader.read())  # ends when the process does, or gives the call up
        released = asyncio.ensure_future(trap.released.wait())
        try:
            await asyncio.wait({gone, released}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()
            released.cancel()
