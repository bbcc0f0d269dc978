"""Style, script and icon of the pages: read once at the start, compressed, named by their content and kept for a year."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "static"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
# One file each on the wire: style sheets in this order.
_STYLES = ("design-tokens.css", "alias.css", "madoguchi.css")
STYLE = "madoguchi.css"


@dataclass(frozen=True)
class StaticFile:
    """A file as it is served. `version` changes with its content."""

    content: bytes
    compressed: bytes
    media_type: str

    @property
    def version(self) -> str:
        """Return the first 12 hex digits of its SHA-256."""
        return hashlib.sha256(self.content).hexdigest()[:12]


@cache
def static_files() -> dict[str, StaticFile]:
    """Return all files by name; the style sheets are one."""
    style = b"\n".join((_FOLDER / name).read_bytes() for name in _STYLES)
    files = {STYLE: _file(style, ".css")}
    for path in sorted(_FOLDER.iterdir()):
        if path.suffix in _TYPES and path.name not in _STYLES:
            files[path.name] = _file(path.read_bytes(), path.suffix)
    return files


def address(name: str) -> str:
    """Return where a file is served. Raises KeyError when there is none of this name."""
    return f"/static/{static_files()[name].version}/{name}"


def _file(content: bytes, suffix: str) -> StaticFile:
    return StaticFile(content, gzip.compress(content, 9, mtime=0), _TYPES[suffix])
