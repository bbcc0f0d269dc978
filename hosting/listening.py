"""Sockets that listen, and the settings every HTTP server of ours is started with."""

import socket
from functools import partial
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp

from hosting.guarded import GuardedProtocol, Limits

BACKLOG = 256  # connections the kernel keeps until we take them, all in one go
_MOST_HEAD = 16_384  # bytes of request line and headers


def listener(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 is any free one. Raises OSError.

    Its protocol is said, which `socket.create_server` does not: asyncio sets TCP_NODELAY on what it accepts only where
    it stands, and without it every answer with a body waits 40 ms for the acknowledgement of its headers.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except BaseException:
        listening.close()
        raise
    return listening


def http_config(app: ASGIApp, grace_seconds: int, limits: Limits | None = None, **options: Any) -> uvicorn.Config:
    """Return how uvicorn serves `app`: strictly read, guarded against who never finishes, nothing said about itself.

    `options` are uvicorn's: host and port, lifespan. Calls under way have `grace_seconds` when we close.
    """
    limits = limits or Limits()
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        http=cast("Any", partial(GuardedProtocol, limits=limits)),  # called like the class
        ws="none",
        backlog=BACKLOG,
        timeout_keep_alive=limits.idle,
        h11_max_incomplete_event_size=_MOST_HEAD,
        timeout_graceful_shutdown=grace_seconds,
        **options,
    )
