"""Connections with an end: who sends half a request, or takes no answer, is sent away and shuts nobody else out."""

import asyncio
from dataclasses import dataclass
from typing import Any

import h11
import structlog
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from hosting.strict import StrictConnection

_log = structlog.get_logger()
_ANSWERABLE = (h11.IDLE, h11.SEND_RESPONSE)
_REASONS = {400: b"Bad Request", 408: b"Request Timeout"}


@dataclass(frozen=True)
class Limits:
    """How long a connection may owe us something, in seconds, and how many may be open at once."""

    head: float = 10.0  # from the connection, or the answer before on a kept one, to the end of the headers
    body: float = 20.0  # from there to the end of the body: 64 KiB at the slowest line there is
    idle: int = 5  # between two requests
    taken: float = 30.0  # that a caller may leave an answer untaken
    connections: int = 512  # with the pools' own they stay below the usual 1,024 files of a process


class GuardedProtocol(H11Protocol):
    """Uvicorn's protocol with limits of time for head, body and answer, of number, and a strict reading.

    Uvicorn itself limits only the rest between two requests (`timeout_keep_alive`).
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        limits: Limits,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._limits = limits
        self.conn = StrictConnection(h11.SERVER, config.h11_max_incomplete_event_size or 16_384)
        self.since = self.loop.time()
        self._awaited: tuple[object, object] | None = None  # what we wait for, and which request came before it
        self._deadline: asyncio.TimerHandle | None = None
        self._untaken: asyncio.TimerHandle | None = None

    @property
    def waits(self) -> bool:
        """Say whether the caller owes us a request, or the rest of one."""
        return self.conn.their_state in (h11.IDLE, h11.SEND_BODY)

    @property
    def owes(self) -> bool:
        """Say whether the caller owes us something: a request, or the taking of an answer."""
        return self.waits or self._untaken is not None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection; with too many, the one goes that has owed us something for longest."""
        super().connection_made(transport)
        # Whatever is left of an answer is untaken, if only a few bytes, and after we have closed too.
        transport.set_write_buffer_limits(high=0)
        self._watch()
        if len(self.connections) > self._limits.connections:
            owing = [each for each in self.connections if isinstance(each, GuardedProtocol) and each.owes]
            min(owing, key=lambda each: each.since).send_away("too many connections")

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget its limits of time."""
        self._unset_keepalive_if_required()
        for handle in (self._deadline, self._untaken):
            if handle is not None:
                handle.cancel()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Read what has come, then wait for what is missing no longer than its limit."""
        super().handle_events()
        self._watch()

    def _watch(self) -> None:
        state = self.conn.their_state
        awaited = (state, self.cycle) if self.waits else None
        if awaited == self._awaited:
            return
        self._awaited, self.since = awaited, self.loop.time()
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        if awaited is not None and not self.transport.is_closing():
            within = self._limits.head if state is h11.IDLE else self._limits.body
            self._deadline = self.loop.call_later(within, self.send_away, "unfinished request", 408)

    def send_away(self, reason: str, status: int | None = None) -> None:
        """Close the connection, with `status` where an answer is still possible and something was asked."""
        _log.info("connection_closed", reason=reason)
        self.connections.discard(self)
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if status is None or self.conn.our_state not in _ANSWERABLE or not self._asked():
            self.transport.abort()
        else:
            self._refuse(status)

    def _asked(self) -> bool:
        return self.conn.their_state is not h11.IDLE or bool(self.conn.trailing_data[0])

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request, or none with one meaning."""
        self.send_away(msg, 400)

    def _refuse(self, status: int) -> None:
        reason = _REASONS[status]
        headers = [
            (b"Content-Type", b"text/plain"),
            (b"Content-Length", b"%d" % len(reason)),
            (b"Connection", b"close"),
        ]
        for event in (
            h11.Response(status_code=status, headers=headers, reason=reason),
            h11.Data(reason),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def pause_writing(self) -> None:
        """Wait for a slow reader, but not for ever."""
        super().pause_writing()
        self._untaken = self.loop.call_later(self._limits.taken, self.send_away, "answer not taken")

    def resume_writing(self) -> None:
        """Go on writing."""
        super().resume_writing()
        if self._untaken is not None:
            self._untaken.cancel()
            self._untaken = None
