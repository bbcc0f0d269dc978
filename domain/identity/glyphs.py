"""Characters that an officer's screen may lack or show in another shape, and their drawings. Personal data where they are of a name."""

from typing import NamedTuple

_EVERY_SCREEN = "cp932"
"""What every machine of an office has shown for decades (Windows-31J): the JIS X 0208 set and its extensions."""


class Drawing(NamedTuple):
    """A text as outlines, in units of a font: `paths` are those of its characters with how far from the left each begins (SVG path data).

    `ascent`: how far above its line the text reaches; `height` from there to its lowest.
    """

    width: int
    height: int
    ascent: int
    paths: tuple[tuple[int, str], ...]


def has_rare(text: str) -> bool:
    """Say whether a text has characters that a screen may lack: outside of the usual sets, or with a variation selector."""
    try:
        text.encode(_EVERY_SCREEN)
    except UnicodeEncodeError:
        return True
    return False
