"""The pages point at things that are there."""

import re
from pathlib import Path

import pytest
from fixtures.tree import PACKAGES

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), ROOT / "domain" / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_FILE = re.compile(r"\.?[\w-][\w./-]*?(?:\.(?:py|md|toml|yaml|json|sql|typ|txt|svg|lock|example)|/)")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
# Made by running the software, by its user, or named as things that must not be; none stands in the repository.
_ELSEWHERE = (
    "var/",
    ".venv/",
    "request.json",
    "utils.py",
    "helpers.py",
    "uv.lock",
    "pylock.toml",
    "postgres/",
    "temporal/",
    "keys.json",
)
_BASES = (ROOT, ROOT / "domain", ROOT / "docs", ROOT / "municipalities" / "999001", ROOT / "adapters")


def prose(page: Path) -> str:
    """Return a page without its blocks of code."""
    return _FENCED.sub("", page.read_text(encoding="utf-8"))


def paths(page: Path) -> list[str]:
    """Return the files and folders a page names in backticks."""
    return [word for word in _INLINE.findall(prose(page)) if _FILE.fullmatch(word) and not word.startswith(_ELSEWHERE)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_that_are_named_exist(page: Path):
    """Every path in backticks is in the checkout, seen from its root, from the page, or from the layer it is about."""
    bases = (page.parent, *_BASES)
    missing = [path for path in paths(page) if not any((base / path).exists() for base in bases)]
    assert missing == []


def test_code_cites_only_pages_of_the_checkout():
    """Whoever reads a docstring can open what it names: a law, a provider's page, or a page that stands here."""
    here = {page.name for page in PAGES}
    code = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]
    cited = {(file, name) for file in code for name in re.findall(r"\b\w+\.md\b", file.read_text(encoding="utf-8"))}
    assert {(file.relative_to(ROOT).as_posix(), name) for file, name in cited if name not in here} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path):
    """Links stay inside the repository and end at a file, and at a heading when they name one."""
    for target in _LINK.findall(prose(page)):
        assert "://" not in target
        file, _, anchor = target.partition("#")
        there = page if not file else page.parent / file
        assert there.exists(), target
        assert not anchor or anchor in slugs(there), target


def slugs(page: Path) -> set[str]:
    """Return the anchors of a page's headings."""
    titles = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_decisions_are_numbered_without_gaps():
    """Numbers of decision records are never used twice."""
    assert [int(adr.name[:4]) for adr in ADRS] == list(range(1, len(ADRS) + 1))


@pytest.mark.parametrize("adr", ADRS, ids=lambda adr: adr.stem)
def test_a_decision_is_told_whole_and_is_checked(adr: Path):
    """A record has every section, one quotable sentence in bold, and names at least one check that exists."""
    text = adr.read_text(encoding="utf-8")
    wanted = ["Context", "Decision", "Consequences", "Alternatives", "The check"]
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == wanted
    assert re.match(rf"# {int(adr.name[:4])}\. ", text)
    decision = text.split("## Decision")[1].split("## ")[0]
    assert re.search(r"\*\*.+?\*\*", decision, re.DOTALL)
    checks = [word for word in _INLINE.findall(text.split("## The check")[1]) if word.startswith("tests/")]
    assert checks
    for check in checks:
        file, _, function = check.partition("::")
        assert (ROOT / file).exists(), check
        assert not function or f"def {function}(" in (ROOT / file).read_text(encoding="utf-8"), check


def test_the_map_of_the_domain_names_every_file():
    """Whoever looks for a rule finds its file in the map."""
    written = (ROOT / "domain" / "README.md").read_text(encoding="utf-8")
    files = [path.relative_to(ROOT / "domain").as_posix() for path in (ROOT / "domain").rglob("*.py")]
    assert [file for file in files if not file.endswith("__init__.py") and f"`{file}`" not in written] == []
