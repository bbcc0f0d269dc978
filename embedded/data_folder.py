"""The data folder (`var/`): one place for everything that lasts, used by one start at a time."""

import fcntl
import json
import os
import pwd
from pathlib import Path
from typing import TextIO

from pydantic import JsonValue

from embedded.errors import StackError
from hosting.private_files import private_file, private_folder, write_private

LOCK = "stack.lock"
STATE = "stack.json"
CLOSED = 0o700


class DataFolder:
    """A folder and its lock. The kernel drops the lock when the holder dies, so a stale one is never in the way."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._lock: TextIO | None = None

    def make(self, name: str) -> Path:
        """Return a sub-folder, made if need be and closed to others, whatever the umask is."""
        folder = private_folder(self.path / name)
        folder.chmod(CLOSED)
        return folder

    def log(self, name: str) -> Path:
        """Return the log file of a component."""
        return self.path / f"{name}.log"

    def acquire(self) -> None:
        """Make the folder and take its lock. Raises StackError: foreign folder, no write access, already in use."""
        self._check_owner()
        try:
            private_folder(self.path).chmod(CLOSED)
            lock = private_file(self.path / LOCK).open("a+")
        except OSError as error:
            raise StackError(f"{self.path} cannot be written ({error.strerror}): make it yours or remove it") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = self.holder() or "unknown"
            lock.close()
            raise StackError(
                f"{self.path} is in use by the Madoguchi with process id {holder}: "
                f"stop that one first (Ctrl-C in its terminal, or: kill {holder})",
            ) from error
        lock.seek(0)
        lock.truncate()
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        self._lock = lock

    def release(self) -> None:
        """Give the lock back. The file stays: removing it would let two starts hold two different locks."""
        if self._lock is not None:
            self._lock.seek(0)
            self._lock.truncate()
            self._lock.close()
            self._lock = None

    def in_use(self) -> bool:
        """Whether a running process holds the lock."""
        try:
            with (self.path / LOCK).open("r") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def holder(self) -> int | None:
        """Return the process id written in the lock, whether or not that process still runs."""
        try:
            return int((self.path / LOCK).read_text().strip())
        except (OSError, ValueError):
            return None

    def read_state(self) -> dict[str, JsonValue]:
        """Return what the last start remembered; empty when there is nothing readable."""
        try:
            state = json.loads((self.path / STATE).read_text())
        except (OSError, ValueError):
            return {}
        return state if isinstance(state, dict) else {}

    def write_state(self, state: dict[str, JsonValue]) -> None:
        """Remember for the next start; all or nothing."""
        write_private(self.path / STATE, json.dumps(state, indent=2) + "\n")

    def _check_owner(self) -> None:
        if not self.path.exists() or os.geteuid() in {0, self.path.stat().st_uid}:
            return
        owner = self.path.stat().st_uid
        try:
            name = pwd.getpwuid(owner).pw_name
        except KeyError:
            name = str(owner)
        raise StackError(
            f"{self.path} belongs to the user {name}: run as that user, "
            f"or take it over with: sudo chown -R {os.geteuid()} '{self.path}'",
        )
