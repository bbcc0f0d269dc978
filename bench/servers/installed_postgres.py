"""A Postgres of the machine's own, for what the wheel's is not for: to be measured, and to be killed."""

import shutil
from pathlib import Path

OLDEST = 15
"""The oldest major version we run on."""
_DEBIAN = Path("/usr/lib/postgresql")


def debians(installed: Path = _DEBIAN) -> list[Path]:
    """Return the folders of programs of Debian's servers that we run on, the oldest first."""
    folders = (each / "bin" for each in installed.glob("*") if each.name.isdigit())
    return sorted((each for each in folders if _usable(each)), key=_major)


def newest(installed: Path = _DEBIAN) -> Path | None:
    """Return the folder of programs of the newest server, Debian's or the one on PATH; None when there is none."""
    on_path = shutil.which("initdb")
    folders = {*debians(installed), *([Path(on_path).resolve().parent] if on_path else [])}
    return max(filter(_usable, folders), key=_major, default=None)


def _major(programs: Path) -> int:
    """Return the major version by the folder's name, the oldest allowed when the name does not tell."""
    name = programs.parent.name
    return int(name) if name.isdigit() else OLDEST


def _usable(programs: Path) -> bool:
    return _major(programs) >= OLDEST and all((programs / name).exists() for name in ("initdb", "postgres", "pg_ctl"))
