"""A Postgres of the machine's own, for what the wheel's is not for: to be measured, and to be killed."""

import shutil
from pathlib import Path

OLDEST = 15
"""The oldest major version we run on."""
_DEBIAN = Path("/usr/lib/postgresql")


def debians() -> list[Path]:
    """Return the folders of programs of Debian's servers that we run on, the oldest first."""
    versions = sorted(int(each.name) for each in _DEBIAN.glob("*") if each.name.isdigit())
    folders = (_DEBIAN / str(version) / "bin" for version in versions if version >= OLDEST)
    return [each for each in folders if _whole(each)]


def newest() -> Path | None:
    """Return the folder of programs of Debian's newest server, else of the one on PATH; None when there is none."""
    on_path = shutil.which("initdb")
    others = [Path(on_path).resolve().parent] if on_path else []
    return next((each for each in (*reversed(debians()), *others) if _whole(each)), None)


def _whole(programs: Path) -> bool:
    return all((programs / name).exists() for name in ("initdb", "postgres", "pg_ctl"))
