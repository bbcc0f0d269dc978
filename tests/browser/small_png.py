"""Makes a browser's PNG small: few colours (six levels of each), one byte a dot. Letters on white lose nothing one sees."""

import struct
import zlib
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LEVELS, _STEP = 6, 51
_PALETTE = 3  # colour type
_CHANNELS = {2: 3, 6: 4}  # by colour type: RGB, RGBA


def smaller(picture: bytes) -> bytes:
    """Return the picture in few colours. Raises KeyError for a PNG that no browser writes (8 bits, RGB or RGBA)."""
    parts = list(_parts(picture))
    width, height, _, kind = struct.unpack(">IIBB", parts[0][1][:10])
    channels = _CHANNELS[kind]
    packed = zlib.decompress(b"".join(content for name, content in parts if name == b"IDAT"))
    nearest = bytes((value + _STEP // 2) // _STEP for value in range(256))
    lines = []
    for line in _unfiltered(packed, width * channels, channels):
        red, green, blue = (line[at::channels].translate(nearest) for at in range(3))
        lines.append(b"\0" + bytes(r * 36 + g * 6 + b for r, g, b in zip(red, green, blue, strict=True)))
    colours = bytes(
        level * _STEP
        for number in range(_LEVELS**3)
        for level in (number // 36, number // _LEVELS % _LEVELS, number % _LEVELS)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, _PALETTE, 0, 0, 0)
    written = [(b"IHDR", head), (b"PLTE", colours), (b"IDAT", zlib.compress(b"".join(lines), 9)), (b"IEND", b"")]
    return _SIGNATURE + b"".join(_part(name, content) for name, content in written)


def _parts(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        yield picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        at += 12 + length


def _part(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _unfiltered(packed: bytes, length: int, channels: int) -> Iterator[bytes]:
    """Give the lines of a picture (PNG, section 9: each byte is told by its neighbours left, above and both)."""
    above = bytes(length)
    for start in range(0, len(packed), length + 1):
        kind, line = packed[start], bytearray(packed[start + 1 : start + 1 + length])
        for at in range(length) if kind else ():
            left, corner = (line[at - channels], above[at - channels]) if at >= channels else (0, 0)
            line[at] = (line[at] + _told(kind, left, above[at], corner)) & 255
        above = bytes(line)
        yield above


def _told(kind: int, left: int, above: int, corner: int) -> int:
    if kind == 4:
        guess = left + above - corner
        return min((left, above, corner), key=lambda each: abs(guess - each))
    return (0, left, above, (left + above) // 2)[kind]
