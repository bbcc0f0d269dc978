"""`make browser` brings what is named by version and hash, from wherever npm is set to, and says what it lacks."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from browser.tools import place

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "tests" / "browser" / "tools"
LOCK = json.loads((TOOLS / "package-lock.json").read_text(encoding="utf-8"))
PACKAGES = {name.removeprefix("node_modules/"): each for name, each in LOCK["packages"].items() if name}


def test_every_package_is_pinned_by_its_hash_and_no_registry_is_named():
    wanted = json.loads((TOOLS / "package.json").read_text(encoding="utf-8"))["dependencies"]

    assert {name: PACKAGES[name]["version"] for name in wanted} == wanted
    assert all(each["integrity"].startswith("sha512-") and "resolved" not in each for each in PACKAGES.values())
    assert "://" not in (TOOLS / "package-lock.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LOCK["packages"][""]["dependencies"])
def test_every_package_that_we_name_has_its_line_among_the_dependencies(name: str):
    line = next(
        line
        for line in (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").splitlines()
        if line.startswith(f"| `{name}` |")
    )

    assert PACKAGES[name]["version"] in line
    assert PACKAGES[name]["license"] in line


def test_says_what_is_missing_and_how_to_get_it(tmp_path: Path):
    """On a machine with nothing on PATH: each need by name, the command for who may install, and exit status 3."""
    ended = subprocess.run(
        [sys.executable, "-m", "browser.tools.install"],
        env={"PATH": str(tmp_path), "PYTHONPATH": "tests", "PYTHONUTF8": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert ended.returncode == 3
    assert "Chromium: missing" in ended.stderr
    assert "Java: missing" in ended.stderr
    assert "apt-get install --yes --no-install-recommends chromium" in ended.stderr


def test_the_reason_to_skip_names_the_way_out(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(os.environ, place.CHROMIUM, "no-such-program")

    assert "make browser" in place.missing()
