"""Who may import whom, as far as import-linter cannot say it."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.tree import PACKAGES, ROOT

ROOTS = ("worker.py", "web_process.py", "starter.py")
MAY_USE_ENGINE = (
    "activities/",
    "workflows/",
    "audit/",
    "adapters/temporal/",
    "embedded/",
    "composition/",
    "bench/",
    "chaos/",
    "worker.py",
    "web_process.py",
    "starter.py",
)
DOMAIN_MAY = {"pydantic", "pydantic_core", "annotated_types"}


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))
    yield from (ROOT / name for name in ROOTS)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_only_the_engines_rooms_import_the_engine():
    """Temporalio is imported by workflows, activities, audit, its adapter, the embedded stack, its trial, its measurements and composition roots."""
    strangers = [
        name(path)
        for path in sources()
        if not name(path).startswith(MAY_USE_ENGINE)
        and any(module.split(".")[0] == "temporalio" for module in imports(path))
    ]

    assert strangers == []


def test_workflows_connect_nothing_but_in_their_clients():
    """`temporalio.client` is for callers: within workflows/ only client.py knows it."""
    strangers = [
        name(path)
        for path in sources()
        if name(path).startswith("workflows/") and path.name != "client.py" and "temporalio.client" in imports(path)
    ]

    assert strangers == []


def test_the_domain_imports_the_standard_library_and_pydantic_only():
    """Rules need no machinery: a third-party import in domain/ is a rule in the wrong place."""
    ours = {*PACKAGES, *sys.stdlib_module_names, *DOMAIN_MAY}
    foreign = {
        (name(path), module)
        for path in (ROOT / "domain").rglob("*.py")
        for module in imports(path)
        if module.split(".")[0] not in ours
    }

    assert foreign == set()


@pytest.mark.parametrize(
    "banned",
    [r"datetime\.now", r"time\.time", "uuid4", "random", r"os\.environ", "secrets", r"(?<![\w.])(?<!def )open\("],
)
def test_the_domain_and_the_workflows_read_no_clock_no_chance_no_environment(banned: str):
    """What is decided depends on its arguments alone, or a replay would decide otherwise."""
    guilty = [
        name(path)
        for root in ("domain", "workflows")
        for path in sorted((ROOT / root).rglob("*.py"))
        if path.name != "client.py" and any(re.search(banned, line) for line in code_lines(path))
    ]

    assert guilty == []


def code_lines(path: Path) -> Iterator[str]:
    """Give a file's code without its comments and texts."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    yield from ast.unparse(tree).splitlines()


def test_worker_and_web_are_composed_apart():
    """The worker does not carry the web, and of the auditor's tools what signs; callers carry neither web nor activities."""
    worker = set(imports(ROOT / "worker.py"))
    assert not any(module.startswith("web") for module in worker)
    assert {module for module in worker if module.startswith("audit")} <= {"audit.ledger_key", "audit.publishing"}
    assert not any(
        module.startswith(("web", "activities", "audit", "upkeep")) for module in imports(ROOT / "starter.py")
    )


def test_a_command_starts_a_program_and_imports_none():
    """`madoguchi worker` becomes `worker.py` by its name: nothing of the product reaches up to a program (ADR 25)."""
    programs = {"worker", "web_process"}
    guilty = [
        name(path)
        for path in sources()
        if not name(path).startswith(("bench/", "chaos/")) and programs & {each.split(".")[0] for each in imports(path)}
    ]

    assert guilty == []


def test_a_program_ends_through_the_one_place():
    """Whoever runs its own ending aborts in one of ten runs, or shows a trace where a sentence was due."""
    for root in ROOTS:
        text = (ROOT / root).read_text(encoding="utf-8")
        assert text.rstrip().endswith('if __name__ == "__main__":\n    enter(main)'), root
        assert "sys.exit" not in text
        assert "asyncio.run" not in text
