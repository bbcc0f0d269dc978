"""The secrets of an embedded stack."""

import json
from pathlib import Path

import pytest

from adapters.card_app.keys import CardAppKeys
from adapters.keys import Keys
from embedded.development_secrets import OFFICERS, development_secrets
from embedded.errors import StackError


def test_secrets_are_made_once(tmp_path: Path) -> None:
    """A second reading gives the same secrets."""
    first = development_secrets(tmp_path)
    assert development_secrets(tmp_path) == first
    assert first.keys_file.read_text() == development_secrets(tmp_path).keys_file.read_text()


def test_every_installation_has_its_own(tmp_path: Path) -> None:
    """No secret is the same in two folders: nothing is a default."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    tokens = {**development_secrets(one).tokens}
    others = development_secrets(two).tokens
    assert all(tokens[name] != others[name] for name in tokens)
    assert len(set(tokens.values())) == len(tokens)
    assert (one / "keys.json").read_text() != (two / "keys.json").read_text()


def test_files_are_closed_to_others(tmp_path: Path) -> None:
    """Only their owner reads them."""
    development_secrets(tmp_path)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_key_file_is_what_the_adapter_reads(tmp_path: Path) -> None:
    """The key file made here is accepted by the adapter that reads it."""
    assert Keys.load(development_secrets(tmp_path).keys_file).payload.primary == "p1"


def test_every_sample_officer_can_sign_in(tmp_path: Path) -> None:
    """There is a token, not short, for every sample officer."""
    tokens = json.loads(development_secrets(tmp_path).staff_tokens_file.read_text())
    assert tuple(tokens) == OFFICERS
    assert all(len(token) >= 32 for token in tokens.values())


@pytest.mark.parametrize("content", ["", "{", "[]", '{"payload": {}}'])
def test_damaged_file_is_never_made_anew(content: str, tmp_path: Path) -> None:
    """A damaged key file stops the start: new keys would lock us out of what the old ones encrypted."""
    development_secrets(tmp_path)
    (tmp_path / "keys.json").write_text(content)
    with pytest.raises(StackError, match=r"keys.json is damaged: bring it back"):
        development_secrets(tmp_path)
    assert (tmp_path / "keys.json").read_text() == content


def test_secrets_do_not_show(tmp_path: Path) -> None:
    """Printing the object shows no secret."""
    secrets = development_secrets(tmp_path)
    assert not [token for token in secrets.tokens.values() if token in repr(secrets)]


def test_the_city_is_given_the_public_half_of_the_card_apps_keys(tmp_path: Path) -> None:
    """Of the very keys that are ours; a lost one of the two is made to fit again."""
    for lost in (None, "card_app_public.json", "card_app.json"):
        if lost:
            (tmp_path / lost).unlink()
        secrets = development_secrets(tmp_path)
        public = json.loads(secrets.card_app_public_file.read_text())
        assert public == CardAppKeys.load(secrets.card_app_keys_file).public()
