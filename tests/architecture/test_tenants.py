"""A house of many procedures: general files name none of them, and none knows another.

A procedure's own files are those in packages of its name, and modules of its name. What general code needs of a procedure
stands in its value (`domain/cases/procedure.py`) and is found through the registry.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.tree import PACKAGES, ROOT

from domain.procedures import PROCEDURES

NAMES = frozenset(each.name for each in PROCEDURES)
INTRODUCE = frozenset(
    {
        "domain/procedures.py",  # the registry
        "audit/words/registry.py",  # their words for auditors
        "worker.py",
        "starter.py",
        "web_process.py",
        "cli/commands.py",  # groups of the command line
        "embedded/demo/run.py",  # chapters of the demo
    }
)
"""The registries and the composition roots."""
OTHER_MEANING = ("adapters/temporal/certificates.py", "adapters/jpki/")
"""Certificates of X.509, which are nobody's procedure."""
BESIDE_THE_PRODUCT = ("bench/", "chaos/")
"""Measurements and the trial: what they load the house with are requests for certificates."""


def files() -> Iterator[Path]:
    yield from (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
    yield from (ROOT / name for name in ("worker.py", "web_process.py", "starter.py"))


def of(path: Path) -> frozenset[str]:
    """Return the procedure whose own file this is, by its package or its own name."""
    return NAMES & {*path.relative_to(ROOT).with_suffix("").parts}


def named_in(path: Path) -> set[str]:
    """Return the procedures that a file imports from, or names in a text of its own."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {part for alias in node.names for part in alias.name.split(".")}
        elif isinstance(node, ast.ImportFrom) and node.module not in (None, "adapters.temporal.certificates"):
            found |= {*str(node.module).split("."), *(alias.name for alias in node.names)}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return found & NAMES


def general() -> Iterator[Path]:
    return (path for path in files() if not of(path) and not name(path).startswith(OTHER_MEANING + BESIDE_THE_PRODUCT))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_general_files_name_no_procedure() -> None:
    """Whoever adds a procedure adds packages of its name, and a line in each of INTRODUCE."""
    naming = {name(path) for path in general() if named_in(path)}

    assert naming - INTRODUCE == set()


def test_no_procedure_names_another() -> None:
    """In whatever layer: what two of them share belongs to neither."""
    strangers = {name(path): others for path in files() if of(path) and (others := named_in(path) - of(path))}

    assert strangers == {}


@pytest.mark.parametrize(
    "line",
    [
        "from domain.certificates.state import RequestState",
        "from web import certificates",
        "import workflows.certificates.client",
        'mine = row.procedure == "certificates"',
    ],
)
def test_the_look_finds_what_it_looks_for(tmp_path: Path, line: str) -> None:
    """The check itself: an import of any form, and a name in a text."""
    file = tmp_path / "general.py"
    file.write_text(line, encoding="utf-8")

    assert named_in(file) == {"certificates"}
