"""`madoguchi addresses load` loads Japan Post's table, or says what is wrong with the file."""

import json
from pathlib import Path

import pytest
from fixtures.command import madoguchi

pytestmark = pytest.mark.program

SANDBOX = Path(__file__).parents[2] / "sandbox" / "data"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "No such file or directory. Check the path."),
        (b"PK\x03\x04", "is packed. Unpack the ZIP, then load the CSV inside."),
        ("霞が関".encode("cp932"), "is not UTF-8. Take utf_ken_all.csv"),
        (b"a,b\n", ":1: has 2 columns instead of 15. Take utf_ken_all.csv."),
    ],
)
def test_a_file_that_is_none_is_told_with_a_way_out(tmp_path, content, told):
    """By line, before any database is asked; exit status 2."""
    file = tmp_path / "table.csv"
    if content is not None:
        file.write_bytes(content)
    ended = madoguchi("addresses", "load", file)
    assert ended.status == 2
    assert told in ended.errors


def test_a_good_file_needs_an_installation():
    """What is not set is named, as everywhere."""
    ended = madoguchi("addresses", "load", SANDBOX / "postcodes.csv", "--json")
    assert ended.status == 2
    assert "MADOGUCHI_KEYS_FILE" in json.dumps(json.loads(ended.out))
