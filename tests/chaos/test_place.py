"""Where the trial and the measurements stand: beside the product, known to nobody, in no image and no wheel (ADR 11)."""

import ast
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = (
    "domain",
    "hosting",
    "activities",
    "adapters",
    "workflows",
    "web",
    "audit",
    "upkeep",
    "cli",
    "embedded",
    "sandbox",
)
BESIDE = {"chaos", "bench"}


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_nothing_of_the_product_imports_the_trial():
    """Also not the two roots that import-linter does not see."""
    files = [path for package in PRODUCT for path in (ROOT / package).rglob("*.py")]
    guilty = [
        path.name
        for path in (*files, ROOT / "worker.py", ROOT / "web_process.py", ROOT / "starter.py")
        if BESIDE & imported(path)
    ]

    assert len(files) > 100
    assert guilty == []


def test_the_trial_is_in_no_image_and_no_wheel():
    """The Dockerfile copies packages one by one, the wheel lists them."""
    copied = [line for line in (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines() if "COPY" in line]
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert any("COPY domain" in line for line in copied)
    assert not any(name in line for name in BESIDE for line in copied)
    assert not any(line.split()[1] == "." for line in copied)
    assert BESIDE.isdisjoint(settings["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"])
