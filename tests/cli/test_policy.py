"""`madoguchi policy` tells a city's faults by file, line, key and fix, and shows what is in force."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from fixtures.command import madoguchi

pytestmark = pytest.mark.program

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "municipalities"


def policy(*words):
    return madoguchi("policy", *words)


@pytest.fixture
def copied(tmp_path):
    """A city's folder to spoil; its name holds what other programs take for markup."""
    folder = tmp_path / "copy [of] the [/city]" / "999001"
    shutil.copytree(SAMPLES / "999001", folder)
    return folder


@pytest.mark.parametrize("folder", [SAMPLES, SAMPLES / "999001"])
def test_the_sample_cities_have_no_fault(folder):
    """A folder of cities and one city: nothing found, exit status 0."""
    ended = policy("check", folder, "--json")

    assert ended.status == 0
    assert json.loads(ended.out) == {"ok": True, "findings": []}


def test_a_fault_is_told_by_file_and_line(copied):
    """A price in words: file:line, key, reason and fix on standard error, exit status 2."""
    fees = copied / "certificates" / "fees.toml"
    lines = fees.read_text(encoding="utf-8").splitlines()
    number = next(at for at, line in enumerate(lines, start=1) if line.startswith("unit_price"))
    lines[number - 1] = 'unit_price = "三百円"'
    fees.write_text("\n".join(lines), encoding="utf-8")

    ended = policy("check", copied)
    document = json.loads(policy("check", copied, "--json").out)

    assert ended.status == 2
    assert ended.out == ""
    assert f"{fees}:{number}: " in ended.errors
    assert "unit_price" in ended.errors
    (finding,) = document["findings"]
    assert (finding["file"], finding["line"], document["ok"]) == (str(fees), number, False)
    assert finding["reason"]
    assert finding["fix"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"= broken", ":1"), ("手数料".encode("shift_jis"), "fees.toml"), (b"\x00", "fees.toml"), (b"", "fees.toml")],
)
def test_a_file_that_cannot_be_read_is_a_finding(copied, content, said):
    """No TOML, another encoding, nothing at all: never a trace."""
    (copied / "certificates" / "fees.toml").write_bytes(content)
    ended = policy("check", copied)

    assert ended.status == 2
    assert said in ended.errors


def test_a_folder_that_is_none_is_a_finding(tmp_path):
    """A slip in the path says what to name instead."""
    ended = policy("check", tmp_path / "nowhere")

    assert ended.status == 2
    assert "this folder does not exist" in ended.errors


def test_show_tells_what_is_in_force_on_a_day():
    """The city's fees on that day, as one JSON document."""
    document = json.loads(policy("show", "999001", "--on", "2026-11-24", "--json").out)

    assert (document["municipality"], document["on"]) == ("999001", "2026-11-24")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("999009", "--on", "2026-11-24"), "municipality_unknown"),
        (("999001", "--on", "2001-01-01"), "which begin on 20"),
        (("999001", "--on", "9999-12-31"), "--on"),
        (("999001", "--on", "0001-01-01"), "--on"),
        (("999001", "--on", "2026-02-30"), "--on"),
        (("999001", "--on", "tomorrow"), "--on"),
        (("999001",), "--on"),
    ],
)
def test_what_cannot_be_shown_is_wrong_input(words, said):
    """An unknown city, a day before anything was in force, a day that is none."""
    ended = policy("show", *words)

    assert ended.status == 2
    assert said in ended.errors


def test_a_day_too_early_is_told_with_the_first_day_that_can_be_shown():
    """The day named in the fix is shown, and the day before it is not."""
    fix = policy("show", "999001", "--on", "2001-01-01").errors.rpartition("--on ")[2].strip().rstrip(".")

    assert policy("show", "999001", "--on", fix).status == 0
    assert policy("show", "999001", "--on", date.fromisoformat(fix) - timedelta(days=1)).status == 2
