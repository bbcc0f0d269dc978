"""The secrets of a compose installation: made once, readable where they must be, never made anew."""

import json
import stat

import pytest

from adapters.keys import Keys
from embedded.compose.secret_files import NAMES, make_missing
from embedded.errors import StackError


def test_all_are_made_once(tmp_path):
    """A second call makes nothing and changes nothing; a lost one alone is made again."""
    folder = tmp_path / "secrets"
    assert make_missing(folder) == list(NAMES)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(before) == set(NAMES)

    assert make_missing(folder) == []
    (folder / "madoguchi_post_token").unlink()
    assert make_missing(folder) == ["madoguchi_post_token"]
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {name for name in NAMES if before[name] != after[name]} == {"madoguchi_post_token"}


def test_each_is_what_its_reader_wants(tmp_path):
    """Keys are keys, tokens differ, the database's address carries a password."""
    folder = tmp_path / "secrets"
    make_missing(folder)
    Keys.load(folder / "madoguchi_keys")
    tokens = json.loads((folder / "madoguchi_staff_tokens").read_text())
    assert len(set(tokens.values())) == len(tokens) >= 4
    assert (folder / "madoguchi_database_url").read_text().startswith("postgresql://madoguchi:")


def test_the_folder_is_its_owners_and_the_files_are_the_containers(tmp_path):
    """Compose gives the files as they are to users of other numbers; nobody else on this machine gets to them."""
    folder = tmp_path / "secrets"
    make_missing(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o444}


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    """One sentence."""
    (tmp_path / "secrets").write_text("")
    with pytest.raises(StackError, match="the secrets belong there"):
        make_missing(tmp_path / "secrets")
