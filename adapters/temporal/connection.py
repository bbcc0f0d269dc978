"""Connecting to the engine. A process that has done so ends through `adapters.stopping.run_and_leave`."""

import asyncio
from datetime import timedelta

from temporalio.client import Client
from temporalio.service import GrpcCompression, RPCError

from adapters.keys import KeyRing
from adapters.temporal.plugin import madoguchi_plugin
from domain.errors import PortUnavailable

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
