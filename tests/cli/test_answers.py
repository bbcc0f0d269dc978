"""How an answer reaches people and programs: streams, statuses, terminals, interruption."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from fixtures.command import madoguchi
from fixtures.short_commands import COMMANDS, LONG_LIVED, every_command
from rich.console import Group
from rich.table import Table
from rich.text import Text

from adapters.keys import Keys
from cli.answers import Answer, show
from cli.commands import app
from cli.failures import WrongInputError
from cli.running import finish
from hosting.exit_codes import NO, NO_ANSWER, WRONG_INPUT

pytestmark = pytest.mark.program

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "cli.main"]
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith(("MADOGUCHI_", "PYTHON", "LC_"))}


@pytest.mark.parametrize(("status", "stream"), [(0, 0), (NO, 0), (WRONG_INPUT, 1), (NO_ANSWER, 1)])
def test_words_of_a_failure_go_to_standard_error(capsys, status, stream):
    """An answer, yes or no, is output; a failure is not."""
    assert show(Answer({}, "言葉", status), as_json=False) == status
    assert [bool(part) for part in capsys.readouterr()] == [stream == 0, stream == 1]


def test_a_path_is_whole_on_a_narrow_screen(capsys, monkeypatch):
    """Whoever copies it from there finds the file."""
    monkeypatch.setenv("COLUMNS", "40")
    path = "/var/documents/" + "-".join(["cert"] * 20)

    show(Answer({}, Group(Text(path, no_wrap=True, overflow="ignore"))), as_json=False)
    assert path in capsys.readouterr().out


@pytest.mark.parametrize("status", [0, NO, WRONG_INPUT, NO_ANSWER])
def test_json_is_one_document_on_standard_output(capsys, status):
    """Whatever the status: one line, Japanese as it is, nothing else."""
    show(Answer({"氏": "髙"}, "言葉", status), as_json=True)
    out, errors = capsys.readouterr()
    assert out == '{"氏": "髙"}\n'
    assert errors == ""


@pytest.mark.parametrize("words", ["[/red] [bold]x[/] :warning: \\[", "x" * 500])
def test_words_are_printed_as_they_are(capsys, words):
    """No markup, no emoji, no line breaks of our own: a path may look like any of them."""
    show(Answer({}, words), as_json=False)
    assert capsys.readouterr().out == words + "\n"


def test_what_stands_in_a_table_is_no_markup_either(capsys):
    """A folder may be called `[/]`."""
    table = Table("a")
    table.add_row("[/]x:smile:")
    show(Answer({}, table), as_json=False)
    assert "[/]x:smile:" in capsys.readouterr().out


def test_a_failure_somebody_can_mend_becomes_its_status(capsys):
    """Told in words; the exception does not pass."""

    async def work():
        raise WrongInputError("--as", "is nobody", "Use another.")

    with pytest.raises(typer.Exit) as ended:
        finish(work, as_json=False)
    assert ended.value.exit_code == WRONG_INPUT
    assert capsys.readouterr().err == "--as: is nobody. Use another.\n"


def test_a_bug_keeps_its_trace():
    """What nobody foresaw is not dressed up as somebody's mistake."""

    async def work():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        finish(work, as_json=True)


def test_a_bug_is_no_answer():
    """A program that fails by a fault of ours shows its trace and ends with 70, never with the status of a "no"."""
    ended = subprocess.run(
        [sys.executable, "-c", "from hosting.running import enter; enter(lambda: 1 // 0)"],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (70, b"")
    assert b"ZeroDivisionError" in ended.stderr


@pytest.mark.parametrize("words", [("request", "list", "--limit", "0"), ("staff", "approve"), ("dance",)])
def test_wrong_usage_with_json_is_one_document(words):
    """A program reads what was wrong as it reads every other refusal: status 2, nothing on standard error."""
    ended = madoguchi(*words, "--json")
    assert (ended.status, ended.errors) == (2, "")
    assert json.loads(ended.out)["error"]["code"] == "usage"


def run(words, **environment):
    return subprocess.run(
        [*COMMAND, *words], cwd=ROOT, env={**PLAIN, **environment}, capture_output=True, timeout=60, check=False
    )


def test_a_terminal_without_japanese_gets_escapes():
    """An old locale is no reason to fail."""
    ended = run(["policy", "check", "municipalities"], PYTHONIOENCODING="ascii")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"no fault found" in ended.stdout


def test_a_file_name_that_is_no_text_is_told():
    """File names are bytes; the one that was named is told as far as it can be."""
    ended = subprocess.run(
        [*COMMAND, "request", "submit", b"\xff\xfe.json"],
        cwd=ROOT,
        env=PLAIN,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert b"No such file" in ended.stderr
    assert b"Traceback" not in ended.stderr


def test_a_reader_who_leaves_is_no_failure():
    """`madoguchi … | head -0`: the status is the answer's, and nothing is said."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = subprocess.run(
            [*COMMAND, "policy", "check", "municipalities", "--json"],
            cwd=ROOT,
            env=PLAIN,
            stdout=writing,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_ctrl_c_ends_a_command_at_once_and_without_a_trace(installation_settings):
    """While the database keeps it waiting: status 130, nothing on either stream."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(30)
        address = f"postgresql://u@127.0.0.1:{silent.getsockname()[1]}/none"
        process = subprocess.Popen(
            [*COMMAND, "request", "list"],
            cwd=ROOT,
            env={**PLAIN, **installation_settings, "MADOGUCHI_DATABASE_URL": address},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        connection, _ = silent.accept()
        with connection:
            process.send_signal(signal.SIGINT)
            out, errors = process.communicate(timeout=30)
    assert (process.returncode, out, errors) == (130, b"", b"")


@pytest.fixture
def installation_settings(card_roots, tmp_path):
    """What a caller needs besides the database."""
    Keys.generate().save_new(tmp_path / "keys.json")
    return {
        "MADOGUCHI_KEYS_FILE": str(tmp_path / "keys.json"),
        "MADOGUCHI_MUNICIPALITY": "999001",
        "MADOGUCHI_MUNICIPALITIES_DIR": str(ROOT / "municipalities"),
        "MADOGUCHI_JPKI_ROOTS_DIR": str(card_roots),
        "MADOGUCHI_JPKI_CRL_URL": "http://127.0.0.1:1/crl",
        "MADOGUCHI_JPKI_POLICY_OID": "1.2.3",
    }


def test_wrong_usage_is_status_two_and_help_is_fine():
    """As every command line has it."""
    assert madoguchi("--help").status == 0
    for words in (("dance",), ("request", "submit"), ("staff", "approve", "x"), ("policy", "show", "999001")):
        assert madoguchi(*words).status == 2


def test_every_command_takes_json_and_says_what_it_does():
    """The contract of the command line: a program may ask any of them, and a person finds help."""
    found = dict(every_command(typer.main.get_command(app)))

    assert set(found) >= {"serve", "up", "demo", "doctor", "worker", "web", "sandbox", "migrate"}
    assert set(found) >= {f"request {name}" for name in ("submit", "show", "list", "withdraw")}
    assert set(found) >= {
        f"staff {name}" for name in ("list", "take", "propose", "approve", "reject", "return", "dispatch")
    }
    assert set(found) >= {
        "payment show",
        "audit verify",
        "audit explain",
        "audit replay",
        "policy check",
        "policy show",
    }
    for words, command in found.items():
        assert any("--json" in parameter.opts for parameter in command.params), words
        assert command.help, words


def test_every_short_command_is_run_many_times():
    """A command that is added is run by `make commands` too, beside the starter's own file."""
    found = {words for words, _ in every_command(typer.main.get_command(app))}

    assert {*found - LONG_LIVED, "starter.py"} == set(COMMANDS)
    assert found >= LONG_LIVED


def test_a_document_may_hold_what_json_has_no_word_for(capsys):
    """Paths and instants are written as text."""
    show(Answer({"path": Path("x")}, ""), as_json=True)
    assert json.loads(capsys.readouterr().out) == {"path": "x"}
