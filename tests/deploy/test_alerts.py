"""Alert rules do what they say: each is tested by Prometheus' own tool, and each leads to its entry in the runbook."""

import ast
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from fixtures.promtool import NoPromtool, find_promtool
from fixtures.rules import FOLDER, Rule, drawn, outcomes_by_alert, rules
from fixtures.runbook import PARTS, ROOT, RUNBOOK, Entry, entries

pytestmark = pytest.mark.program


@pytest.fixture(scope="module")
def promtool() -> Path:
    """Prometheus' tool."""
    try:
        return find_promtool()
    except NoPromtool as error:
        pytest.skip(str(error))


def said(promtool: Path, folder: Path, *words: str) -> tuple[int, str]:
    """Run the tool in a folder and return its status and what it said."""
    ended = subprocess.run([promtool, *words], cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    return ended.returncode, ended.stdout + ended.stderr


def test_the_rules_do_what_their_tests_say(promtool: Path):
    """Each alert fires on what it is for, with its words and labels, and is silent beside it."""
    status, told = said(promtool, FOLDER, "test", "rules", "alerts.test.yml")

    assert status == 0, told


def test_a_rule_that_is_wrong_is_found(promtool: Path, tmp_path: Path):
    """The same tests fail when a threshold is another: they do look at what the rules say."""
    for name in ("alerts.yml", "alerts.test.yml"):
        shutil.copy(FOLDER / name, tmp_path)
    file = tmp_path / "alerts.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("< 0.1", "< 0.01"), encoding="utf-8")

    status, told = said(promtool, tmp_path, "test", "rules", "alerts.test.yml")

    assert status != 0
    assert "DiskFilling" in told


def test_the_sample_configuration_is_one(promtool: Path):
    """Prometheus would start with it, and find our rules."""
    status, told = said(promtool, FOLDER, "check", "config", "prometheus.yml")

    assert status == 0, told
    assert "1 rule files found" in told


def test_the_dashboard_draws_what_prometheus_understands(promtool: Path, tmp_path: Path):
    """Each panel's expression is one; panels neither overlap nor share a number."""
    board = json.loads((FOLDER.parent / "grafana" / "madoguchi.json").read_text(encoding="utf-8"))
    records = [{"record": f"panel:{number}", "expr": panel.expression} for number, panel in enumerate(drawn())]
    (tmp_path / "rules.yml").write_text(json.dumps({"groups": [{"name": "panels", "rules": records}]}))

    status, told = said(promtool, tmp_path, "check", "rules", "rules.yml")

    assert status == 0, told
    assert f"{len(records)} rules found" in told
    places = {tuple(panel["gridPos"].items()) for panel in board["panels"]}
    assert len(places) == len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


def test_every_alert_is_tested_both_ways():
    """For each alert there is a moment when it fires and one when it does not."""
    assert outcomes_by_alert() == {rule.name: {True, False} for rule in rules()}


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {anchor(heading) for heading in found}


def anchor(heading: str) -> str:
    """Return the anchor of a heading."""
    return re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-")


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_every_alert_leads_to_its_entry(rule: Rule):
    """The link of the alert is a heading of the runbook, and that entry names the alert."""
    page, _, anchor = rule.runbook.partition("#")

    assert page == "docs/runbook.md"
    assert anchor in anchors(RUNBOOK)
    assert f"`{rule.name}`" in RUNBOOK.read_text(encoding="utf-8")


class Done:
    """What the code of a test does: whom it calls with which words, what it reads of whom; comments are nothing."""

    def __init__(self, file: str, name: str) -> None:
        code = ast.parse((ROOT / file).read_text(encoding="utf-8")).body
        made = [each for each in code if isinstance(each, ast.AsyncFunctionDef) and each.name == name]
        assert made, f"{file} has no {name}"
        nodes = list(ast.walk(made[0]))
        self.calls = {
            (ast.unparse(each.func), word.value if isinstance(word, ast.Constant) else ast.unparse(word))
            for each in nodes
            if isinstance(each, ast.Call)
            for word in each.args[:1]
        }
        self.attributes = {each.attr for each in nodes if isinstance(each, ast.Attribute)}
        described = ast.get_docstring(made[0], clean=False)
        self.words = {each.value for each in nodes if isinstance(each, ast.Constant)} - {described}


@pytest.mark.parametrize("entry", entries().values(), ids=entries().keys())
def test_every_entry_was_tried(entry: Entry):
    """It is followed by tests on a running stack: they read it, type its commands and look for its logs and metrics."""
    assert entry.tried_by
    assert all(file.startswith("tests/stack/") for file, _ in entry.tried_by)
    done = [Done(*test) for test in entry.tried_by]

    assert ("entry", entry.heading) in set.union(*(each.calls for each in done))
    assert not entry.commands or any("commands" in each.attributes for each in done)
    assert not entry.logs or any(("night.reads", "page") in each.calls for each in done)
    for rule in rules():
        if rule.runbook.endswith(f"#{anchor(entry.heading)}") and rule.name not in entry.not_on_a_stack:
            metrics = {name for name, _ in rule.selectors} - {"up"}  # which is Prometheus' own
            assert not metrics or any(metrics & each.words for each in done), rule.name


@pytest.mark.parametrize("entry", entries().values(), ids=entries().keys())
def test_every_entry_says_what_to_do(entry: Entry):
    """In five points, after a first line in the night operator's language."""
    assert [name for name in PARTS if f"**{name}**" not in entry.text] == []
    assert re.search(r"[぀-ヿ一-鿿]", entry.text.strip().splitlines()[0])
