"""The two commands' frame: what `make` says and how it ends. The tools are small scripts here."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("ruff", "mypy", "lint-imports", "python")

pytestmark = [pytest.mark.program, pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in a path with spaces with the files make needs and tools that do as they are told.

    `FAIL` names what fails: a tool, or `pure`, `real` or `debian` for the parts of the tests.
    """
    folder = tmp_path / "my 窓口 checkout"
    (folder / "bin").mkdir(parents=True)
    (folder / ".ci").mkdir()
    for name in ("Makefile", "requirements.lock", "pyproject.toml", ".ci/run"):
        shutil.copy(ROOT / name, folder / name)
    for tool in TOOLS:
        script = folder / "bin" / tool
        script.write_text(
            "#!/bin/sh\n"
            f'case "{tool} $*" in *tests/architecture*) part=architecture;; *adapters/postgres*) part=debian;; *"not (not engine"*) part=real;; '
            f"*pytest*) part=pure;; *) part={tool};; esac\n"
            'if [ "$part" = "$FAIL" ]; then echo "1 failed"; exit 1; fi\necho "$part: 3 passed"\n'
        )
        script.chmod(0o755)
    return folder


def make(checkout: Path, *arguments: str, fail: str = "") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        ["make", *arguments],
        cwd=checkout,
        env={**environment, "FAIL": fail},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def run_tests(checkout: Path, fail: str = "") -> subprocess.CompletedProcess[str]:
    return make(checkout, "test", "BIN=./bin", "STAMP=Makefile", fail=fail)


def test_help_names_every_target(checkout: Path) -> None:
    """`make` alone lists all targets with a line each."""
    shown = make(checkout).stdout
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony is not None
    assert [target for target in phony[1].split() if f"make {target}" not in shown] == []


def test_all_passing_ends_with_one_clear_line(checkout: Path) -> None:
    """The last line says that everything passed, and each part is named above it."""
    found = run_tests(checkout)
    lines = found.stdout.splitlines()
    assert found.returncode == 0, found.stdout + found.stderr
    assert re.fullmatch(r"make test: everything passed in \d+ min \d+ s", lines[-1])
    assert [line.split()[0] for line in lines[-5:-1]] == ["passed"] * 4


@pytest.mark.parametrize(
    ("fail", "part"),
    [
        ("ruff", "checks"),
        ("mypy", "checks"),
        ("lint-imports", "checks"),
        ("architecture", "checks"),
        ("pure", "pure tests"),
        ("real", "tests on real servers"),
        ("debian", "the database's tests on Debian's Postgres"),
    ],
)
def test_any_failure_fails_the_whole_and_is_named(fail: str, part: str, checkout: Path) -> None:
    """A failing tool fails `make test`; the other parts still run, and the closing names the one that failed."""
    found = run_tests(checkout, fail)
    assert found.returncode != 0
    assert re.search(rf"^  FAILED  {part}", found.stdout, re.MULTILINE)
    assert len(re.findall(r"^  (?:passed|FAILED)  ", found.stdout, re.MULTILINE)) == 4
    assert re.search(r"^make test: FAILED in ", found.stdout, re.MULTILINE)


def test_missing_python_is_one_sentence(checkout: Path) -> None:
    """A Python that is missing or too old is said in one sentence with the way out, and nothing is left half made."""
    found = make(checkout, "setup", "PYTHON=/bin/false")
    assert found.returncode != 0
    assert "Python 3.11 or later was not found: install it, or say make PYTHON=" in found.stderr
    assert not (checkout / ".venv").exists()


def test_continuous_integration_runs_make_test(checkout: Path) -> None:
    """`.ci/run` is `make test` and nothing else, from any folder."""
    lines = [line for line in (checkout / ".ci" / "run").read_text().splitlines() if line and not line.startswith("#")]
    assert lines[-1] == "exec make test </dev/null"
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
