"""The environment variables of our processes on an embedded stack; the names are those of `adapters/settings.py`."""

import json
from collections.abc import Mapping
from pathlib import Path

from embedded.data_folder import DataFolder
from embedded.development_secrets import DevelopmentSecrets
from embedded.engine import NAMESPACE
from embedded.ports import LOOPBACK

TEST_CARD_POLICY = "1.2.392.200149.8.5.1.0.20"
"""Certificate policy of J-LIS test cards, which the sandbox's cards carry; real cards carry …1.1.20."""

ENVIRONMENT_FILE = "environment.json"
"""In the folder of secrets: what `running_environment` reads."""
OFFICE_FILE = "office.json"
"""Beside it: the variables of the office's web process."""
_OFFICE_ALONE = ("MADOGUCHI_VOUCHER_KEY_FILE", "MADOGUCHI_STAFF_TOKENS_FILE", "MADOGUCHI_SIGN_IN_KEY_FILE")
_NOT_FOR_THE_SANDBOX = (
    "MADOGUCHI_DATABASE_URL",
    "MADOGUCHI_KEYS_FILE",
    "MADOGUCHI_CARD_APP_KEYS_FILE",
    *_OFFICE_ALONE,
)
_NO_BYTECODE = "pythondontwritebytecode"
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "ftp_proxy")


def stack_environment(
    *,
    data: DataFolder,
    checkout: Path,
    municipality: str,
    ports: Mapping[str, int],
    database_url: str,
    secrets: DevelopmentSecrets,
) -> dict[str, str]:
    """Return every MADOGUCHI_ variable of the stack, as commands need them. Makes the folders they name."""
    return {
        "MADOGUCHI_ENV": "dev",
        "MADOGUCHI_DATABASE_URL": database_url,
        "MADOGUCHI_TEMPORAL_ADDRESS": f"{LOOPBACK}:{ports['temporal']}",
        "MADOGUCHI_TEMPORAL_NAMESPACE": NAMESPACE,
        "MADOGUCHI_MUNICIPALITY": municipality,
        "MADOGUCHI_MUNICIPALITIES_DIR": str(checkout / "municipalities"),
        "MADOGUCHI_KEYS_FILE": str(secrets.keys_file),
        "MADOGUCHI_VOUCHER_KEY_FILE": str(secrets.voucher_key_file),
        "MADOGUCHI_STAFF_TOKENS_FILE": str(secrets.staff_tokens_file),
        "MADOGUCHI_CARD_APP_KEYS_FILE": str(secrets.card_app_keys_file),
        "MADOGUCHI_SANDBOX_CARD_APP_KEYS_FILE": str(secrets.card_app_public_file),
        "MADOGUCHI_SIGN_IN_KEY_FILE": str(secrets.sign_in_key_file),
        "MADOGUCHI_SANDBOX_SIGN_IN_KEYS_FILE": str(secrets.sign_in_public_file),
        "MADOGUCHI_SANDBOX_OFFICERS": str(checkout / "municipalities" / municipality / "officers.toml"),
        "MADOGUCHI_ARCHIVE_DIR": str(data.make("archive")),
        "MADOGUCHI_CHECKPOINT_DIR": str(data.make("checkpoints")),
        "MADOGUCHI_WEB_DESK": "citizens",
        "MADOGUCHI_WEB_HOST": LOOPBACK,
        "MADOGUCHI_WEB_PORT": str(ports["web"]),
        "MADOGUCHI_WEB_DRAIN_SECONDS": "0",  # nobody balances a load here
        "MADOGUCHI_WEB_PROXIES": LOOPBACK,  # a proxy of this machine; tests come from many networks by its word
        "MADOGUCHI_WEB_BASE_URL": f"http://{LOOPBACK}:{ports['web']}",
        "MADOGUCHI_WORKER_HEALTH_PORT": str(ports["worker"]),
        "MADOGUCHI_WEB_METRICS_PORT": str(ports["web_metrics"]),
        "MADOGUCHI_JPKI_ROOTS_DIR": str(data.path / "sandbox" / "jpki" / "roots"),
        "MADOGUCHI_SANDBOX_DIR": str(data.make("sandbox")),
        **_outside(ports, secrets.tokens),
    }


def _outside(ports: Mapping[str, int], tokens: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of the outside systems, all of them the sandbox city's."""
    sandbox = f"http://{LOOPBACK}:{ports['sandbox']}"
    return {
        "MADOGUCHI_JPKI_CRL_URL": f"{sandbox}/jpki/crl",
        "MADOGUCHI_JPKI_POLICY_OID": TEST_CARD_POLICY,
        "MADOGUCHI_REGISTRY_URL": f"{sandbox}/registry",
        "MADOGUCHI_REGISTRY_TOKEN": tokens["registry_token"],
        "MADOGUCHI_POST_URL": f"{sandbox}/post",
        "MADOGUCHI_TRACKING_URL": f"{sandbox}/post/track/{{number}}",
        "MADOGUCHI_POST_TOKEN": tokens["post_token"],
        "MADOGUCHI_POST_WEBHOOK_SECRET": tokens["post_webhook_secret"],
        "MADOGUCHI_PAYPAY_URL": f"{sandbox}/paypay",
        "MADOGUCHI_PAYPAY_KEY": tokens["paypay_key"],
        "MADOGUCHI_PAYPAY_SECRET": tokens["paypay_secret"],
        "MADOGUCHI_PAYPAY_MERCHANT": tokens["paypay_merchant"],
        "MADOGUCHI_PAYPAY_REDIRECT_URL": f"http://{LOOPBACK}:{ports['web']}/return/payment",
        "MADOGUCHI_CARD_APP_URL": f"{sandbox}/card_app",
        "MADOGUCHI_CARD_APP_CLIENT_ID": "madoguchi999001",
        "MADOGUCHI_SIGN_IN_ISSUER": f"{sandbox}/sign_in",
        "MADOGUCHI_SIGN_IN_CLIENT_ID": "madoguchi-office",
        "MADOGUCHI_SIGN_IN_STRONG_ACR": "phr",
        "MADOGUCHI_SMTP_HOST": LOOPBACK,
        "MADOGUCHI_SMTP_PORT": str(ports["smtp"]),
        "MADOGUCHI_MAIL_FROM": "madoguchi@city.example",
        "MADOGUCHI_SANDBOX_HOST": LOOPBACK,
        "MADOGUCHI_SANDBOX_PORT": str(ports["sandbox"]),
        "MADOGUCHI_SANDBOX_OFFICE_URL": f"http://{LOOPBACK}:{ports['office']}",
        "MADOGUCHI_SANDBOX_SMTP_PORT": str(ports["smtp"]),
    }


def inherited(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what children keep of the caller's environment: no settings of another installation and no proxy.

    They keep their bytecode, too: the engine's sandbox imports the procedures anew for each request, and would compile
    them each time (a twentieth of a worker's work).
    """
    kept = {
        name: value
        for name, value in environment.items()
        if not name.startswith(("MADOGUCHI_", "TEMPORAL_", "PG")) and name.lower() not in (*_PROXIES, _NO_BYTECODE)
    }
    return {**kept, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}


def for_sandbox(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without what the outside world must not have: our database, our keys, our sign-ins."""
    return {name: value for name, value in environment.items() if name not in _NOT_FOR_THE_SANDBOX}


def for_all_but_the_office(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without what makes an officer: for the worker and the citizens' web process."""
    return {name: value for name, value in environment.items() if name not in _OFFICE_ALONE}


def for_office(environment: Mapping[str, str], ports: Mapping[str, int]) -> dict[str, str]:
    """Return the environment of the office's web process."""
    return {
        **environment,
        "MADOGUCHI_WEB_DESK": "office",
        "MADOGUCHI_WEB_PORT": str(ports["office"]),
        "MADOGUCHI_WEB_BASE_URL": f"http://{LOOPBACK}:{ports['office']}",
        "MADOGUCHI_WEB_METRICS_PORT": str(ports["office_metrics"]),
    }


def running_environment(checkout: Path, folder: Path | None = None) -> dict[str, str] | None:
    """Return the variables of the stack that runs in this checkout, for a command in another terminal; None if none."""
    data = DataFolder(folder or checkout / "var")
    if not data.in_use():
        return None
    try:
        found = json.loads((data.path / "secrets" / ENVIRONMENT_FILE).read_text())
    except (OSError, ValueError):
        return None
    return {str(name): str(value) for name, value in found.items()}
