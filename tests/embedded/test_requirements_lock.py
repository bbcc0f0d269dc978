"""ADR 1: the lock is complete, hashed, and names no address."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^]]*\])?==(?P<version>[^\s;]+)", re.MULTILINE)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


LOCKED = {normal(found["name"]): found["version"] for found in PIN.finditer(LOCK)}


def test_every_entry_has_a_hash() -> None:
    """Each version stands with at least one hash, so a changed package is refused."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", LOCK.strip())
    assert len(entries) == len(PIN.findall(LOCK))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_no_address_is_in_it() -> None:
    """No index, mirror or folder of wheels is named: any will do."""
    assert "://" not in LOCK
    assert not re.search(r"^-", LOCK, re.MULTILINE)


def test_every_direct_dependency_is_locked_at_its_pin() -> None:
    """pyproject.toml and the lock agree; `make lock` was not forgotten."""
    groups = [line for group in PROJECT["dependency-groups"].values() for line in group]
    wanted = PROJECT["project"]["dependencies"] + groups + PROJECT["build-system"]["requires"]
    for line in wanted:
        found = PIN.match(line)
        name = normal(found["name"] if found else line)
        assert name in LOCKED, f"{line}: run make lock"
        assert found is None or LOCKED[name] == found["version"], f"{line}: run make lock"


def test_editable_install_needs_nothing_more() -> None:
    """The build backend and its part for editable installs are locked: set-up fetches nothing unlocked."""
    assert {"hatchling", "editables"} <= LOCKED.keys()
