"""印影 drawn in code: the same seal for the same words, black on white, 300 dots per inch.

Nobody's seal: a ring with strokes chosen by a digest of the words, so that two people's differ and none can be misused.
"""

import hashlib
import struct
import zlib
from functools import cache

DOTS_PER_MM = 12  # 300 dots per inch, nearly
_CELLS = 7  # strokes are laid on a grid of so many squares


@cache
def impression(words: str, diameter_mm: float) -> bytes:
    """Return a round seal as PNG, one bit a dot."""
    side = round(diameter_mm * DOTS_PER_MM)
    bits = int.from_bytes(hashlib.shake_256(words.encode()).digest(2 * _CELLS * _CELLS // 8 + 1))
    rows = (_row(y, side, bits) for y in range(side))
    return _png(side, b"".join(b"\x00" + row for row in rows))


def _row(y: int, side: int, bits: int) -> bytes:
    dots = "".join("0" if _is_ink(x, y, side, bits) else "1" for x in range(side))
    return int(dots.ljust(-(-side // 8) * 8, "1"), 2).to_bytes(-(-side // 8))


def _is_ink(x: int, y: int, side: int, bits: int) -> bool:
    centre, ring, stroke = (side - 1) / 2, side / 16, side / 36
    distance = ((x - centre) ** 2 + (y - centre) ** 2) ** 0.5
    if distance > side / 2:
        return False
    if distance > centre - ring:
        return True
    if distance > centre - 1.6 * ring:
        return False
    cell = side / _CELLS
    column, row = int(x / cell), int(y / cell)
    place = 2 * (row * _CELLS + column)
    across, down = bits >> place & 1, bits >> (place + 1) & 1
    in_line = abs(y - (row + 0.5) * cell) < stroke, abs(x - (column + 0.5) * cell) < stroke
    return bool(across and in_line[0]) or bool(down and in_line[1])


def _png(side: int, rows: bytes) -> bytes:
    """Return a square PNG of one bit a dot (ISO/IEC 15948)."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )
