"""The key file: read, refused with file, field, reason and fix, and never shown."""

import base64
import json
import stat
from pathlib import Path

import pytest

from adapters.keys import KeyFileError, KeyRing, Keys
from domain.errors import DomainError, ErrorCode


def _written(path: Path) -> dict:
    Keys.generate().save_new(path)
    return json.loads(path.read_text())


def test_a_new_file_reads_back_and_is_private(tmp_path: Path):
    """What was generated is what is loaded; only the owner may read the file."""
    keys = Keys.generate()
    keys.save_new(tmp_path / "keys.json")

    assert Keys.load(tmp_path / "keys.json") == keys
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600


def test_existing_keys_are_never_overwritten(tmp_path: Path):
    """Writing over a key file would destroy what its keys encrypted."""
    before = _written(tmp_path / "keys.json")
    with pytest.raises(FileExistsError):
        Keys.generate().save_new(tmp_path / "keys.json")

    assert json.loads((tmp_path / "keys.json").read_text()) == before


def test_no_secret_is_shown(tmp_path: Path):
    """Neither repr nor str holds key bytes."""
    keys = Keys.generate()

    shown = repr(keys) + str(keys)
    for secret in (keys.hash, keys.statement, keys.checkpoint, *keys.vault.keys.values(), *keys.payload.keys.values()):
        assert repr(secret) not in shown


def test_an_unknown_key_id_is_named():
    """A ring says which key it lacks."""
    with pytest.raises(DomainError) as refused:
        KeyRing(primary="a", keys={"a": b"1" * 32}).key("b")

    assert (refused.value.code, refused.value.facts) == (ErrorCode.KEY_UNKNOWN, {"key_id": "b"})


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"hash": "not base64!"}, "hash", "is not base64"),
        ({"hash": base64.b64encode(b"short").decode()}, "hash", "has 5 bytes instead of 32"),
        ({"hash": 7}, "hash", "is not a text in base64"),
        ({"vault": {"primary": "x", "keys": {"k1": base64.b64encode(b"1" * 32).decode()}}}, "vault", "primary key"),
        ({"payload": None}, "payload", "valid"),
        ({"surplus": 1}, "surplus", "not permitted"),
    ],
)
def test_a_wrong_file_is_refused_with_field_reason_and_fix(tmp_path: Path, change, field, reason):
    """The error names what a person needs to mend the file, and shows no value of it."""
    path = tmp_path / "keys.json"
    content = _written(path) | change
    path.write_text(json.dumps(content))

    with pytest.raises(KeyFileError, match=reason) as refused:
        Keys.load(path)

    assert (refused.value.file, refused.value.field) == (path, field)
    assert "To fix:" in str(refused.value)
    assert content["statement"] not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("content", [None, b"{", b"\xff\xfe", b"[]"])
def test_an_unreadable_file_is_one_sentence(tmp_path: Path, content):
    """Missing file, broken JSON, other encodings, another shape."""
    path = tmp_path / "keys.json"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(KeyFileError, match=r"keys\.json"):
        Keys.load(path)
