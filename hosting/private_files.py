"""Files and folders that nobody but their owner may read: 0600 and 0700, whatever stood there and whatever the umask is.

Everything this product writes names people, opens cases, or tells when somebody came. Programs begin with `be_private`,
which also covers what libraries and child processes write for us; what is written by us goes through the functions below.
"""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

_FILE, _FOLDER, _OTHERS = 0o600, 0o700, 0o077


def be_private() -> None:
    """Let this process, and those it starts, make files for their owner alone."""
    os.umask(_OTHERS)


def private_folder(folder: Path) -> Path:
    """Return the folder, made with its missing parents for the owner alone; one that is there stays as it is.

    Raises OSError.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=_FOLDER, exist_ok=True)
    if not folder.is_dir():
        raise NotADirectoryError(20, "is no folder", str(folder))
    return folder


def write_private(path: Path, content: str | bytes) -> None:
    """Write the file whole or not at all, over what stood there. Raises OSError.

    What is no ordinary file, as /dev/stdout, is written into as it is. A link stays and what it leads to is replaced.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        path.write_bytes(_bytes(content))
        return
    aside = _aside(path, content)
    try:
        aside.replace(path)
    except BaseException:
        _away(aside)
        raise


def write_once(path: Path, content: str | bytes) -> None:
    """Write the file whole or not at all, there to stay, never over another. Raises FileExistsError, OSError."""
    aside = _aside(path, content)
    try:
        path.hardlink_to(aside)
    finally:
        _away(aside)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk for good, also after a power cut. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def append_private(path: Path) -> BinaryIO:
    """Open a file to write at its end, as a log. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, _FILE)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):  # not /dev/null
        with suppress(OSError):  # another's
            os.fchmod(descriptor, _FILE)
    return os.fdopen(descriptor, "ab")


def private_file(path: Path) -> Path:
    """Return the file, made empty if need be, closed to others: for a library that opens it itself. Raises OSError."""
    append_private(path).close()
    return path


def _aside(path: Path, content: str | bytes) -> Path:
    """Write a new file beside the one wanted, on the disk for good."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, _FILE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(_bytes(content))
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        _away(aside)
        raise
    return aside


def _away(aside: Path) -> None:
    with suppress(OSError):
        aside.unlink(missing_ok=True)


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
