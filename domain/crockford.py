"""Crockford's base 32: letters that people copy without mistaking one for another; each writes five bits."""

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U; how people write them all the same, `written.folded_crockford` knows."""


def in_letters(content: bytes) -> str:
    """Return bytes as letters; their bits must be a multiple of five, else ValueError."""
    value, bits = int.from_bytes(content), 8 * len(content)
    if bits % 5:
        raise ValueError("the bits do not fill the letters")
    return "".join(LETTERS[(value >> shift) & 31] for shift in range(bits - 5, -1, -5))


def from_letters(letters: str) -> bytes:
    """Inverse of `in_letters`. Raises ValueError for any other letter."""
    value = 0
    for letter in letters:
        value = value << 5 | LETTERS.index(letter)
    return value.to_bytes(len(letters) * 5 // 8)
