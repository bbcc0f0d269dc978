"""The city as a process: quick to open, clean to close, whole after a SIGKILL."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from contracts.postal_carrier import a_letter

from sandbox.app import SandboxSettings, SandboxSettingsInvalid

pytestmark = pytest.mark.program

_ROOT = Path(__file__).parents[3]
_PROGRAM = (
    "import asyncio, os; from sandbox.app import *; asyncio.run(serve(SandboxSettings.from_environment(os.environ)))"
)
_COUNTER = {"Authorization": "Bearer t"}


def _environment(folder: Path, **others: str) -> dict[str, str]:
    secrets = ("REGISTRY_TOKEN", "POST_TOKEN", "POST_WEBHOOK_SECRET", "PAYPAY_KEY", "PAYPAY_SECRET", "PAYPAY_MERCHANT")
    known = {f"MADOGUCHI_{name}": "t" for name in secrets}
    known |= {"MADOGUCHI_SANDBOX_DIR": str(folder), "PATH": os.environ["PATH"]}
    known |= {"MADOGUCHI_SANDBOX_PORT": str(_free()), "MADOGUCHI_SANDBOX_SMTP_PORT": str(_free())}
    return known | others


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def _process(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], httpx2.Client]]:
    process = subprocess.Popen([sys.executable, "-c", _PROGRAM], cwd=_ROOT, env=environment, stderr=subprocess.PIPE)
    url = f"http://127.0.0.1:{environment['MADOGUCHI_SANDBOX_PORT']}"
    try:
        with httpx2.Client(base_url=url, timeout=5) as client:
            yield process, client
    finally:
        process.kill()
        process.wait()
        if process.stderr:
            process.stderr.close()


def _wait_until_open(process: subprocess.Popen[bytes], client: httpx2.Client) -> float:
    """Return the seconds until /health answers 200."""
    began = time.monotonic()
    while time.monotonic() - began < 30 and process.poll() is None:
        try:
            if client.get("/health").status_code == 200:
                return time.monotonic() - began
        except httpx2.ConnectError:
            time.sleep(0.02)
    raise AssertionError("the city did not open")


def test_it_survives_a_sigkill_and_closes_cleanly(tmp_path: Path) -> None:
    """What the post took before a SIGKILL it has after; SIGTERM ends the process with 0."""
    environment = _environment(tmp_path / "a folder")
    letter = a_letter("letter-1", "13112383852").model_dump(mode="json")
    with _process(environment) as (process, client):
        _wait_until_open(process, client)
        accepted = client.post("/post/v1/letters", json=letter, headers=_COUNTER).json()
        first = client.post("/post/v1/labels", json={"mail_class": "specified_record"}, headers=_COUNTER).json()
        process.send_signal(signal.SIGKILL)
        process.wait(5)
    with _process(environment) as (process, client):
        seconds = _wait_until_open(process, client)
        assert client.post("/post/v1/letters", json=letter, headers=_COUNTER).json() == accepted
        assert client.get("/post/v1/items/13112383852", headers=_COUNTER).json() == [accepted]
        second = client.post("/post/v1/labels", json={"mail_class": "specified_record"}, headers=_COUNTER).json()
        assert second != first
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert seconds < 10  # 1.5 s on an idle machine; the test machine may be busy


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    """Somebody else on a port is one sentence that names the variable to change."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        environment = _environment(tmp_path, MADOGUCHI_SANDBOX_SMTP_PORT=str(taken.getsockname()[1]))
        with _process(environment) as (process, _):
            _, errors = process.communicate(timeout=30)
    assert process.returncode != 0
    assert b"MADOGUCHI_SANDBOX_SMTP_PORT" in errors


_WRONG = {
    "MADOGUCHI_SANDBOX_PORT": "70000",
    "MADOGUCHI_POST_TOKEN": "hidden",
    "MADOGUCHI_WEB_BASE_URL": "http://127.0.0.1:99999",
}


def test_settings_name_all_problems_at_once() -> None:
    """Everything missing or wrong is told together, secrets by name only."""
    with pytest.raises(SandboxSettingsInvalid) as caught:
        SandboxSettings.from_environment(_WRONG)
    told = " ".join(caught.value.problems)
    assert "MADOGUCHI_SANDBOX_PORT must be" in told
    assert "MADOGUCHI_WEB_BASE_URL must be" in told
    assert "MADOGUCHI_REGISTRY_TOKEN is not set" in told
    assert "MADOGUCHI_SANDBOX_DIR is not set" in told
    assert "hidden" not in told


def test_settings_hide_secrets_and_make_addresses(tmp_path: Path) -> None:
    """Settings can be printed; webhooks go to the web server's own addresses."""
    environment = _environment(tmp_path, MADOGUCHI_POST_TOKEN="hidden", MADOGUCHI_WEB_BASE_URL="http://web:1/")
    settings = SandboxSettings.from_environment(environment)
    assert "hidden" not in repr(settings)
    assert settings.post_webhook_url == "http://web:1/api/v1/webhooks/post"
    assert settings.paypay_webhook_url == "http://web:1/api/v1/webhooks/paypay"
    assert SandboxSettings.from_environment(_environment(tmp_path)).post_webhook_url == ""
