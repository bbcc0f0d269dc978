"""SQLite files of the sandbox city: what was answered must still be true after a SIGKILL."""

import sqlite3
from pathlib import Path

from hosting.private_files import private_file, private_folder


def open_store(file: Path, schema: str) -> sqlite3.Connection:
    """Open (and if need be make) a database file with `schema`, a script of CREATE … IF NOT EXISTS statements.

    WAL with synchronous=NORMAL: a commit survives the death of the process. All use is from one event loop, so one
    connection without a lock is enough; it commits by itself after each `with connection:` block.
    """
    private_folder(file.parent)
    connection = sqlite3.connect(private_file(file), check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.executescript(schema)
    return connection
