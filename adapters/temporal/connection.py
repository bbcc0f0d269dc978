"""Connecting to the engine. A process that has done so ends through `adapters.stopping.run_and_leave`."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.runtime import Runtime
from temporalio.service import GrpcCompression, RPCError, RPCStatusCode

from adapters.keys import EngineKeys
from adapters.temporal.door import Told
from adapters.temporal.plugin import madoguchi_plugin, nobody_told
from adapters.temporal.security import PLAIN, EngineSecurity, wrong_security
from domain.errors import DomainError, ErrorCode, PortRejected, PortUnavailable
from hosting.engine_words import is_no_connection

_CONNECT_WITHIN = timedelta(seconds=5)
_REFUSED = {
    RPCStatusCode.UNAUTHENTICATED: "code: Unauthenticated",
    RPCStatusCode.PERMISSION_DENIED: "code: PermissionDenied",
}


async def connect(  # noqa: PLR0913 - what a connection is made of
    address: str,
    namespace: str,
    keys: EngineKeys,
    *,
    security: EngineSecurity = PLAIN,
    lazy: bool = False,
    runtime: Runtime | None = None,
    told: Told = nobody_told,
) -> Client:
    """Return a client; a lazy one connects at its first call, so callers can start while the engine is down.

    `told` is told what the workflows of a worker with this client refuse.

    Raises PortUnavailable("temporal") when the engine does not answer within five seconds, SettingsError when it does
    and one of the two does not trust the other.
    """
    plugins = [madoguchi_plugin(keys, told)]
    return await _dial(address, namespace, security, plugins=plugins, lazy=lazy, runtime=runtime)


async def connect_to_ask(address: str, namespace: str, security: EngineSecurity = PLAIN) -> Client:
    """Return a client without keys, for questions about the engine itself: no payload is read. Raises as `connect`."""
    return await _dial(address, namespace, security)


async def _dial(address: str, namespace: str, security: EngineSecurity, **options: Any) -> Client:
    try:
        async with asyncio.timeout(_CONNECT_WITHIN.total_seconds()):
            return await Client.connect(
                address,
                namespace=namespace,
                tls=security.tls or False,
                api_key=security.api_key,
                # Ciphertext does not compress.
                grpc_compression=GrpcCompression.NONE,
                **options,
            )
    except (RPCError, TimeoutError, OSError) as error:
        raise PortUnavailable("temporal") from error
    except RuntimeError as error:
        if not is_no_connection(error):
            raise
        raise wrong_security(str(error)) or PortUnavailable("temporal") from error


async def check_namespace(client: Client) -> None:
    """Ask the engine for the client's namespace.

    Raises PortUnavailable, PortRejected("temporal") when there is none, SettingsError as `connect`.
    """
    try:
        async with asyncio.timeout(_CONNECT_WITHIN.total_seconds()):
            await client.workflow_service.describe_namespace(
                DescribeNamespaceRequest(namespace=client.namespace), timeout=_CONNECT_WITHIN
            )
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise PortRejected("temporal", "namespace_not_found") from None
        raise wrong_security(_REFUSED.get(error.status, "")) or PortUnavailable("temporal") from error
    except TimeoutError as error:
        raise PortUnavailable("temporal") from error
    except RuntimeError as error:
        if not is_no_connection(error):
            raise
        raise wrong_security(str(error)) or PortUnavailable("temporal") from error


@contextmanager
def engine_answers() -> Iterator[None]:
    """Turn what a call to the engine raises into our errors: REQUEST_UNKNOWN for a workflow that it does not know.

    Raises DomainError(REQUEST_UNKNOWN), PortUnavailable("temporal").
    """
    try:
        yield
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise DomainError(ErrorCode.REQUEST_UNKNOWN) from None
        raise PortUnavailable("temporal") from error
    except RuntimeError as error:
        if not is_no_connection(error):
            raise
        raise PortUnavailable("temporal") from error
