"""The peer's process, asked line by line (`dbos_steps.py` says what)."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from embedded.errors import StackError
from embedded.stack_environment import inherited

_PROGRAM = Path(__file__).with_name("dbos_steps.py")
_START_WITHIN = 120.0  # seconds
_ANSWER_WITHIN = 300.0  # seconds
_STOP_WITHIN = 30.0  # seconds


class PeerProcess:
    """Implements `bench.measuring.subject.Runs` by asking the process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.pid = process.pid

    async def alone(self, cases: int) -> list[float]:
        """Run cases one after another."""
        return [float(each) for each in await self._ask(f"alone {cases}")]

    async def together(self, cases: int, at_once: int) -> float:
        """Run cases, some at once."""
        return float((await self._ask(f"together {cases} {at_once}"))[0])

    async def ready(self) -> None:
        """Wait until it has opened its database. Raises StackError."""
        await self._answer(_START_WITHIN)

    async def _ask(self, order: str) -> list[float]:
        if self._process.stdin is None:
            raise AssertionError("started with a pipe")
        self._process.stdin.write(f"{order}\n".encode())
        seconds = (await self._answer(_ANSWER_WITHIN))["seconds"]
        return seconds if isinstance(seconds, list) else [seconds]

    async def _answer(self, within: float) -> dict[str, list[float]]:
        if self._process.stdout is None:
            raise AssertionError("started with a pipe")
        try:
            async with asyncio.timeout(within):
                line = await self._process.stdout.readline()
        except TimeoutError:
            raise StackError(f"the peer did not answer within {within:.0f} s; see its log") from None
        if not line:
            raise StackError("the peer ended; see peer.log")
        answer: dict[str, list[float]] = json.loads(line)
        return answer


@asynccontextmanager
async def peer_process(
    python: Path, dsn: str, *, steps: int, messages: int, log: Path, environment: Mapping[str, str]
) -> AsyncIterator[PeerProcess]:
    """Run the peer with its own database. Raises StackError."""
    with log.open("ab") as stream:
        process = await asyncio.create_subprocess_exec(
            str(python),
            str(_PROGRAM),
            dsn,
            str(steps),
            str(messages),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=stream,
            env=inherited(environment),
        )
    peer = PeerProcess(process)
    try:
        await peer.ready()
        yield peer
    finally:
        await _stop(process)


async def _stop(process: asyncio.subprocess.Process) -> None:
    """Close its input, which ends it; kill it when it does not end."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(_STOP_WITHIN):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
