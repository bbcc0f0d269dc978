"""Where it was measured, and with what: without it no figure means anything."""

import os
import platform
import subprocess
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import psutil

from bench.peers.environment import locked_version
from bench.servers.server_binaries import VERSION

_PACKAGES = ("temporalio", "asyncpg", "pydantic")


def machine() -> dict[str, object]:
    """Describe the machine. `load_at_start` is what it did before: other work makes every figure worse."""
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "load_at_start": round(os.getloadavg()[0], 2),
    }


def described(here: Mapping[str, object]) -> str:
    """Say in words what `machine()` found, but for the load."""
    return f"{here['cores']} cores ({here['processor']}), {here['memory_gib']:g} GiB, {here['system']}"


def commit(root: Path) -> str:
    """Name the commit of a checkout; "unknown" outside one."""
    command = ("git", "rev-parse", "--short", "HEAD")
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)  # noqa: S603 - our words
    except FileNotFoundError:
        return "unknown"
    return done.stdout.strip() or "unknown"


def versions() -> dict[str, str]:
    """Name the versions that decide."""
    packages = {package: version(package) for package in _PACKAGES}
    return {"python": platform.python_version(), **packages, "temporal_server": VERSION, "dbos": locked_version()}


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "unknown"
