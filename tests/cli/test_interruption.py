"""Ctrl-C at any moment of a short command or of a start: status 130, nothing on either stream."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures.command import NO_DATABASE

from adapters.keys import Keys

pytestmark = pytest.mark.program

ROOT = Path(__file__).parents[2]
WITHIN = 60  # seconds
# Runs a program that stops where it begins to import a module, until it is told to go on.
PAUSED = """
import os, runpy, sys
here, go = int(sys.argv[1]), int(sys.argv[2])

class Pause:
    def find_spec(self, name, path=None, target=None, module=sys.argv[3]):
        if name == module:
            sys.meta_path.remove(self)
            os.write(here, b"!")
            os.read(go, 1)

sys.meta_path.insert(0, Pause())
program, sys.argv = sys.argv[4], sys.argv[4:]
if program.endswith(".py"):
    runpy.run_path(program, run_name="__main__")
else:
    runpy.run_module(program, run_name="__main__", alter_sys=True)
"""
COMMAND = "cli.main"
MOMENTS = [
    ("cli.commands", COMMAND, "request", "list"),  # the very beginning
    ("typer", COMMAND, "policy", "check", "municipalities"),
    ("adapters.policy.files", COMMAND, "policy", "check", "municipalities"),  # in the middle of the work
    ("adapters.records", COMMAND, "request", "list"),
    ("starter", COMMAND, "staff", "take", "C1", "--as", "officer-sato"),
    ("temporalio.client", COMMAND, "staff", "take", "C1", "--as", "officer-sato"),
    ("asyncpg", COMMAND, "migrate"),
    ("adapters.postgres.session", COMMAND, "audit", "verify"),
    ("embedded.doctor", COMMAND, "doctor"),
    ("asyncpg", "starter.py", "request.json"),  # before main
    ("cli.certificates.request", "starter.py", "request.json"),
    ("asyncpg", "worker.py"),
    ("uvicorn", COMMAND, "web"),
]


@pytest.fixture
def environment(tmp_path, card_roots):
    """Settings with which every command would go as far as the database."""
    Keys.generate().save_new(tmp_path / "keys.json")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MADOGUCHI_")}
    return kept | {
        "MADOGUCHI_DATABASE_URL": NO_DATABASE,
        "MADOGUCHI_KEYS_FILE": str(tmp_path / "keys.json"),
        "MADOGUCHI_MUNICIPALITY": "999001",
        "MADOGUCHI_MUNICIPALITIES_DIR": str(ROOT / "municipalities"),
        "MADOGUCHI_JPKI_ROOTS_DIR": str(card_roots),
        "MADOGUCHI_JPKI_CRL_URL": "http://127.0.0.1:1/crl",
        "MADOGUCHI_JPKI_POLICY_OID": "1.2.3",
        "MADOGUCHI_CHECKPOINT_DIR": str(tmp_path),
        "MADOGUCHI_ARCHIVE_DIR": str(tmp_path),
        "MADOGUCHI_WEB_BASE_URL": "http://127.0.0.1:1",
    }


@pytest.mark.parametrize("words", MOMENTS, ids=" ".join)
def test_ctrl_c_is_silent_at_any_moment(environment, words):
    """The program is held where it imports the module named first, interrupted, and let go on."""
    arrived, here = os.pipe()
    go, release = os.pipe()
    try:
        process = subprocess.Popen(
            [sys.executable, "-c", PAUSED, str(here), str(go), *words],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=(here, go),
        )
        os.close(here)
        assert os.read(arrived, 1) == b"!", process.communicate(timeout=WITHIN)
        process.send_signal(signal.SIGINT)
        os.write(release, b"!")
        out, errors = process.communicate(timeout=WITHIN)
    finally:
        for descriptor in (arrived, go, release):
            os.close(descriptor)

    assert (process.returncode, out, errors) == (130, b"", b"")


def test_ctrl_c_works_where_a_shell_put_the_command_in_the_background(environment):
    """A shell without job control lets `command &` ignore SIGINT; `kill -INT` ends it all the same."""
    ignoring = (
        "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); os.execv(sys.executable, sys.argv[1:])"
    )
    arrived, here = os.pipe()
    go, release = os.pipe()
    program = [sys.executable, "-c", PAUSED, str(here), str(go), "adapters.policy.files", COMMAND]
    process = subprocess.Popen(
        [sys.executable, "-c", ignoring, *program, "policy", "check", "municipalities"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=(here, go),
    )
    os.close(here)
    assert os.read(arrived, 1) == b"!"
    process.send_signal(signal.SIGINT)
    os.write(release, b"!")
    for descriptor in (arrived, go, release):
        os.close(descriptor)

    assert process.communicate(timeout=WITHIN) == (b"", b"")
    assert process.returncode == 130
