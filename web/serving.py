"""Serving on a socket until SIGTERM or SIGINT, and leaving in order.

First `/health/ready` says no while everything is still answered, so that whoever balances the load sends no more; then
the listening socket closes, calls under way are answered, and we end. A second signal skips the first part.
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

from hosting.listening import http_config, listener

_log = structlog.get_logger()
_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_GRACE = 30  # seconds calls under way have to finish: more than a decision may take


class PortTaken(Exception):  # noqa: N818 - reads as what happened
    """Somebody else listens there."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"port {port} of {host} is taken: set MADOGUCHI_WEB_PORT to another one")
        self.host = host
        self.port = port


class _Server(uvicorn.Server):
    """Uvicorn raises a signal once more after it has stopped, which would end the process as if it had been killed."""

    def __init__(self, config: uvicorn.Config, app: FastAPI, drain_seconds: float) -> None:
        super().__init__(config)
        self._app_state = app.state
        self._drain_seconds = drain_seconds

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
        patience = 0.0 if self._app_state.closing or not self.started else self._drain_seconds
        self._app_state.closing = True
        _log.info("web_drains", seconds=patience)
        if patience:
            asyncio.get_running_loop().call_later(patience, self._close, number)
        else:
            self._close(number)

    def _close(self, number: signal.Signals) -> None:
        for server in getattr(self, "servers", ()):  # none before we listen
            server.close()
        self.handle_exit(number, None)


async def serve(app: FastAPI, host: str, port: int, *, drain_seconds: float = 0.0) -> None:
    """Serve until SIGTERM or SIGINT; port 0 is any free one (the log line `web_opens` names it). Raises PortTaken.

    Not ready any more, it goes on answering for `drain_seconds`: longer than a load balancer takes to notice.
    """
    config = http_config(app, _GRACE, lifespan="off")
    with _listener(host, port) as listening:
        _log.info("web_opens", host=host, port=listening.getsockname()[1])
        await _Server(config, app, drain_seconds).serve([listening])
    _log.info("web_closed")


def _listener(host: str, port: int) -> socket.socket:
    try:
        return listener(host, port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise PortTaken(host, port) from None
