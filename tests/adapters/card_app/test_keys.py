"""The file of our keys at the card app's service."""

import json
import stat
from pathlib import Path

import pytest
from contracts.card_app_town import keys
from joserfc.jwk import ECKey

from adapters.card_app.app import opened
from adapters.card_app.keys import CardAppKeys
from adapters.keys import KeyFileError
from adapters.settings import CardAppSettings, SettingsError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    keys().save_new(tmp_path / "card_app.json")
    return tmp_path / "card_app.json"


def test_keys_are_read_as_they_were_saved(file: Path) -> None:
    """For their owner alone."""
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert CardAppKeys.load(file).public() == keys().public()
    with pytest.raises(FileExistsError):
        keys().save_new(file)


def test_what_is_registered_holds_no_private_part() -> None:
    """The public halves, each with what it is for."""
    registered = keys().public()["keys"]
    assert [(key["use"], key["alg"]) for key in registered] == [("sig", "RS256"), ("enc", "RSA-OAEP-256")]
    assert not [name for key in registered for name in ("d", "p", "q", "dp", "dq", "qi") if name in key]


def test_keys_do_not_show(file: Path) -> None:
    """Neither printed nor in an error."""
    secret = json.loads(file.read_text())["signing"]["d"]
    assert secret not in repr(CardAppKeys.load(file))
    file.write_text(file.read_text()[:-20])
    with pytest.raises(KeyFileError) as error:
        CardAppKeys.load(file)
    assert secret not in str(error.value)


@pytest.mark.parametrize(
    "damage",
    [
        lambda held: held.pop("signing"),
        lambda held: held.pop("decryption"),
        lambda held: held.update(decryption=[]),
        lambda held: held["signing"].pop("d"),
        lambda held: held["signing"].pop("kid"),
        lambda held: held["signing"].update(alg="HS256"),
        lambda held: held["signing"].pop("alg"),
        lambda held: held["decryption"][0].pop("d"),
        lambda held: held.update(
            signing={"kty": "oct", "k": "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0", "kid": "1", "alg": "HS256"}
        ),
        lambda held: held.update(signing="text"),
    ],
)
def test_keys_that_cannot_be_used(file: Path, damage) -> None:
    """Told when the process starts, with what to do."""
    held = json.loads(file.read_text())
    damage(held)
    file.write_text(json.dumps(held))
    with pytest.raises(KeyFileError, match="does not hold the card app's keys"):
        CardAppKeys.load(file)


def test_keys_on_a_curve_are_taken(tmp_path: Path) -> None:
    """The service may ask for ES256 one day."""
    made = {
        "signing": ECKey.generate_key("P-256", {"alg": "ES256", "use": "sig"}, auto_kid=True),
        "decryption": ECKey.generate_key("P-256", {"alg": "ECDH-ES+A256KW", "use": "enc"}, auto_kid=True),
    }
    signing, decryption = (key.as_dict(private=True) for key in made.values())
    (tmp_path / "ec.json").write_text(json.dumps({"signing": signing, "decryption": [decryption]}))
    assert CardAppKeys.load(tmp_path / "ec.json").algorithm == "ES256"


def test_no_file_at_all(tmp_path: Path) -> None:
    """The path and the reason."""
    with pytest.raises(KeyFileError, match=r"nowhere.json: file: No such file"):
        CardAppKeys.load(tmp_path / "nowhere.json")


def test_a_city_without_the_app_has_none(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    """Keys alone are made before anybody registers; half a registration is told."""
    monkeypatch.setenv("MADOGUCHI_CARD_APP_KEYS_FILE", str(file))
    assert opened(CardAppSettings.from_environment(), "https://city.example", None, None) is None  # type: ignore[arg-type]
    monkeypatch.setenv("MADOGUCHI_CARD_APP_URL", "https://auth-and-sign.example")
    with pytest.raises(SettingsError, match="belong together"):
        CardAppSettings.from_environment()
