"""The shape of the tree: small files, empty package files, names that are ours alone."""

import ast
import importlib
from importlib import metadata
from pathlib import Path

import pytest
from fixtures.tree import PACKAGES, ROOT

MOST_LINES, MOST_LINES_OF_TESTS = 300, 400
MOST_FUNCTION_LINES, MOST_FUNCTION_LINES_OF_TESTS = 40, 60
VAGUE = {"utils", "helpers", "common", "base", "manager", "shared", "misc"}


def python_files() -> list[Path]:
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return [*files, ROOT / "worker.py", ROOT / "web_process.py", ROOT / "starter.py"]


def files_of_tests() -> list[Path]:
    return list((ROOT / "tests").rglob("*.py"))


def longer_files(files: list[Path], most: int) -> dict[str, int]:
    lines = {path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    return {name: length for name, length in lines.items() if length > most}


def longer_functions(files: list[Path], most: int) -> set[tuple[str, int]]:
    lines = {
        (f"{path.relative_to(ROOT).as_posix()}:{node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    return {(name, length) for name, length in lines if length > most}


def test_no_file_is_long():
    """Two rooms are better than one long one; tests may tell a longer story."""
    assert longer_files(python_files(), MOST_LINES) == {}
    assert longer_files(files_of_tests(), MOST_LINES_OF_TESTS) == {}


def test_no_function_is_long():
    """A function fits on a screen; a story that tests tell may take one and a half."""
    assert longer_functions(python_files(), MOST_FUNCTION_LINES) == set()
    assert longer_functions(files_of_tests(), MOST_FUNCTION_LINES_OF_TESTS) == set()


def test_package_files_are_empty():
    """An `__init__.py` that imports would drag activities into the sandbox."""
    full = [
        str(path)
        for path in python_files()
        if path.name == "__init__.py"
        and any(not isinstance(node, ast.Expr) for node in ast.parse(path.read_text()).body)
    ]

    assert full == []


def test_the_test_folders_are_no_packages():
    """A `tests/workflows/__init__.py` would shadow the real `workflows`."""
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_names_say_something():
    """No room for everything."""
    assert [str(path) for path in python_files() if path.stem in VAGUE or path.parent.name in VAGUE] == []


@pytest.mark.parametrize("top", [*PACKAGES, "worker", "web_process", "starter"])
def test_our_names_are_ours(top: str):
    """`workflows` is this checkout's and nobody else's: another distribution's would replace it silently."""
    module = importlib.import_module(top)
    found = Path(next(iter(module.__path__)) if hasattr(module, "__path__") else str(module.__file__))

    assert ROOT in found.resolve().parents


def test_no_other_distribution_ships_our_names():
    """Installing such a package would break ours; removing it would delete our files."""
    taken = {
        (distribution.metadata["Name"], file.parts[0])
        for distribution in metadata.distributions()
        if distribution.metadata["Name"] != "madoguchi"
        for file in distribution.files or ()
        if file.parts[0] in {*PACKAGES, "worker.py", "web_process.py", "starter.py"}
    }

    assert taken == set()
