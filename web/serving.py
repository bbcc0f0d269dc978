"""Serving on a socket until SIGTERM or SIGINT, and leaving in order.

First the listening socket closes and `/health/ready` says no, then calls under way are answered, then we end.
"""

import asyncio
import contextlib
import errno
import signal
import socket
from collections.abc import Iterator

import structlog
import uvicorn
from fastapi import FastAPI

_log = structlog.get_logger()
_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_GRACE = 8  # seconds calls under way have to finish
_BACKLOG = 512


class PortTaken(Exception):  # noqa: N818 - reads as what happened
    """Somebody else listens there."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"port {port} of {host} is taken: set MADOGUCHI_WEB_PORT to another one")
        self.host = host
        self.port = port


class _Server(uvicorn.Server):
    """Uvicorn raises a signal once more after it has stopped, which would end the process as if it had been killed."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app_state = app.state

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at the first signal; without effect outside the main thread, where Python delivers none."""
        loop, taken = asyncio.get_running_loop(), []
        for number in _SIGNALS:
            with contextlib.suppress(ValueError, RuntimeError):
                loop.add_signal_handler(number, self._stop, number)
                taken.append(number)
        try:
            yield
        finally:
            for number in taken:
                loop.remove_signal_handler(number)

    def _stop(self, number: signal.Signals) -> None:
        self._app_state.closing = True
        for server in getattr(self, "servers", ()):  # none before we listen
            server.close()
        self.handle_exit(number, None)


async def serve(app: FastAPI, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; port 0 is any free one (the log line `web_opens` names it). Raises PortTaken."""
    listener = _listener(host, port)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        http="h11",
        ws="none",
        timeout_graceful_shutdown=_GRACE,
    )
    with listener:
        _log.info("web_opens", host=host, port=listener.getsockname()[1])
        await _Server(config, app).serve([listener])
    _log.info("web_closed")


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise PortTaken(host, port) from None
