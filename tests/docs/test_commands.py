"""Every command a page tells its reader to type is one that exists, with these options."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from fakes.desk import ROUTERS

from cli.commands import app
from domain.certificates.application import Application
from sandbox.app import SandboxSettings, create_app
from sandbox.residents import residents
from web.certificates.messages import DecisionRequest
from web.openapi import describe

pytestmark = pytest.mark.program

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MADOGUCHI = re.compile(r"(?<![\w/-])(?:\.venv/bin/)?madoguchi (?P<words>[^|;&)>]*)")
_MAKE = re.compile(r"(?<![\w/-])make(?P<words>(?: [\w./=-]+)+)")
_URL = re.compile(r"\$(?P<side>WEB|SANDBOX)(?P<path>/[^\s\"'?)]*)")
_JSON = re.compile(r"--json '(?P<body>[^']*)'")
_ASSIGNMENT = re.compile(r"[A-Z]+=")
# What a line may begin with; anything else is not looked at by this test and therefore not written.
_KNOWN = {"make", "curl", "git", "cd", "field()", ".venv/bin/madoguchi", ".venv/bin/python", ".venv/bin/ruff"}
_KNOWN |= {".venv/bin/mypy", ".venv/bin/lint-imports", "cp", "pg_dump", "pg_restore", "tar"}


def lines(page: Path) -> list[str]:
    """Return the commands of a page's `sh` blocks, continued lines joined."""
    joined = "\n".join(_BLOCK.findall(page.read_text(encoding="utf-8"))).replace("\\\n", " ")
    return [line.strip() for line in joined.splitlines() if line.strip() and not line.strip().startswith("#")]


LINES = [(page.relative_to(ROOT).as_posix(), line) for page in PAGES for line in lines(page)]


def found(pattern: re.Pattern[str]) -> list[Any]:
    """Return one parameter per match of a pattern in any line."""
    return [
        pytest.param(match, id=f"{page}: {match[0].strip()}")
        for page, line in LINES
        for match in pattern.finditer(line)
    ]


@pytest.mark.parametrize(("page", "line"), LINES, ids=lambda value: value)
def test_every_line_begins_with_something_this_test_understands(page: str, line: str):
    """A command outside the closed list would stand in the pages unchecked."""
    assert line.split(maxsplit=1)[0] in _KNOWN or _ASSIGNMENT.match(line), f"{page}: {line}"


@pytest.mark.parametrize("match", found(_MADOGUCHI))
def test_madoguchi_understands_what_the_pages_say(match: re.Match[str]):
    """Sub-command, arguments and options are accepted by the command line's own parser."""
    words = shlex.split(match["words"].split("#")[0].replace("$FOLDER", "."))  # one that is there
    command: Any = typer.main.get_command(app)
    while hasattr(command, "commands"):
        name = words.pop(0)
        assert name in command.commands, f"madoguchi has no {name}"
        command = command.commands[name]
    assert command.make_context(command.name, words) is not None


@pytest.mark.parametrize("match", found(_MAKE))
def test_make_has_the_target(match: re.Match[str]):
    """Targets stand in the Makefile, with a line of help."""
    helped = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    targets = {word for word in match["words"].split() if "=" not in word}
    assert targets
    assert targets <= helped


def calls(side: str, folder: Path) -> dict[str, Any]:
    """Return what our web server, or the sandbox city, says it can be asked: methods by path."""
    if side == "WEB":
        return dict(describe("1", [route for router in ROUTERS for route in router.routes])["paths"])
    secret = "s" * 16
    names = ("registry_token", "post_token", "post_webhook_secret", "paypay_key", "paypay_secret", "paypay_merchant")
    city = create_app(SandboxSettings(folder=folder, **dict.fromkeys(names, secret)))
    return dict(city.openapi()["paths"])


@pytest.mark.parametrize("match", found(_URL))
def test_addresses_answer(match: re.Match[str], tmp_path: Path):
    """Each address is one that the server it names describes, for the method used."""
    method = "post" if re.search(r"-X POST|--json ", match.string[: match.start()].rpartition("curl")[2]) else "get"
    path = re.sub(r"\$\w+", "x", match["path"])
    fitting = [methods for known, methods in calls(match["side"], tmp_path).items() if _same(known, path)]
    assert any(method in methods for methods in fitting), f"{method} {path}"


def _same(template: str, path: str) -> bool:
    return re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) is not None


@pytest.mark.parametrize("match", found(_JSON))
def test_bodies_are_json_and_decisions_are_decisions(match: re.Match[str]):
    """What is sent can be read; what is sent as a decision is one."""
    body = json.loads(match["body"])
    if "decision_id" in body:
        assert DecisionRequest.model_validate(body).command.action in match["body"]


def test_the_example_form_is_what_the_first_card_signs():
    """The form the pages use is a valid application of the resident whose card and PIN they name."""
    form = json.loads((ROOT / "docs" / "examples" / "form.json").read_text(encoding="utf-8"))
    application = Application.model_validate({**form, "nonce": "0" * 40})
    holder = next(each for each in residents() if each.card and each.card.id == "card-1001")
    assert holder.card is not None
    assert holder.card.pin in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (application.applicant.name, application.applicant.birth_date) == (holder.name, holder.birth_date)
    assert (application.delivery.postcode, application.delivery.address) == (holder.postcode, holder.address)


def headings(page: str) -> list[int]:
    """Return the levels of a page's headings, in order; blocks of code apart."""
    text = re.sub(r"^```.*?^```$", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]


def test_both_readmes_have_the_same_sections_and_the_same_commands():
    """A reader of the Japanese page is told to type what a reader of the English one is."""
    without_comments = [
        [line.split("  #")[0].rstrip() for line in lines(ROOT / page)] for page in ("README.md", "README.ja.md")
    ]
    assert without_comments[0] == without_comments[1]
    assert headings("README.md") == headings("README.ja.md")
