"""The secrets of a compose installation: made once, readable where they must be, never made anew."""

import json
import stat
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from fixtures.engine_tls import Papers

from adapters.card_app.keys import CardAppKeys
from adapters.keys import Keys
from adapters.sign_in.keys import ClientKey
from adapters.temporal.security import engine_security
from embedded.compose.engine_certificates import AUTHORITY, CERTIFICATES
from embedded.compose.secret_files import (
    CARD_APP_KEYS,
    CARD_APP_PUBLIC,
    NAMES,
    SIGN_IN_KEY,
    SIGN_IN_PUBLIC,
    make_missing,
)
from embedded.errors import StackError


def test_all_are_made_once(tmp_path):
    """A second call makes nothing and changes nothing; a lost one alone is made again."""
    folder = tmp_path / "secrets"
    assert set(make_missing(folder)) == set(NAMES)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(before) == set(NAMES)

    assert make_missing(folder) == []
    (folder / "madoguchi_post_token").unlink()
    assert make_missing(folder) == ["madoguchi_post_token"]
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {name for name in NAMES if before[name] != after[name]} == {"madoguchi_post_token"}


def test_certificates_are_made_anew_together(tmp_path):
    """One of another set would not fit: a lost one takes the others with it, and nothing else."""
    folder = tmp_path / "secrets"
    make_missing(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (folder / CERTIFICATES[0]).unlink()
    assert make_missing(folder) == list(CERTIFICATES)
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {name for name in NAMES if before[name] != after[name]} == set(CERTIFICATES)


def test_the_certificates_are_ones_our_settings_take(tmp_path):
    """Authority, certificate and key fit, for ten years; the authority's key is nowhere, so nothing else can be signed."""
    folder = tmp_path / "secrets"
    make_missing(folder)
    settings = Papers(folder).settings("temporal:7233")
    for at in (datetime.now(UTC), datetime.now(UTC) + timedelta(days=3600)):
        assert engine_security(settings, at).tls is not None
    authority = x509.load_pem_x509_certificate((folder / AUTHORITY).read_bytes()).public_key()
    keys = [load_pem_private_key((folder / name).read_bytes(), None) for name in CERTIFICATES if name.endswith("_key")]
    assert authority not in [key.public_key() for key in keys]


def test_each_is_what_its_reader_wants(tmp_path):
    """Keys are keys, tokens differ, the database's address carries a password."""
    folder = tmp_path / "secrets"
    make_missing(folder)
    Keys.load(folder / "madoguchi_keys")
    tokens = json.loads((folder / "madoguchi_staff_tokens").read_text())
    assert len(set(tokens.values())) == len(tokens) >= 4
    assert (folder / "madoguchi_database_url").read_text().startswith("postgresql://madoguchi:")


@pytest.mark.parametrize(
    ("ours", "theirs", "kind"),
    [(CARD_APP_KEYS, CARD_APP_PUBLIC, CardAppKeys), (SIGN_IN_KEY, SIGN_IN_PUBLIC, ClientKey)],
    ids=["card_app", "sign_in"],
)
def test_the_city_is_given_the_public_half_of_our_keys(tmp_path, ours, theirs, kind):
    """Of the very keys that are ours, and no private part; keys that are made anew take it along."""
    folder = tmp_path / "secrets"
    make_missing(folder)
    private, public = folder / ours, folder / theirs
    before = json.loads(public.read_text())
    assert before == kind.load(private).public()
    assert not [key for key in before["keys"] if "d" in key]

    private.unlink()
    assert set(make_missing(folder)) == {ours, theirs}
    assert json.loads(public.read_text()) == kind.load(private).public() != before


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
