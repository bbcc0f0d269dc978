"""A wrong environment is told whole and at once, on standard error, with exit status 2 and no secret in it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures.command import NO_DATABASE, madoguchi

pytestmark = pytest.mark.program

ROOT = Path(__file__).parents[2]
RECORDS = ("KEYS_FILE", "MUNICIPALITY", "MUNICIPALITIES_DIR")
CALLER = (*RECORDS, "JPKI_ROOTS_DIR", "JPKI_CRL_URL", "JPKI_POLICY_OID")
OUTSIDE = ("REGISTRY_URL", "POST_TOKEN", "SMTP_PORT", "MAIL_FROM", "ARCHIVE_DIR", "WEB_BASE_URL")


def process(name, **environment):
    """Run a long-lived command until it ends; return its status and what it said."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MADOGUCHI_")}
    ended = subprocess.run(
        [sys.executable, "-m", "cli.main", name],
        cwd=ROOT,
        env={**kept, "MADOGUCHI_DATABASE_URL": NO_DATABASE, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in ended.stderr
    return ended.returncode, ended.stderr


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("worker", (*CALLER, *OUTSIDE)),
        ("web", (*CALLER, "POST_WEBHOOK_SECRET", "WEB_BASE_URL")),
        ("sandbox", ("SANDBOX_DIR", "REGISTRY_TOKEN", "PAYPAY_SECRET")),
    ],
)
def test_a_process_lists_every_missing_variable_once(name, missing):
    """One line for each, whichever part of the program wants it, and exit status 2."""
    status, said = process(name)

    assert status == 2
    for variable in missing:
        assert said.count(f"MADOGUCHI_{variable} is not set") == 1
    assert "geheim" not in said


def test_a_worker_is_asked_for_what_its_municipalitys_provider_needs():
    """`payment.toml` names it; what is missing for it is told with all the rest."""
    city = {"MADOGUCHI_MUNICIPALITY": "999001", "MADOGUCHI_MUNICIPALITIES_DIR": str(ROOT / "municipalities")}
    status, said = process("worker", MADOGUCHI_PAYPAY_URL="geheim", **city)

    assert status == 2
    assert said.count("MADOGUCHI_PAYPAY_SECRET is not set") == said.count("MADOGUCHI_PAYPAY_URL is wrong: ") == 1
    assert said.count("MADOGUCHI_REGISTRY_URL is not set") == 1
    assert "geheim" not in said


def test_the_office_wants_its_own_secrets_and_no_others():
    """What vouches for officers, and who they are; the carrier's secret is the citizens' process's."""
    status, said = process("web", MADOGUCHI_WEB_DESK="office")

    assert status == 2
    assert (
        said.count("MADOGUCHI_VOUCHER_KEY_FILE is not set") == said.count("MADOGUCHI_STAFF_TOKENS_FILE is not set") == 1
    )
    assert "POST_WEBHOOK_SECRET" not in said


@pytest.mark.parametrize("name", ["VOUCHER_KEY_FILE", "STAFF_TOKENS_FILE"])
def test_the_citizens_process_refuses_what_makes_an_officer(name, tmp_path):
    """Whoever takes that process over must not find it there, so it does not even start."""
    given = dict.fromkeys(CALLER, "/nowhere") | {
        "DATABASE_URL": "postgresql://a:b@127.0.0.1:1/c",
        "MUNICIPALITY": "999001",
        "JPKI_CRL_URL": "http://127.0.0.1:1",
        "WEB_BASE_URL": "http://127.0.0.1:1",
        "POST_WEBHOOK_SECRET": "x" * 40,
        name: str(tmp_path),
    }
    status, said = process("web", **{f"MADOGUCHI_{key}": value for key, value in given.items()})

    assert status == 2
    assert f"MADOGUCHI_{name} is set, but the citizens' web process must not have it" in said


def test_a_wrong_value_is_named_and_never_repeated():
    """The variable and what it must be like; what was written there may be a secret."""
    status, said = process("worker", MADOGUCHI_SMTP_PORT="geheim", MADOGUCHI_POST_URL="geheim")

    assert status == 2
    assert said.count("MADOGUCHI_SMTP_PORT is wrong: ") == 1
    assert said.count("MADOGUCHI_POST_URL is wrong: ") == 1
    assert "geheim" not in said


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (("request", "list"), RECORDS),
        (("staff", "list"), RECORDS),
        (("request", "show", "K7QD-0R3M-XW5B-92TC"), RECORDS),
        (("staff", "take", "K7QD-0R3M-XW5B-92TC", "--as", "officer-sato"), (*CALLER, "VOUCHER_KEY_FILE")),
    ],
)
def test_a_command_lists_them_on_standard_error(words, missing):
    """Nothing on standard output; what a command does not use it does not ask for."""
    ended = madoguchi(*words)

    assert (ended.status, ended.out) == (2, "")
    assert ended.errors.count("is not set") == len(missing)
    for variable in missing:
        assert ended.errors.count(f"MADOGUCHI_{variable} is not set") == 1


@pytest.mark.parametrize("words", [("request", "list"), ("staff", "list"), ("audit", "verify"), ("keys", "check")])
def test_where_nothing_runs_the_first_line_says_how_to_start_it(words):
    """Whoever stopped the stack, or has not started it yet, needs one command and no list of variables first."""
    ended = madoguchi(*words, environment={})

    assert (ended.status, ended.out) == (2, "")
    assert ended.errors.splitlines()[0].startswith("not running: make serve")


def test_with_json_the_problems_are_a_list_on_standard_output():
    """A program reads which variables are at fault; nothing else is printed."""
    ended = madoguchi("staff", "list", "--json")

    error = json.loads(ended.out)["error"]
    assert (ended.status, error["code"], ended.errors) == (2, "settings", "")
    assert len(error["details"]) == len(set(error["details"])) == len(RECORDS)
