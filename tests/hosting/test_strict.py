"""Requests that two readers could understand in two ways are refused; none of their parts reaches the application."""

import asyncio

import pytest

pytestmark = pytest.mark.program

_HOST = b"Host: a\r\n"
_POST = b"POST /a HTTP/1.1\r\n" + _HOST
_CHUNKS = b"5\r\nhello\r\n0\r\n\r\n"
_SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

AMBIGUOUS = {
    "length and chunks": _POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + _CHUNKS,
    "chunks and length": _POST + b"Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n" + _CHUNKS,
    "length twice, different": _POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    "length twice, the same": _POST + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
    "a list of lengths": _POST + b"Content-Length: 5, 5\r\n\r\nhello",
    "a signed length": _POST + b"Content-Length: +5\r\n\r\nhello",
    "a negative length": _POST + b"Content-Length: -1\r\n\r\nhello",
    "a hexadecimal length": _POST + b"Content-Length: 0x5\r\n\r\nhello",
    "a length with an underscore": _POST + b"Content-Length: 1_0\r\n\r\nhellohello",
    "a length of many figures": _POST + b"Content-Length: 00000000000000000000005\r\n\r\nhello",
    "an empty length": _POST + b"Content-Length: \r\n\r\nhello",
    "an unknown coding": _POST + b"Transfer-Encoding: xchunked\r\n\r\n" + _CHUNKS,
    "identity": _POST + b"Transfer-Encoding: identity\r\n\r\n" + _CHUNKS,
    "two codings": _POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + _CHUNKS,
    "chunks twice": _POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n" + _CHUNKS,
    "chunked on two lines": _POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + _CHUNKS,
    "a coding in quotes": _POST + b'Transfer-Encoding: "chunked"\r\n\r\n' + _CHUNKS,
    "a coding behind a vertical tab": _POST + b"Transfer-Encoding: \x0bchunked\r\n\r\n" + _CHUNKS,
    "blank before the colon": _POST + b"Transfer-Encoding : chunked\r\n\r\n" + _CHUNKS,
    "blank before the length's colon": _POST + b"Content-Length : 5\r\n\r\nhello",
    "chunks in HTTP/1.0": b"POST /a HTTP/1.0\r\n" + _HOST + b"Transfer-Encoding: chunked\r\n\r\n" + _CHUNKS,
    "a folded header": _POST + b"X-A: b\r\n Content-Length: 5\r\n\r\nhello",
    "a coding folded": _POST + b"Transfer-Encoding:\r\n chunked\r\n\r\n" + _CHUNKS,
    "lines that end in LF": (_POST + b"Content-Length: 5\r\n\r\n").replace(b"\r\n", b"\n") + b"hello",
    "one line that ends in LF": _POST + b"X-A: b\nContent-Length: 5\r\n\r\nhello",
    "CR within a value": _POST + b"X-A: b\rContent-Length: 5\r\n\r\n",
    "a head that ends in LF LF": _POST + b"X-A: b\n\n" + _SMUGGLED,
    "NUL": _POST + b"X-A: b\x00c\r\n\r\n",
    "a header without colon": _POST + b"X-A\r\n\r\n",
    "a header without name": _POST + b": 5\r\n\r\n",
    "HTTP/2.0": b"GET /a HTTP/2.0\r\n" + _HOST + b"\r\n",
    "HTTP/0.9": b"GET /a\r\n\r\n",
    "HTTP/1.2": b"GET /a HTTP/1.2\r\n" + _HOST + b"\r\n",
    "two hosts": b"GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "no host": b"GET /a HTTP/1.1\r\n\r\n",
    "two blanks in the first line": b"GET  /a HTTP/1.1\r\n" + _HOST + b"\r\n",
    "a blank line first": b"\r\nGET /a HTTP/1.1\r\n" + _HOST + b"\r\n",
    "two codes": _POST + b"Confirmation-Code: a\r\nconfirmation-code: b\r\nContent-Length: 0\r\n\r\n",
    "two signatures": _POST + b"X-Post-Signature: a\r\nX-Post-Signature: b\r\nContent-Length: 0\r\n\r\n",
    "two keys": _POST + b"Idempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: 0\r\n\r\n",
}
BODIES = {
    "a size that is no number": b"5z\r\nhello\r\n0\r\n\r\n",
    "a size with sign": b"+5\r\nhello\r\n0\r\n\r\n",
    "a size with prefix": b"0x5\r\nhello\r\n0\r\n\r\n",
    "a chunk longer than it says": b"4\r\nhello\r\n0\r\n\r\n",
    "a chunk that ends in LF": b"5\r\nhello\n0\r\n\r\n",
    "a size line that ends in LF": b"5\nhello\r\n0\r\n\r\n",
    "an extension with LF": b"5;a\nb\r\nhello\r\n0\r\n\r\n",
    "an end of LF": b"5\r\nhello\r\n0\r\n\n",
    "a trailer": b"5\r\nhello\r\n0\r\nX-A: b\r\n\r\n",
    "a trailer that ends in LF LF": b"5\r\nhello\r\n0\r\nX-A: b\n\n",
}


@pytest.mark.parametrize("case", AMBIGUOUS)
async def test_a_head_with_two_meanings_is_refused(running, case: str):
    """400 once, then the line is closed: what stands behind is never read as a request."""
    answer = await running.says(AMBIGUOUS[case] + _SMUGGLED)

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 1
    assert running.echo.seen == []


@pytest.mark.parametrize("case", BODIES)
async def test_chunks_with_two_meanings_are_refused(running, case: str):
    """The application never sees the end of such a body, nor what stands behind it."""
    answer = await running.says(_POST + b"Transfer-Encoding: chunked\r\n\r\n" + BODIES[case] + _SMUGGLED)

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 1
    assert running.echo.seen == []


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Length: 5\r\n\r\nhello",
        b"content-length:5\r\n\r\nhello",
        b"Transfer-Encoding: chunked\r\n\r\n" + _CHUNKS,
        b"TRANSFER-ENCODING: Chunked\r\n\r\n" + _CHUNKS,
        b"Transfer-Encoding: chunked\r\n\r\n2;a=b\r\nhe\r\n3\r\nllo\r\n000\r\n\r\n",
    ],
)
@pytest.mark.parametrize("pieces", [1, 3, 1000])
async def test_a_request_with_one_meaning_is_answered(running, body: bytes, pieces: int):
    """However it is cut on its way, and the one behind it as well."""
    reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
    whole = _POST + body + b"GET /b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    size = max(1, len(whole) // pieces)
    for start in range(0, len(whole), size):
        writer.write(whole[start : start + size])
        await asyncio.sleep(0)
    async with asyncio.timeout(10):
        answer = await reader.read()
    writer.close()

    assert answer.count(b"HTTP/1.1 200 ") == 2
    assert running.echo.seen == [("/a", b"hello"), ("/b", b"")]
