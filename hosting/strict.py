"""HTTP/1.1 read so that nobody in front of us can have read another request than we (RFC 9112; request smuggling).

h11 takes what RFC 9112 lets a lenient server take: lines that end in LF alone, folded headers, Content-Length beside
Transfer-Encoding, the same length twice. A proxy may cut the stream elsewhere then, and one citizen's request would
become part of another's. All of that is refused here, before anything reaches the application.
"""

import re

import h11

_BARE = re.compile(rb"(?<!\r)\n|\r(?!\n|\Z)|\x00")  # RFC 9112 2.2: a lenient reader takes LF alone for an end
_FOLDED = re.compile(rb"\r\n[ \t]")  # RFC 9112 5.2
_END = b"\r\n\r\n"
_LENGTH, _CODING = b"content-length", b"transfer-encoding"
_SINGLE = (
    *(_LENGTH, _CODING, b"host", b"content-type", b"authorization"),
    *(b"idempotency-key", b"confirmation-code", b"x-post-signature"),
)
_DIGITS = re.compile(rb"[ \t]*[0-9]{1,18}[ \t]*")
_VERSIONS = (b"HTTP/1.0", b"HTTP/1.1")


class StrictConnection(h11.Connection):
    """A server's side of a connection that refuses every request two readers could understand in two ways."""

    def next_event(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        """Return what comes next. Raises h11.RemoteProtocolError."""
        state, before = self.their_state, self.trailing_data[0]
        if state is h11.IDLE:
            _require_plain_lines(before)
        event = super().next_event()
        if isinstance(event, h11.EndOfMessage) and state is h11.SEND_BODY:
            after = self.trailing_data[0]
            _require_plain_end(event, before[: len(before) - len(after)])
        return event


def _require_plain_lines(waiting: bytes) -> None:
    """Refuse a head, or what has come of it, with lines that end or begin unlike RFC 9112 wants them."""
    head, end, _ = waiting.partition(_END)
    if _BARE.search(head) or _FOLDED.search(head):
        raise h11.RemoteProtocolError("a line that does not end in CRLF, or a folded one")
    if end:
        _require_one_meaning(head.split(b"\r\n"))


def _require_one_meaning(lines: list[bytes]) -> None:
    """Refuse a head that leaves open where its body ends, or which of two values counts."""
    version = lines[0].rpartition(b" ")[2]
    if version not in _VERSIONS:
        raise h11.RemoteProtocolError("neither HTTP/1.0 nor HTTP/1.1")
    fields = [(name.lower(), value) for name, _, value in (line.partition(b":") for line in lines[1:])]
    names = [name for name, _ in fields]
    if any(names.count(name) > 1 for name in _SINGLE):
        raise h11.RemoteProtocolError("a header twice that may stand once")
    if _CODING in names and (_LENGTH in names or version != b"HTTP/1.1"):  # RFC 9112 6.1
        raise h11.RemoteProtocolError("two ways to tell where the body ends")
    if any(name == _LENGTH and not _DIGITS.fullmatch(value) for name, value in fields):
        raise h11.RemoteProtocolError("no length of a body")


def _require_plain_end(event: h11.EndOfMessage, consumed: bytes) -> None:
    """Refuse trailers, which nobody here reads, and an end of chunks by LF alone; `consumed` is empty with a length."""
    if len(event.headers) or (consumed and not consumed.endswith(b"\r\n")):
        raise h11.RemoteProtocolError("a body that does not end as its chunks should")
