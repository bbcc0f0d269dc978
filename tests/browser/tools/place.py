"""Where the tests of the pages find what they need, and what is missing on this machine."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / ".cache" / "browser"
"""What `make browser` installs from npm; no part of the checkout."""
AXE = FOLDER / "node_modules" / "axe-core" / "axe.min.js"
NU_CHECKER = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
PROVIDER = FOLDER / "node_modules" / "oidc-provider" / "lib" / "index.js"
"""An OpenID provider that is certified: officers' sign-in is tried against it (tests/adapters/sign_in)."""
CHROMIUM = "MADOGUCHI_TEST_CHROMIUM"
"""Names a Chromium that is not on PATH."""
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


class Need(NamedTuple):
    """Something a machine must have. `packages` are Debian's names; `found` is where it is, empty: missing."""

    name: str
    packages: tuple[str, ...]
    found: str


def chromium() -> str:
    """Return the path of a Chromium; empty when there is none."""
    given = os.environ.get(CHROMIUM)
    candidates = (given,) if given else _NAMES
    return next((found for name in candidates if (found := shutil.which(name))), "")


def needs() -> tuple[Need, ...]:
    """Return the programs and letters that the tests and the pictures of the pages need."""
    npm_packages_there = AXE.exists() and NU_CHECKER.exists() and PROVIDER.exists()
    npm = shutil.which("npm") or ("not needed any more" if npm_packages_there else "")
    return (
        Need("Chromium", ("chromium",), chromium()),
        Need("Japanese letters", ("fonts-noto-cjk",), _japanese_font()),
        Need("Java", ("default-jre-headless",), shutil.which("java") or ""),
        Need("npm", ("npm",), npm),
    )


def missing() -> str:
    """Say what the browser's tests lack on this machine; empty: nothing."""
    if not chromium():
        return "there is no Chromium on this machine: run make browser, which installs it or says how"
    lacking = [path.name for path in (AXE, NU_CHECKER) if not path.exists()]
    lacking += [] if shutil.which("java") else ["java"]
    return f"{', '.join(lacking)} missing: run make browser" if lacking else ""


def _japanese_font() -> str:
    if not shutil.which("fc-list"):
        return ""
    told = subprocess.run(["fc-list", ":lang=ja", "file"], capture_output=True, text=True, check=False, timeout=30)
    return told.stdout.partition("\n")[0].rstrip(": ")
