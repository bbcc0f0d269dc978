"""Connecting to the engine, and leaving it."""

import asyncio
import gc
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from temporalio.client import Client
from temporalio.service import GrpcCompression, RPCError

from adapters.keys import KeyRing
from adapters.temporal.plugin import madoguchi_plugin
from domain.errors import PortUnavailable

INTERRUPTED = 130  # as shells tell Ctrl-C: 128 and the number of SIGINT
_CONNECT_WITHIN = timedelta(seconds=5)


async def connect(address: str, namespace: str, ring: KeyRing, *, lazy: bool = False) -> Client:
    """Return a client; a lazy one connects at its first call, so callers can start while the engine is down.

    Raises PortUnavailable("temporal") when the engine does not answer within five seconds.
    """
    try:
        async with asyncio.timeout(_CONNECT_WITHIN.total_seconds()):
            return await Client.connect(
                address,
                namespace=namespace,
                plugins=[madoguchi_plugin(ring)],
                lazy=lazy,
                # Ciphertext does not compress.
                grpc_compression=GrpcCompression.NONE,
            )
    except (RPCError, RuntimeError, TimeoutError, OSError) as error:
        raise PortUnavailable("temporal") from error


def run_and_leave(main: Callable[[], Coroutine[Any, Any, int]]) -> int:
    """Run an entry point and return its exit status; every process that talks to the engine ends through here.

    A process that exits right after using a client aborts in 5-12 % of runs (the native runtime's threads meet the
    dying interpreter); dropping the client and collecting once after the loop has ended prevents it.
    """
    try:
        return asyncio.run(main())
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        gc.collect()
