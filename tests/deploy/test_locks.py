"""The production lock is the whole lock without development, training and the one-machine stack."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^\s;]+)", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text()
    return {re.sub(r"[-_.]+", "-", found["name"]).lower(): found["version"] for found in _PIN.finditer(text)}


def entries(name: str) -> dict[str, set[str]]:
    """Return the hashes of each package."""
    blocks = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / name).read_text().strip())
    return {block.split("==")[0]: set(re.findall(r"--hash=(sha256:\w+)", block)) for block in blocks}


def test_versions_and_hashes_are_those_of_the_whole_lock():
    """What was tested is what is deployed."""
    whole, production = pins("requirements.lock"), pins("requirements.production.lock")
    assert production
    assert production.items() <= whole.items()
    tested, deployed = entries("requirements.lock"), entries("requirements.production.lock")
    assert all(hashes and hashes == tested[name] for name, hashes in deployed.items())


def test_nothing_of_development_or_training_is_in_it():
    """Neither their packages nor those that build."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    others = {_PIN.match(line)["name"] if _PIN.match(line) else line for group in groups.values() for line in group}
    assert len(others) > 10
    assert others & pins("requirements.production.lock").keys() == set()


def test_it_has_every_direct_dependency_and_names_no_address():
    """Enough to run, and any index will do."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {_PIN.match(line)["name"].lower() for line in project["dependencies"]}
    assert wanted <= pins("requirements.production.lock").keys()
    assert "://" not in (ROOT / "requirements.production.lock").read_text()
