"""The long-lived processes: what keeps one from starting is one sentence, and SIGTERM ends it in order."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.program

ROOT = Path(__file__).parents[2]
SECRETS = ("REGISTRY_TOKEN", "POST_TOKEN", "POST_WEBHOOK_SECRET", "PAYPAY_KEY", "PAYPAY_SECRET", "PAYPAY_MERCHANT")
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith("MADOGUCHI_")}
OUTSIDE = {
    **{f"MADOGUCHI_{name}": "a-secret-of-tests" for name in SECRETS},
    **{f"MADOGUCHI_{name}_URL": "http://127.0.0.1:1" for name in ("REGISTRY", "POST", "PAYPAY")},
    "MADOGUCHI_SMTP_HOST": "127.0.0.1",
    "MADOGUCHI_SMTP_PORT": "1",
    "MADOGUCHI_MAIL_FROM": "madoguchi@city.example",
}


@pytest.fixture
def taken():
    """A port somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield str(server.getsockname()[1])


@pytest.fixture
def sandbox(tmp_path):
    """The sandbox's settings, on free ports."""
    ports = {"MADOGUCHI_SANDBOX_PORT": "0", "MADOGUCHI_SANDBOX_SMTP_PORT": "0"}
    return {**PLAIN, **OUTSIDE, **ports, "MADOGUCHI_SANDBOX_DIR": str(tmp_path / "sandbox")}


def start(name, environment, *options):
    return subprocess.Popen(
        [sys.executable, "-m", "cli.main", name, *options],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(name, environment, *options):
    """Run until it ends by itself."""
    with start(name, environment, *options) as process:
        out, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors
    return process.returncode, out, errors


def stopped(name, environment, ready):
    """Run until `ready(process)` returns, send SIGTERM, return status and log."""
    with start(name, environment) as process:
        seen = ready(process) or ""
        process.send_signal(signal.SIGTERM)
        out, rest = process.communicate(timeout=60)
    assert out == ""
    assert "Traceback" not in rest
    return process.returncode, seen + rest


def answers(port, path):
    """Return a way to wait until the process serves on a port; its signals are taken by then."""

    def ready(process):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            assert process.poll() is None, process.stderr.read()
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}{path}"):
                return
            time.sleep(0.05)
        raise TimeoutError(port)

    return ready


def logged(event):
    """Return a way to wait until the process has logged an event."""

    def ready(process):
        lines = []
        for line in process.stderr:
            lines.append(line)
            if event in line:
                break
        return "".join(lines)

    return ready


@pytest.mark.parametrize("variable", ["MADOGUCHI_SANDBOX_PORT", "MADOGUCHI_SANDBOX_SMTP_PORT"])
def test_a_taken_port_of_the_sandbox_is_told(sandbox, taken, variable):
    """Which port, and which variable to change: exit status 3."""
    status, out, errors = ended("sandbox", {**sandbox, variable: taken})

    assert (status, out) == (3, "")
    assert errors.splitlines()[-1] == f"port {taken} is taken: set {variable} to another one"


def test_a_wrong_port_of_the_sandbox_is_told_as_json(sandbox):
    """With --json the problems are a list on standard output."""
    status, out, _ = ended("sandbox", {**sandbox, "MADOGUCHI_SANDBOX_PORT": "many"}, "--json")

    error = json.loads(out)["error"]
    assert (status, error["code"]) == (2, "settings")
    assert error["details"] == ["MADOGUCHI_SANDBOX_PORT must be a whole number from 0 to 65535"]


def test_sigterm_closes_the_sandbox(sandbox):
    """It opens, is told to stop, and ends with status 0."""
    port = str(free_port())
    status, log = stopped("sandbox", {**sandbox, "MADOGUCHI_SANDBOX_PORT": port}, answers(port, "/health"))
    assert status == 0
    assert "sandbox_closed" in log


@pytest.fixture
def web(installation, tmp_path):
    """The web process's settings, on a free port."""
    tokens = tmp_path / "tokens.json"
    tokens.write_text(json.dumps({"officer-sato": "t" * 40, "officer-suzuki": "s" * 40}), encoding="utf-8")
    return {
        **installation.environment,
        "MADOGUCHI_WEB_DESK": "both",
        "MADOGUCHI_STAFF_TOKENS_FILE": str(tokens),
        "MADOGUCHI_POST_WEBHOOK_SECRET": "w" * 40,
        "MADOGUCHI_WEB_PORT": str(free_port()),
    }


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.mark.database
def test_a_taken_port_of_the_web_process_is_told(web, taken):
    """One sentence, exit status 3."""
    status, out, errors = ended("web", {**web, "MADOGUCHI_WEB_PORT": taken})

    assert (status, out) == (3, "")
    expected = f"port {taken} of 127.0.0.1 is taken: set MADOGUCHI_WEB_PORT to another one"
    assert errors.splitlines()[-1] == expected


@pytest.mark.database
def test_sigterm_closes_the_web_process(web):
    """It opens though the engine is down, is told to stop, and ends with status 0."""
    status, log = stopped("web", web, answers(web["MADOGUCHI_WEB_PORT"], "/health/live"))
    assert status == 0
    assert "web_closed" in log


@pytest.mark.database
def test_a_tokens_file_that_cannot_be_used_is_told_without_a_token(web, tmp_path):
    """One sentence with the file's name, exit status 2."""
    (tmp_path / "tokens.json").write_text('{"officer-sato": "secret"}', encoding="utf-8")
    status, out, errors = ended("web", web)

    assert (status, out) == (2, "")
    assert str(tmp_path / "tokens.json") in errors
    assert "secret" not in errors


@pytest.mark.database
def test_a_worker_waits_for_the_engine_and_stops_when_told(web, tmp_path):
    """While the engine does not answer it says so and waits; SIGTERM ends it with status 0."""
    status, log = stopped("worker", {**web, **OUTSIDE}, logged("worker waits"))

    assert status == 0
    waiting = next(json.loads(line) for line in log.splitlines() if "worker waits" in line)
    assert waiting["system"] == "temporal"


@pytest.mark.parametrize("program", ["starter.py", "worker.py", "web_process.py"])
def test_a_python_without_the_packages_is_told_in_one_sentence(program: str):
    """Whoever types `python starter.py` with the system's Python learns which one to use, and sees no trace."""
    # -S: without site-packages, as a Python that has none of ours.
    ended = subprocess.run(
        [sys.executable, "-S", program, "request.json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (ended.returncode, ended.stdout) == (2, "")
    assert len(ended.stderr.splitlines()) == 1
    assert ".venv/bin/python" in ended.stderr
