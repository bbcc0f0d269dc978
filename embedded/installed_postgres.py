"""A Postgres of the machine's own, for what the wheel's is not for: to be measured, and to be killed."""

import shutil
from pathlib import Path

OLDEST = 15
"""The oldest major version we run on."""
_DEBIAN = Path("/usr/lib/postgresql")


def debians(installed: Path = _DEBIAN) -> list[Path]:
    """Return the folders of programs of Debian's servers that we run on, the oldest first."""
    versions = sorted(int(each.name) for each in installed.glob("*") if each.name.isdigit())
    folders = (installed / str(version) / "bin" for version in versions if version >= OLDEST)
    return [each for each in folders if _whole(each)]


def newest(installed: Path = _DEBIAN) -> Path | None:
    """Return the folder of programs of the newest server, Debian's or the one on PATH; None when there is none."""
    on_path = shutil.which("initdb")
    folders = {*debians(installed), *([Path(on_path).resolve().parent] if on_path else [])}
    return max((each for each in folders if _whole(each) and _major(each) >= OLDEST), key=_major, default=None)


def _major(programs: Path) -> int:
    """Return the major version by the folder's name, the oldest allowed when the name does not tell."""
    name = programs.parent.name
    return int(name) if name.isdigit() else OLDEST


def _whole(programs: Path) -> bool:
    return all((programs / name).exists() for name in ("initdb", "postgres", "pg_ctl"))
