"""docker-compose.yml as a document: what every container may and may not do, and that nothing it needs is left out."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from fixtures.compose_file import read
from pydantic import SecretStr

from adapters import settings
from embedded.compose.engine import IMAGES
from embedded.compose.engine_certificates import SERVER_NAME
from embedded.compose.project import JOBS
from embedded.compose.secret_files import NAMES
from sandbox.settings import SandboxSettings

ROOT = Path(__file__).parents[2]
COMPOSE = read(ROOT / "docker-compose.yml")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
LONG = sorted(SERVICES.keys() - set(JOBS))
OURS = ("worker", "web", "office", "sandbox", "migrate")
_FILES = {
    "MADOGUCHI_KEYS_FILE": "madoguchi_keys",
    "MADOGUCHI_VOUCHER_KEY_FILE": "madoguchi_voucher_key",
    "MADOGUCHI_STAFF_TOKENS_FILE": "madoguchi_staff_tokens",
    "MADOGUCHI_CARD_APP_KEYS_FILE": "madoguchi_card_app_keys",
    "MADOGUCHI_SIGN_IN_KEY_FILE": "madoguchi_sign_in_key",
}


def sections(*names: str) -> dict[str, Any]:
    """Return the fields of sections of settings, by variable."""
    found = [getattr(settings, name) for name in names]
    return {f"MADOGUCHI_{name.upper()}": field for each in found for name, field in each.model_fields.items()}


STATE = ("StoreSettings", "EngineSettings", "CitySettings", "JpkiSettings", "SecretsSettings")
NEEDS = {
    "migrate": sections("StoreSettings", "SecretsSettings"),
    "web": sections(*STATE, "DeskSettings", "WebSettings", "CitizensDeskSettings", "CardAppSettings"),
    "office": sections(*STATE, "DeskSettings", "WebSettings", "OfficeDeskSettings", "SignInSettings"),
    "worker": sections(*STATE, "WorkerSettings", "OutsideSettings", "PayPaySettings"),
}


def secret(variable: str, field: Any) -> bool:
    """Say whether a setting is one; the payment provider's key counts, for it comes with its secret."""
    return "SecretStr" in str(field.annotation) or SecretStr in field.metadata or variable == "MADOGUCHI_PAYPAY_KEY"


def test_the_services_are_these():
    """The others of this file would pass on an empty document."""
    assert {"postgres", "temporal", "worker", "web", "office", "sandbox"} == set(LONG)
    assert set(SERVICES) >= set(JOBS)


def test_every_setting_belongs_to_a_container():
    """A section that is added to the settings is asked for here."""
    read_only_by_commands = {"PolicySettings", "StaffCommandSettings"}
    known = {each.__name__ for each in settings.Section.__subclasses__()} - read_only_by_commands
    desks = {"DeskSettings", "VoucherSettings", "CitizensDeskSettings"}  # the office's has the voucher's
    outside = {"OutsideSettings", "PayPaySettings", "CardAppSettings", "SignInSettings"}
    assert known == {*STATE, *desks, *outside, "WebSettings", "WorkerSettings"}


@pytest.mark.parametrize("service", sorted(NEEDS))
def test_every_setting_is_given(service: str):
    """As a variable, or as a secret's file; nothing is left to a default that was made for a developer's machine."""
    environment, secrets = SERVICES[service]["environment"], SERVICES[service]["secrets"]
    given = set(environment) | {name.upper() for name in secrets}
    assert sorted(NEEDS[service].keys() - given) == []


def test_only_the_office_can_vouch_for_officers():
    """Whoever takes over the citizens' process, or the worker, finds neither the office's key nor an officer's token."""
    for name, service in SERVICES.items():
        given = {*service.get("secrets", []), *service.get("environment", {})}
        office = {
            each for each in given if re.search(r"voucher|staff|madoguchi_sign_in_(key|client_secret)", each.lower())
        }
        assert bool(office) == (name == "office"), name
    assert SERVICES["web"]["environment"]["MADOGUCHI_WEB_DESK"] == "citizens"


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_secrets_are_files(service: str):
    """No secret is a variable, for variables are shown by `docker inspect`; each file named is one mounted here."""
    environment, secrets = SERVICES[service].get("environment", {}), SERVICES[service].get("secrets", [])
    fields = {name: field for needs in NEEDS.values() for name, field in needs.items()}
    assert [name for name in environment if name in fields and secret(name, fields[name])] == []
    named = [name for name in environment if re.search(r"PASSWORD|PWD|TOKEN|SECRET(?!S_DIR)", name)]
    assert [name for name in named if not name.endswith("_FILE")] == []
    files = [value for name, value in environment.items() if name.endswith("_FILE")]
    assert all(value.removeprefix("/run/secrets/") in secrets for value in files)


def test_secrets_known_to_the_settings_are_found():
    """The test above sees what is a secret."""
    names = {name for needs in NEEDS.values() for name, field in needs.items() if secret(name, field)}
    assert names == {
        "MADOGUCHI_DATABASE_URL",
        "MADOGUCHI_REGISTRY_TOKEN",
        "MADOGUCHI_POST_TOKEN",
        "MADOGUCHI_POST_WEBHOOK_SECRET",
        "MADOGUCHI_PAYPAY_KEY",
        "MADOGUCHI_PAYPAY_SECRET",
        "MADOGUCHI_SMTP_PASSWORD",
        "MADOGUCHI_TEMPORAL_API_KEY",
        "MADOGUCHI_SIGN_IN_CLIENT_SECRET",
    }


def test_every_secret_is_one_that_is_made():
    """`make compose-up` makes exactly the files the document names, under the folder it names."""
    used = {name for each in SERVICES.values() for name in each.get("secrets", [])}
    assert set(COMPOSE["secrets"]) == used == set(NAMES)
    for name, given in COMPOSE["secrets"].items():
        assert given == {"file": f"${{MADOGUCHI_SECRETS:-./deploy/compose/secrets}}/{name}"}


def test_the_sandbox_is_given_its_own_and_nothing_of_ours():
    """It knows what both sides know; not our database, our keys, our sign-ins."""
    sandbox = SERVICES["sandbox"]
    given = set(sandbox["environment"]) | {name.upper() for name in sandbox["secrets"]}
    assert given >= {field.alias for field in SandboxSettings.model_fields.values() if not field.repr}
    ours = {"DATABASE_URL", "KEYS", "STAFF_TOKENS", "CARD_APP_KEYS", "SIGN_IN_KEY", "SIGN_IN_CLIENT_SECRET"}
    assert not given & {f"MADOGUCHI_{name}" for name in ours}
    assert sandbox["networks"] == ["outside"]
    assert sandbox["profiles"] == ["sandbox"]


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_a_container_may_do_little(service: str):
    """No root, no writing but to volumes and memory, no capability, no way to gain one; its log does not fill the disk."""
    found = SERVICES[service]
    assert found["user"] in {"postgres", "1000:1000", "10001:10001"}
    assert found["read_only"] == "true"
    assert found["cap_drop"] == ["ALL"]
    assert "cap_add" not in found
    assert "privileged" not in found
    assert found["security_opt"] == ["no-new-privileges:true"]
    assert {"max-size", "max-file"} <= found["logging"]["options"].keys()


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_images_are_pinned(service: str):
    """A version each; ours are built from this checkout."""
    image = SERVICES[service]["image"]
    assert image in IMAGES or re.fullmatch(r"\$\{MADOGUCHI_(SANDBOX_)?IMAGE:-madoguchi(-sandbox)?:local\}", image)
    assert "latest" not in image


def test_the_images_asked_for_beforehand_are_those_used():
    """What is missing is said before anything is downloaded in silence."""
    bases = re.findall(r"^FROM (\S+:\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert {each["image"] for each in SERVICES.values() if "$" not in each["image"]} | set(bases) == set(IMAGES)


@pytest.mark.parametrize("service", LONG)
def test_what_runs_all_the_time_has_health_restarts_and_time_to_stop(service: str):
    """Health is asked of the program, not of its port; the grace is longer than what the program gives its work."""
    found = SERVICES[service]
    asked = " ".join(found["healthcheck"]["test"])
    assert re.search(r"/health|pg_isready|temporal-health", asked)
    assert found["restart"] == "unless-stopped"
    worker, web = settings.WorkerSettings.model_fields, settings.WebSettings.model_fields
    least = {"worker": worker["worker_grace_seconds"].default + 10, "web": web["web_drain_seconds"].default + 30 + 2}
    assert int(found["stop_grace_period"].removesuffix("s")) >= least.get(service, 5)


@pytest.mark.parametrize("service", JOBS)
def test_jobs_run_once_and_are_waited_for(service: str):
    """Nobody starts on a half-made database or engine."""
    assert SERVICES[service]["restart"] == "no"
    waiting = [each["depends_on"].get(service) for each in SERVICES.values() if "depends_on" in each]
    assert {"condition": "service_completed_successfully"} in waiting


def test_what_is_needed_stops_last():
    """Compose stops in reverse order of direct needs alone: an engine whose database went first would be killed."""
    needs = {name: set(each.get("depends_on", {})) for name, each in SERVICES.items()}
    assert "postgres" in needs["temporal"]
    assert {"postgres", "temporal"} <= needs["worker"] & needs["web"]


def test_only_loopback_is_published():
    """The web ports and the sandbox's, for this machine; Postgres and the engine are on a network without a way out."""
    published = {name: port for name, each in SERVICES.items() for port in each.get("ports", [])}
    assert set(published) == {"web", "office", "sandbox"}
    assert all(port.startswith("127.0.0.1:") for port in published.values())
    assert COMPOSE["networks"]["state"] == {"internal": "true"}
    assert all(SERVICES[name]["networks"] == ["state"] for name in ("postgres", "temporal", *JOBS))


def test_the_engine_reads_our_dynamic_configuration():
    """Without it each step costs 50 ms more."""
    engine = SERVICES["temporal"]
    inside = engine["environment"]["DYNAMIC_CONFIG_FILE_PATH"]
    assert f"./deploy/temporal/dynamicconfig.yaml:{inside}:ro" in engine["volumes"]


def test_the_engine_serves_nobody_without_a_certificate():
    """Mutual TLS at its door and between its parts; every one of ours that asks it has certificate, key and authority."""
    engine = SERVICES["temporal"]
    environment = engine["environment"]
    assert environment["TEMPORAL_TLS_REQUIRE_CLIENT_AUTH"] == "true"
    files = {name: value for name, value in environment.items() if name.endswith(("_CERT", "_KEY"))}
    assert len(files) == 7
    assert {value.removeprefix("/run/secrets/") for value in files.values()} <= set(engine["secrets"])
    assert "temporal_tls_client_key" not in engine["secrets"]
    names = {value for name, value in environment.items() if name.endswith("_SERVER_NAME")}
    assert names == {SERVER_NAME}
    for service in ("worker", "web"):
        given = SERVICES[service]["environment"]
        assert given["MADOGUCHI_TEMPORAL_TLS_SERVER_NAME"] == SERVER_NAME
        paths = [given[f"MADOGUCHI_TEMPORAL_TLS_{name}"] for name in ("CA", "CERT", "KEY")]
        assert {path.removeprefix("/run/secrets/") for path in paths} <= set(SERVICES[service]["secrets"])
    asking = {name for name, each in SERVICES.items() if "temporal_tls_client_key" in each.get("secrets", [])}
    assert asking >= {"worker", "web", "temporal-namespace"}
    assert asking.isdisjoint({"sandbox", "postgres", "migrate", "temporal"})


def test_the_job_that_makes_the_namespace_shows_its_certificate():
    """The variables are the `temporal` program's own, and name files that its container has."""
    script = (ROOT / "deploy" / "compose" / "temporal-namespace.sh").read_text()
    paths = set(re.findall(r"TEMPORAL_TLS_\w+_PATH=/run/secrets/(\w+)", script))
    assert paths == set(SERVICES["temporal-namespace"]["secrets"])
    assert f"TEMPORAL_TLS_SERVER_NAME={SERVER_NAME}" in script


def test_everything_mounted_from_the_checkout_is_there():
    """Docker would make an empty folder in place of a missing file."""
    mounts = [volume.split(":")[0] for each in SERVICES.values() for volume in each.get("volumes", [])]
    files = [mount for mount in mounts if mount.startswith("./")]
    assert files
    assert [file for file in files if not (ROOT / file).is_file()] == []


def test_the_example_gives_every_variable_and_no_secret():
    """deploy/compose/sandbox.env is enough, and a city that copies it sees all there is to fill in."""
    text = (ROOT / "docker-compose.yml").read_text()
    asked = set(re.findall(r"\$\{(MADOGUCHI_\w+):\?", text))
    offered = set(re.findall(r"\$\{(MADOGUCHI_\w+)", text))
    lines = (ROOT / "deploy" / "compose" / "sandbox.env").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert asked <= given.keys() <= offered
    assert all(given.values())
    assert not [name for name in given if name.lower() in NAMES]


@pytest.mark.parametrize("program", [("docker-compose",), ("docker", "compose")], ids=" ".join)
def test_compose_itself_understands_it(program: tuple[str, ...]):
    """Both programs take the document, with the demo's addition."""
    if shutil.which(program[0]) is None:
        pytest.skip(f"{program[0]} is not installed")
    if subprocess.run([*program, "version"], capture_output=True, check=False).returncode:
        pytest.skip(f"{' '.join(program)} is not installed")
    words = ("--env-file", "deploy/compose/sandbox.env", "--profile", "sandbox")
    files = ("-f", "docker-compose.yml", "-f", "deploy/compose/demo.yml")
    ports = {"MADOGUCHI_DEMO_POSTGRES_PORT": "1", "MADOGUCHI_DEMO_TEMPORAL_PORT": "2"}
    path = {"PATH": str(Path(shutil.which(program[0]) or "").parent) + ":/usr/bin:/bin"}
    found = subprocess.run(
        [*program, *words, *files, "config", "--quiet"],
        cwd=ROOT,
        env={**path, **ports, "HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (found.returncode, found.stderr) == (0, "")
