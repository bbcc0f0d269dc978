"""The reference pages are complete: codes, dependencies, settings."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path

import pytest

from adapters import settings
from cli.failures import failure
from domain.errors import DomainError, ErrorCode, PortRejected, PortUnavailable
from domain.problem_codes import ProblemCode
from domain.problems import SubmissionRefused
from sandbox.settings import SandboxSettings, SandboxSettingsInvalid
from web import http_codes, statuses
from web.http_codes import HttpCode

ROOT = Path(__file__).parents[2]
ERRORS = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
DEPENDENCIES = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
_LICENCES = {"MIT", "BSD", "Apache", "OFL", "MPL"}


def rows(text: str, section: str) -> dict[str, list[str]]:
    """Return the rows of the tables under a heading, by the code in their first cell."""
    body = text.split(f"\n## {section}\n", 1)[1].split("\n## ", 1)[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in body.splitlines() if line.startswith("| `")
    ]
    assert len({row[0] for row in cells}) == len(cells)
    return {row[0].strip("`"): row[1:] for row in cells}


def raised(code: ErrorCode) -> Exception:
    """Return a refusal in the form in which it reaches a caller."""
    others: dict[ErrorCode, Exception] = {
        ErrorCode.SUBMISSION_INVALID: SubmissionRefused(()),
        ErrorCode.SYSTEM_UNAVAILABLE: PortUnavailable("temporal"),
        ErrorCode.SYSTEM_REJECTED: PortRejected("post", "item_unknown"),
    }
    return others.get(code, DomainError(code))


def test_every_refusal_has_its_line():
    """Codes, HTTP statuses and exit codes of the page are those of the code."""
    written = rows(ERRORS, "Refusals")
    assert set(written) == {code.value for code in ErrorCode}
    for code in ErrorCode:
        answer = failure(raised(code))
        assert answer is not None
        assert written[code.value][:2] == [str(statuses.STATUS[code]), str(answer.status)], code


def test_every_refusal_of_http_has_its_line():
    """Codes and statuses of the page are those of the web server."""
    written = rows(ERRORS, "Refusals of HTTP")
    assert {code: row[0] for code, row in written.items()} == {
        code.value: str(http_codes.STATUS[code]) for code in HttpCode
    }


def test_every_mistake_in_a_field_has_its_line():
    """The page knows exactly the codes of problems."""
    assert set(rows(ERRORS, "Mistakes in a field")) == {
        code.value for codes in ProblemCode.__subclasses__() for code in codes
    }


def dependencies() -> dict[str, str]:
    """Return every dependency of pyproject.toml with its pinned version, empty when it is not pinned."""
    given = [
        *PROJECT["project"]["dependencies"],
        *(each for group in PROJECT["dependency-groups"].values() for each in group),
    ]
    return {name: version for name, _, version in (each.partition("==") for each in given)}


def test_every_dependency_has_its_line_and_the_pinned_version():
    """A dependency is not added, dropped or moved without a word on why."""
    written = {
        name: row
        for section in ("Running", "One machine and the sandbox city", "Building", "Developing")
        for name, row in rows(DEPENDENCIES, section).items()
    }
    assert set(written) == set(dependencies())
    for name, version in dependencies().items():
        assert not version or written[name][0].split()[0] == version, name


@pytest.mark.parametrize("name", sorted(dependencies()))
def test_licences_are_those_the_packages_state(name: str):
    """The licence on the page is the one in the package's own metadata, and one that may be used here."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        pytest.skip(f"{name} is not installed here")
    stated = " ".join(
        [about.get("License-Expression") or about.get("License") or "", *(about.get_all("Classifier") or [])]
    )
    line = next(line for line in DEPENDENCIES.splitlines() if line.startswith(f"| `{name}` "))
    family = {known for known in _LICENCES if known in line.split("|")[3]}
    assert family
    assert all(known in stated for known in family), (name, stated[:80])


class Asked(Mapping[str, str]):
    """An empty environment that remembers what it was asked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def variables(text: str) -> list[str]:
    """Return the variables of a part of the example, those left out included, in order."""
    return re.findall(r"^(?:# )?(MADOGUCHI_\w+)=", text, re.MULTILINE)


def test_the_example_has_exactly_the_settings():
    """A variable that is read stands in the example, and none that is not; each once and with a comment."""
    own, sandbox_only = EXAMPLE.split("\n# == sandbox city only", 1)
    sections = [
        each for each in vars(settings).values() if isinstance(each, type) and each.__module__ == settings.__name__
    ]
    read = {f"MADOGUCHI_{name.upper()}" for each in sections for name in getattr(each, "model_fields", {})}
    asked = Asked()
    with pytest.raises(SandboxSettingsInvalid):
        SandboxSettings.from_environment(asked)
    assert sorted(variables(own)) == sorted(read)
    assert sorted(variables(sandbox_only)) == sorted(asked.names - read)
    lines = EXAMPLE.splitlines()
    assert all(lines[number - 1].startswith("# ") for number, line in enumerate(lines) if variables(line))


def test_the_example_holds_no_secret():
    """Nothing that is required or secret has a value somebody could leave as it is."""
    for line in EXAMPLE.splitlines():
        name, _, value = line.removeprefix("# ").partition("=")
        if name in variables(EXAMPLE) and re.search(r"SECRET|TOKEN|KEY|URL|FILE|DIR", name):
            assert not value, name
