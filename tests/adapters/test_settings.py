"""Settings are read whole, every fault is named, and no secret shows."""

import os

import pytest

from adapters.settings import (
    CitySettings,
    EngineSettings,
    OfficeDeskSettings,
    OutsideSettings,
    SettingsError,
    StoreSettings,
    WebSettings,
    WorkerSettings,
    file_settings,
    require,
)

STORE = {"DATABASE_URL": "postgresql://city:geheim@127.0.0.1:5432/madoguchi", "KEYS_FILE": "/keys.json"}
OUTSIDE = {
    "REGISTRY_URL": "https://registry.example/v1",
    "REGISTRY_TOKEN": "geheim",
    "POST_URL": "http://127.0.0.1:8700/post",
    "POST_TOKEN": "geheim",
    "SMTP_HOST": "127.0.0.1",
    "SMTP_PORT": "25",
    "MAIL_FROM": "madoguchi@city.example",
}


@pytest.fixture
def environment(monkeypatch):
    """Set variables of ours; all others of ours are gone."""
    for name in [name for name in os.environ if name.startswith("MADOGUCHI_")]:
        monkeypatch.delenv(name)

    def put(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(f"MADOGUCHI_{name}", value)

    return put


def problems(section):
    with pytest.raises(SettingsError) as caught:
        section.from_environment()
    assert "geheim" not in repr(caught.value) + str(caught.value)
    return caught.value.problems


def test_a_whole_environment_is_read(environment):
    """What is set is taken, what has a default may be left out, and secrets do not show."""
    environment(**STORE, **OUTSIDE)
    stores, outside = StoreSettings.from_environment(), OutsideSettings.from_environment()

    assert stores.database_url.get_secret_value() == STORE["DATABASE_URL"]
    assert outside.smtp_port == 25
    assert EngineSettings.from_environment().temporal_address == "127.0.0.1:7233"
    assert "geheim" not in repr(stores) + repr(outside) + str(outside.model_dump())


def test_all_faults_are_told_at_once_by_variable(environment):
    """Missing and wrong ones together, each with its name and where to look."""
    environment(**{**OUTSIDE, "SMTP_PORT": "70000", "REGISTRY_URL": "registry.example"})
    environment(POST_TOKEN="")

    told = problems(OutsideSettings)

    assert len(told) == 3
    assert any(line.startswith("MADOGUCHI_SMTP_PORT is wrong: ") for line in told)
    assert any(line.startswith("MADOGUCHI_REGISTRY_URL is wrong: ") for line in told)
    assert "MADOGUCHI_POST_TOKEN is not set; see .env.example" in told


def test_several_sections_are_checked_together(environment):
    """A variable that two sections want is told once."""
    environment(ARCHIVE_DIR="/archive")

    with pytest.raises(SettingsError) as caught:
        require(WorkerSettings, WebSettings, OfficeDeskSettings)
    told = caught.value.problems
    assert len(told) == len(set(told))
    assert [line.split()[0] for line in told].count("MADOGUCHI_WEB_BASE_URL") == 1
    assert {line.split()[0] for line in told} >= {"MADOGUCHI_CHECKPOINT_DIR", "MADOGUCHI_STAFF_TOKENS_FILE"}


def test_sections_that_can_be_read_pass(environment):
    """Nothing is told of a whole environment."""
    environment(**STORE, **OUTSIDE)
    require(StoreSettings, EngineSettings, OutsideSettings)


@pytest.mark.parametrize(
    "address",
    [
        "mysql://root:geheim@db/x",
        "geheim",
        "postgresql://root:geheim@db:port/x",
        "postgresql://root:geheim@db:99999/x",
        "postgresql://root:geheim@[::1/x",
    ],
)
def test_a_database_address_that_is_none_is_told_without_its_password(environment, address):
    """Told by its form; the driver's own message would come much later, as a trace, and quote it."""
    environment(**{**STORE, "DATABASE_URL": address})

    (told,) = problems(StoreSettings)
    assert told.startswith("MADOGUCHI_DATABASE_URL is wrong: it must be like postgresql://user:password@host:5432/")


@pytest.mark.parametrize(
    "address", ["postgresql://postgres@/postgres?host=/tmp/socket", "postgres://u:p@[::1]:5432/db?sslmode=require"]
)
def test_database_addresses_of_every_kind_are_taken(environment, address):
    """By socket, by IPv6, with options."""
    environment(**{**STORE, "DATABASE_URL": address})
    assert StoreSettings.from_environment().database_url.get_secret_value() == address


@pytest.mark.parametrize(
    "address", ["engine", "http://engine:7233", "engine:seven", "engine:99999", ":7233", "a b:7233"]
)
def test_an_engine_address_that_is_none_is_told(environment, address):
    """Host and port are wanted; nothing else is guessed."""
    environment(TEMPORAL_ADDRESS=address)
    (told,) = problems(EngineSettings)
    assert told == "MADOGUCHI_TEMPORAL_ADDRESS is wrong: it must be like 127.0.0.1:7233; see .env.example"


@pytest.mark.parametrize("address", ["engine.example:7233", "[::1]:7233", "10.0.0.7:80"])
def test_engine_addresses_of_every_kind_are_taken(environment, address):
    """By name, by IPv6, by IPv4."""
    environment(TEMPORAL_ADDRESS=address)
    assert EngineSettings.from_environment().temporal_address == address


@pytest.mark.parametrize("sender", ["みなも市", "madoguchi", "窓口@city.example", "a@b.example\n"])
def test_a_sender_no_mail_server_takes_is_told_at_the_start(environment, sender):
    """Otherwise every notice would be given up, one by one."""
    environment(**{**OUTSIDE, "MAIL_FROM": sender})
    (told,) = problems(OutsideSettings)
    assert told.startswith("MADOGUCHI_MAIL_FROM is wrong: ")


def test_what_is_no_municipality_or_no_way_to_run_is_told(environment, tmp_path):
    """The code has six digits; the way to run is one of two words."""
    environment(MUNICIPALITY="みなも", MUNICIPALITIES_DIR=str(tmp_path), ENV="test")
    assert [line.split()[0] for line in problems(CitySettings)] == ["MADOGUCHI_MUNICIPALITY", "MADOGUCHI_ENV"]


def test_production_is_the_default(environment, tmp_path):
    """Nobody runs with the doors of development open because a variable was forgotten."""
    environment(MUNICIPALITY="999001", MUNICIPALITIES_DIR=str(tmp_path))
    assert CitySettings.from_environment().env == "production"


def test_secrets_may_be_files_and_the_environment_goes_before_them(environment, tmp_path):
    """A file per secret, its end of line left off; a variable of the same name wins, an empty one does not."""
    for name in ("registry_token", "post_token", "smtp_password"):
        (tmp_path / f"madoguchi_{name}").write_text(f"{name} of the file\n")
    given = {name: value for name, value in OUTSIDE.items() if value != "geheim"}
    environment(**given, SECRETS_DIR=str(tmp_path), POST_TOKEN="of the environment", SMTP_PASSWORD="")

    outside = OutsideSettings.from_environment()

    assert outside.registry_token.get_secret_value() == "registry_token of the file"
    assert outside.post_token.get_secret_value() == "of the environment"
    assert outside.smtp_password.get_secret_value() == "smtp_password of the file"
    assert file_settings()["MADOGUCHI_SMTP_PASSWORD"] == "smtp_password of the file"


def test_a_wrong_secret_in_a_file_is_told_without_its_text(environment, tmp_path):
    """The variable is named, whichever way it came."""
    (tmp_path / "madoguchi_database_url").write_text("geheim")
    environment(SECRETS_DIR=str(tmp_path), KEYS_FILE="/keys.json")
    (told,) = problems(StoreSettings)
    assert told.startswith("MADOGUCHI_DATABASE_URL is wrong: ")


def test_a_folder_of_secrets_that_is_not_there_is_told(environment, tmp_path):
    """Otherwise every secret would be reported as missing, and nobody would know why."""
    environment(**STORE, SECRETS_DIR=str(tmp_path / "nowhere"))
    (told,) = problems(StoreSettings)
    assert told.startswith("MADOGUCHI_SECRETS_DIR is wrong: ")


def test_files_beside_the_secrets_are_no_settings(environment, tmp_path):
    """A container's folder holds other programs' secrets too."""
    (tmp_path / "postgres_password").write_text("geheim")
    environment(SECRETS_DIR=str(tmp_path))
    assert file_settings() == {}
    environment(SECRETS_DIR="")
    assert file_settings() == {}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"SMTP_USER": "city"}, "MADOGUCHI_SMTP_PASSWORD is not set, but MADOGUCHI_SMTP_USER is; see .env.example"),
        ({"SMTP_USER": "city", "SMTP_PASSWORD": "geheim"}, "MADOGUCHI_SMTP_TLS must be starttls or implicit"),
        ({"SMTP_TLS": "maybe"}, "MADOGUCHI_SMTP_TLS is wrong: "),
    ],
)
def test_a_mail_password_needs_its_user_and_encryption(environment, given, told):
    """A password is never sent to a server that may be anybody."""
    environment(**OUTSIDE, **given)
    (problem,) = problems(OutsideSettings)
    assert problem.startswith(told)


def test_a_mail_password_goes_with_encryption(environment):
    """Both ways of it."""
    for tls in ("starttls", "implicit"):
        environment(**OUTSIDE, SMTP_USER="city", SMTP_PASSWORD="geheim", SMTP_TLS=tls)
        assert OutsideSettings.from_environment().smtp_tls == tls
