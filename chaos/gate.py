"""The gate of a watched process: at every named point it tells the controller and waits until it may go on.

One line of JSON goes over a connection of its own, one line comes back: a process that is killed while it waits leaves
nothing behind, and the controller sees the connection end.
"""

import asyncio
import json
from contextlib import suppress

HOST = "127.0.0.1"


class Gate:
    """Where a process stops to be looked at. Without a controller nobody waits."""

    def __init__(self, port: int, process: str) -> None:
        self._port = port
        self._process = process

    async def reach(self, point: str, case_id: str = "") -> None:
        """Say that a point is reached, for a request if it concerns one, and wait for leave to go on."""
        try:
            reader, writer = await asyncio.open_connection(HOST, self._port)
        except OSError:  # the run is over, and so are we soon
            return
        try:
            told = {"process": self._process, "point": point, "case_id": case_id}
            writer.write(json.dumps(told).encode() + b"\n")
            await writer.drain()
            await reader.readline()
        except OSError:
            return
        finally:
            with suppress(OSError):
                writer.close()
