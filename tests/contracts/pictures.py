"""A reader of one-bit pictures that is not ours to draw with."""

import struct
import zlib


def rows_of(png: bytes) -> list[str]:
    """Return the rows of a PNG of one bit a dot and one IDAT chunk, written as 0 (black) and 1."""
    width, _, depth = struct.unpack(">IIB", png[16:25])
    assert depth == 1
    start = png.index(b"IDAT") + 4
    packed = zlib.decompress(png[start : start + int.from_bytes(png[start - 8 : start - 4])])
    line = 1 + -(-width // 8)
    return [
        "".join(f"{byte:08b}" for byte in packed[place + 1 : place + line])[:width]
        for place in range(0, len(packed), line)
    ]
